import type { Request } from 'express'
import { z } from 'zod'
import { subscriptionKeys } from './credentials.ts'
import { openJournal } from './journal.ts'
import {
  createService,
  explain,
  jsonOf,
  pathParam,
  problem,
  queryParam,
  type Answer,
  type Service,
  type Witness,
} from './service.ts'
import { towns, type Town } from './towns.ts'

const requestSchema = z.object({
  direction: z.enum(['in', 'out']),
  subject: z.string().min(1).max(500),
  correspondent: z.string().max(200).optional(),
  documents: z
    .array(z.object({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(50)
    .optional(),
})

const registrationSchema = requestSchema.extend({
  town: z.string(),
  number: z.string(),
  year: z.int(),
  date: z.string(),
  registeredAt: z.string(),
  key: z.string().nullable(),
})

type Registration = z.infer<typeof registrationSchema>

/** A town's protocol register: numbers of seven digits, one series for each town and year (DPR 445/2000, art. 57). */
export function createRegister(file: string, witness: Witness, now: () => Date): Service {
  const journal = openJournal(file, registrationSchema)
  const service = createService('register', witness)
  service.on(
    'post',
    '/protocol',
    'create',
    authorised((town, request) => {
      const parsed = requestSchema.safeParse(jsonOf(request))
      if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
      const date = romeDate(now())
      const registration = {
        ...parsed.data,
        town: town.code,
        number: nextNumber(journal.entries, town.code, Number(date.slice(0, 4))),
        year: Number(date.slice(0, 4)),
        date,
        registeredAt: now().toISOString(),
        // Kept for those who ask, not honoured: the same key twice makes two numbers, as the products of the trade do.
        key: request.get('idempotency-key') ?? null,
      }
      journal.append(registration)
      const id = `${town.code}/${registration.year}/${registration.number}`
      return { status: 201, body: publicly(registration), effect: { kind: 'protocol', id } }
    }),
  )
  service.on(
    'get',
    '/protocol',
    'find',
    authorised((town, request) => {
      const key = queryParam(request, 'key')
      if (key === undefined) return problem(400, 'Bad Request', 'The query parameter "key" is missing.')
      const found = journal.entries.filter(entry => entry.town === town.code && entry.key === key)
      return { status: 200, body: { items: found.map(publicly) }, key }
    }),
  )
  service.on(
    'get',
    '/protocol/:year/:number',
    'find',
    authorised((town, request) => {
      const year = Number(pathParam(request, 'year'))
      const number = pathParam(request, 'number')
      const found = journal.entries.find(
        entry => entry.town === town.code && entry.year === year && entry.number === number,
      )
      if (!found) return problem(404, 'Not Found', 'The register has no such number.')
      return { status: 200, body: publicly(found) }
    }),
  )
  return service
}

function authorised(handler: (town: Town, request: Request) => Answer): (request: Request) => Answer {
  return request => {
    const token = (request.get('authorization') ?? '').replace(/^Bearer /, '')
    const town = towns.find(one => subscriptionKeys.register(one.code) === token)
    return town ? handler(town, request) : problem(401, 'Unauthorized', 'The token is missing or not valid.')
  }
}

function nextNumber(entries: readonly Registration[], town: string, year: number): string {
  const taken = entries.filter(entry => entry.town === town && entry.year === year).length
  return String(taken + 1).padStart(7, '0')
}

function publicly({ town: _town, ...registration }: Registration): unknown {
  return registration
}

/** The calendar date in Italy of an instant. */
function romeDate(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(at)
}
