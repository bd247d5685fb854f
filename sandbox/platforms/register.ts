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
  const volume = openVolume(file)
  const service = createService('register', witness)
  service.on(
    'post',
    '/protocol',
    'create',
    authorised((town, request) => register(volume, town, request, now())),
  )
  service.on(
    'get',
    '/protocol',
    'find',
    authorised((town, request) => {
      const key = queryParam(request, 'key')
      if (key === undefined) return problem(400, 'Bad Request', 'The query parameter "key" is missing.')
      return { status: 200, body: { items: volume.byKey(town.code, key).map(publicly) }, key }
    }),
  )
  service.on(
    'get',
    '/protocol/:year/:number',
    'find',
    authorised((town, request) => {
      const found = volume.byNumber(town.code, pathParam(request, 'year'), pathParam(request, 'number'))
      return found
        ? { status: 200, body: publicly(found) }
        : problem(404, 'Not Found', 'The register has no such number.')
    }),
  )
  return service
}

function register(volume: Volume, town: Town, request: Request, now: Date): Answer {
  const parsed = requestSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  const date = romeDate(now)
  const year = Number(date.slice(0, 4))
  const registration = {
    ...parsed.data,
    town: town.code,
    number: volume.next(town.code, year),
    year,
    date,
    registeredAt: now.toISOString(),
    // Kept for those who ask, not honoured: the same key twice makes two numbers, as the products of the trade do.
    key: request.get('idempotency-key') ?? null,
  }
  volume.add(registration)
  const id = `${town.code}/${year}/${registration.number}`
  return { status: 201, body: publicly(registration), effect: { kind: 'protocol', id } }
}

/** The registrations of all towns, found quickly however many they are. */
interface Volume {
  next: (town: string, year: number) => string
  add: (registration: Registration) => void
  byKey: (town: string, key: string) => Registration[]
  byNumber: (town: string, year: string, number: string) => Registration | undefined
}

function openVolume(file: string): Volume {
  const journal = openJournal(file, registrationSchema)
  const taken = new Map<string, number>()
  const keyed = new Map<string, Registration[]>()
  const numbered = new Map<string, Registration>()
  const index = (one: Registration): void => {
    const series = `${one.town}/${one.year}`
    taken.set(series, (taken.get(series) ?? 0) + 1)
    numbered.set(`${series}/${one.number}`, one)
    if (one.key !== null) keyed.set(`${one.town}/${one.key}`, [...(keyed.get(`${one.town}/${one.key}`) ?? []), one])
  }
  for (const one of journal.entries) index(one)
  return {
    next: (town, year) => String((taken.get(`${town}/${year}`) ?? 0) + 1).padStart(7, '0'),
    add: one => {
      journal.append(one)
      index(one)
    },
    byKey: (town, key) => keyed.get(`${town}/${key}`) ?? [],
    byNumber: (town, year, number) => numbered.get(`${town}/${year}/${number}`),
  }
}

function authorised(handler: (town: Town, request: Request) => Answer): (request: Request) => Answer {
  return request => {
    const token = (request.get('authorization') ?? '').replace(/^Bearer /, '')
    const town = towns.find(one => subscriptionKeys.register(one.code) === token)
    return town ? handler(town, request) : problem(401, 'Unauthorized', 'The token is missing or not valid.')
  }
}

function publicly({ town: _town, ...registration }: Registration): unknown {
  return registration
}

/** The calendar date in Italy of an instant. */
function romeDate(at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format(at)
}
