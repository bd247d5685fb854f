import type { Request } from 'express'
import { citizens } from '../citizens.ts'
import { subscriptionKeys } from '../credentials.ts'
import { isFiscalCode } from '../fiscal-code.ts'
import {
  createService,
  explain,
  jsonOf,
  pathParam,
  problem,
  type Answer,
  type Service,
  type Witness,
} from '../service.ts'
import { towns } from '../towns.ts'
import type { Mailbox } from './mailbox.ts'
import { newMessageSchema, profileRequestSchema, type NewMessage } from './message.ts'

/** A service registered on IO: its key, the most it may ask for, whom it may write to while in test. */
interface SendingService {
  id: string
  maxCents: number
  onlyTo: readonly string[] | null
}

const restrictedKey = 'sandbox-io-restricted'

const services = new Map<string, SendingService>([
  ...towns.map((town): [string, SendingService] => [
    subscriptionKeys.io(town.code),
    { id: `SANDBOX-MENSA-${town.code}`, maxCents: 1_000_000, onlyTo: null },
  ]),
  // A service still in test mode, so that clients can meet a 403.
  [restrictedKey, { id: 'SANDBOX-TEST', maxCents: 0, onlyTo: firstCitizen() }],
])

/** IO, services API v4: profiles and messages. */
export function createIo(mailbox: Mailbox, witness: Witness): Service {
  const service = createService('io', witness)
  service.on(
    'post',
    '/api/v1/profiles',
    'getProfile',
    authorised((_sender, request) => {
      const payload = profileRequestSchema.safeParse(jsonOf(request))
      if (!payload.success) return problem(400, 'Invalid FiscalCodePayload', explain(payload.error))
      return profile(mailbox, payload.data.fiscal_code)
    }),
  )
  service.on(
    'get',
    '/api/v1/profiles/:fiscalCode',
    'getProfile',
    authorised((_sender, request) => profile(mailbox, pathParam(request, 'fiscalCode'))),
  )
  service.on(
    'post',
    '/api/v1/messages',
    'createMessage',
    authorised((sender, request) => createMessage(mailbox, sender, request, null)),
  )
  service.on(
    'post',
    '/api/v1/messages/:fiscalCode',
    'createMessage',
    authorised((sender, request) => createMessage(mailbox, sender, request, pathParam(request, 'fiscalCode'))),
  )
  service.on(
    'get',
    '/api/v1/messages/:fiscalCode/:id',
    'getMessage',
    authorised((sender, request) =>
      getMessage(mailbox, sender, pathParam(request, 'fiscalCode'), pathParam(request, 'id')),
    ),
  )
  return service
}

function authorised(handler: (sender: SendingService, request: Request) => Answer): (request: Request) => Answer {
  return request => {
    const sender = services.get(request.get('ocp-apim-subscription-key') ?? '')
    if (sender) return handler(sender, request)
    const message = 'Access denied due to invalid subscription key.'
    return { status: 401, body: { statusCode: 401, message } }
  }
}

function profile(mailbox: Mailbox, fiscalCode: string): Answer {
  if (!isFiscalCode(fiscalCode)) return problem(400, 'Invalid FiscalCode', 'The fiscal code is not valid.')
  const preference = mailbox.preference(fiscalCode)
  if (!preference.onIo) {
    return problem(404, 'Profile not found', 'The profile you requested was not found in the system.')
  }
  return { status: 200, body: { sender_allowed: preference.senderAllowed, preferred_languages: ['it_IT'] } }
}

function createMessage(mailbox: Mailbox, sender: SendingService, request: Request, inPath: string | null): Answer {
  const parsed = newMessageSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Invalid Message', explain(parsed.error))
  const message = parsed.data
  if (inPath !== null && message.fiscal_code !== undefined) {
    return problem(400, 'Bad Request', 'The fiscal code is either in the path or in the body, never in both.')
  }
  const fiscalCode = inPath ?? message.fiscal_code
  if (fiscalCode === undefined) return problem(400, 'Bad Request', 'fiscal_code: Required')
  if (!isFiscalCode(fiscalCode)) return problem(400, 'Invalid FiscalCode', 'The fiscal code is not valid.')
  const refusal = refuse(message, sender, fiscalCode)
  if (refusal) return refusal
  const stored = mailbox.accept(fiscalCode, message, sender.id)
  return {
    status: 201,
    body: { id: stored.id },
    headers: { location: `/api/v1/messages/${fiscalCode}/${stored.id}` },
    effect: { kind: 'message', id: stored.id },
    key: message.content.payment_data?.notice_number ?? stored.id,
  }
}

function refuse(message: NewMessage, sender: SendingService, fiscalCode: string): Answer | null {
  const cents = message.content.payment_data?.amount ?? 0
  if (cents > sender.maxCents) {
    return problem(
      400,
      'Error while sending payment metadata',
      'The amount exceeds the maximum allowed for this service.',
    )
  }
  if (message.content.third_party_data?.has_attachments && message.feature_level_type === 'STANDARD') {
    return problem(403, 'Forbidden', 'Attachments need the ADVANCED feature level.')
  }
  if (sender.onlyTo && !sender.onlyTo.includes(fiscalCode)) {
    return problem(403, 'Forbidden', 'You are not allowed to issue requests for the recipient.')
  }
  return null
}

function getMessage(mailbox: Mailbox, sender: SendingService, fiscalCode: string, id: string): Answer {
  const found = mailbox.find(fiscalCode, id)
  if (!found) return problem(404, 'Message not found', 'The message that you requested was not found in the system.')
  if (found.sender_service_id !== sender.id)
    return problem(403, 'Forbidden', 'The message was sent by another service.')
  const { status, ...message } = found
  const notification = status === 'PROCESSED' ? { notification: { email: 'SENT', webhook: 'SENT' } } : {}
  return { status: 200, body: { message, status, ...notification } }
}

function firstCitizen(): string[] {
  return citizens.slice(0, 1).map(citizen => citizen.fiscalCode)
}
