import type { Express, Request } from 'express'
import { z } from 'zod'
import { citizenByFiscalCode, citizens, families } from './citizens.ts'
import type { Credentials } from './credentials.ts'
import { faultSchema } from './faults.ts'
import type { Mailbox } from './io/mailbox.ts'
import type { Keys } from './keys.ts'
import { platforms, type PlatformName } from './ledger.ts'
import type { Book } from './pagopa/book.ts'
import { listNotices, payNotice, waysToPay } from './pagopa/payments.ts'
import type { Pusher } from './pagopa/push.ts'
import { callbackSchema, type Shelf } from './pagopa/shelf.ts'
import { addPayouts } from './psp/control.ts'
import type { Payouts } from './psp/payouts.ts'
import {
  explain,
  jsonOf,
  pathParam,
  problem,
  queryParam,
  send,
  type Answer,
  type Handler,
  type Method,
  type Witness,
} from './service.ts'
import { signByCall } from './spid/routes.ts'

/** Everything that the sandbox's own page and API look at and change. */
export interface ControlRoom {
  witness: Witness
  mailbox: Mailbox
  book: Book
  shelf: Shelf
  pusher: Pusher
  payouts: Payouts
  keys: Keys
  credentials: Credentials
  dataDir: string
  now: () => Date
}

const ioChangeSchema = z.strictObject({ onIo: z.boolean().optional(), senderAllowed: z.boolean().optional() })

/** The control API: ledger, faults, payments, callbacks, citizens, signed Responses. */
export function createControl(app: Express, room: ControlRoom): void {
  const on = (method: Method, path: string, handler: Handler): void => {
    app[method](path, async (request, response) => send(response, await handler(request)))
  }
  const { ledger, faults } = room.witness
  on('get', '/healthz', () => ok({ status: 'ok' }))
  on('get', '/credentials', () => ok(room.credentials))
  on('get', '/ledger', request => ok({ entries: ledger.find(filterOf(request)) }))
  on('get', '/faults', () => ok({ faults: faults.all() }))
  on('put', '/faults/:platform', request => setFault(room, request))
  on('delete', '/faults', () => {
    faults.clear()
    return ok({ faults: {} })
  })
  on('delete', '/faults/:platform', request => {
    const platform = platformOf(request)
    if (platform) faults.clear(platform)
    return platform ? ok({ faults: faults.all() }) : unknownPlatform()
  })
  on('get', '/payments', () => ok({ notices: listNotices(room.book) }))
  for (const how of waysToPay) {
    on('post', `/payments/:nav/${how}`, request =>
      payNotice(room, pathParam(request, 'nav'), organizationOf(request), how),
    )
  }
  addPayouts(on, room)
  on('get', '/callbacks', () =>
    ok({ callbacks: [...room.shelf.callbacks].map(([organization, { url }]) => ({ organization, url })) }),
  )
  on('put', '/callbacks/:organization', request => setCallback(room, request))
  on('get', '/citizens', () => ok({ citizens, families }))
  on('put', '/citizens/:fiscalCode/io', request => changeProfile(room, request))
  on('post', '/sign', request => signWitnessed(room, request))
}

function filterOf(request: Request): Parameters<Witness['ledger']['find']>[0] {
  const after = queryParam(request, 'after')
  return {
    platform: queryParam(request, 'platform'),
    correlation: queryParam(request, 'correlation'),
    kind: queryParam(request, 'kind'),
    key: queryParam(request, 'key'),
    call: queryParam(request, 'call'),
    after: after === undefined ? undefined : Number(after),
  }
}

function setFault(room: ControlRoom, request: Request): Answer {
  const platform = platformOf(request)
  if (!platform) return unknownPlatform()
  const parsed = faultSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  room.witness.faults.set(platform, parsed.data)
  return ok({ faults: room.witness.faults.all() })
}

function setCallback(room: ControlRoom, request: Request): Answer {
  const parsed = callbackSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  const organization = pathParam(request, 'organization')
  room.shelf.write({ type: 'callback', organization, callback: parsed.data })
  room.pusher.resume(organization)
  return ok({ organization, url: parsed.data.url })
}

function changeProfile(room: ControlRoom, request: Request): Answer {
  const fiscalCode = pathParam(request, 'fiscalCode')
  const parsed = ioChangeSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  if (!citizenByFiscalCode(fiscalCode)) return problem(404, 'Not Found', 'Nobody in the sandbox has this fiscal code.')
  const { onIo, senderAllowed } = parsed.data
  const change = { ...(onIo !== undefined && { onIo }), ...(senderAllowed !== undefined && { senderAllowed }) }
  return ok(room.mailbox.setPreference(fiscalCode, change))
}

function signWitnessed(room: ControlRoom, request: Request): Answer {
  const answer = signByCall(request, room.keys, room.now())
  room.witness.ledger.record({
    platform: 'spid',
    call: 'spid.sign',
    method: request.method,
    path: request.path,
    correlation: request.get('x-correlation-id') ?? null,
    key: answer.key ?? null,
    status: answer.status,
    ...(answer.effect && { effect: answer.effect }),
  })
  return answer
}

function organizationOf(request: Request): string | undefined {
  const parsed = z.object({ organizationFiscalCode: z.string() }).safeParse(jsonOf(request))
  return parsed.success ? parsed.data.organizationFiscalCode : undefined
}

function platformOf(request: Request): PlatformName | undefined {
  return platforms.find(name => name === request.params['platform'])
}

function unknownPlatform(): Answer {
  return problem(404, 'Not Found', `The platforms are: ${platforms.join(', ')}.`)
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
