import type { Request } from 'express'
import { entityIds } from '../credentials.ts'
import type { Keys } from '../keys.ts'
import {
  createService,
  explain,
  formOf,
  jsonOf,
  problem,
  queryParam,
  type Answer,
  type Service,
  type Witness,
} from '../service.ts'
import { readAuthnRequest } from './authn-request.ts'
import { metadataXml } from './metadata.ts'
import { carryPage, signInPage } from './page.ts'
import { signIn, signRequestSchema } from './sign.ts'

type Method = 'SPID' | 'CIE'

/** The SPID and the CIE identity providers: metadata, sign-in page, and a call that signs without a browser. */
export function createSpid(keys: Keys, witness: Witness, now: () => Date): Service {
  const service = createService('spid', witness)
  service.on('post', '/sign', 'sign', request => signByCall(request, keys, now()))
  for (const method of ['SPID', 'CIE'] as const) {
    const base = `/${method.toLowerCase()}`
    service.on('get', `${base}/metadata`, 'metadata', request => metadata(method, base, request, keys))
    service.on('get', `${base}/sso`, 'sso', request =>
      offer(method, queryParam(request, 'SAMLRequest'), queryParam(request, 'RelayState'), true),
    )
    service.on('post', `${base}/sso`, 'sso', request => {
      const form = formOf(request)
      return offer(method, form.get('SAMLRequest'), form.get('RelayState'), false)
    })
    service.on('post', `${base}/choose`, 'sign', request => signByForm(method, formOf(request), keys, now()))
  }
  return service
}

/** POST /sign: a signed Response as JSON, for tests and for the sandbox's front office. */
export function signByCall(request: Request, keys: Keys, now: Date): Answer {
  const parsed = signRequestSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  const signed = signIn(parsed.data, keys, now)
  if (!signed) return problem(404, 'Not Found', 'Nobody in the sandbox has this fiscal code.')
  return { status: 200, body: signed, key: signed.requestId, effect: { kind: 'identity', id: signed.responseId } }
}

function metadata(method: Method, base: string, request: Request, keys: Keys): Answer {
  const host = request.get('host') ?? '127.0.0.1'
  const signer = method === 'SPID' ? keys.spid : keys.cie
  const content = metadataXml(entityIds[method], `http://${host}${base}`, signer)
  return { status: 200, text: { type: 'application/samlmetadata+xml', content } }
}

function offer(
  method: Method,
  parameter: string | null | undefined,
  relayState: string | null | undefined,
  deflated: boolean,
): Answer {
  const request = readAuthnRequest(parameter ?? '', deflated)
  if (!request)
    return html(400, '<h1>Richiesta non conforme</h1><p>Formato della richiesta non corretto (anomalia 4).</p>')
  return html(200, signInPage(method, request, relayState ?? ''))
}

function signByForm(method: Method, form: URLSearchParams, keys: Keys, now: Date): Answer {
  const parsed = signRequestSchema.safeParse({
    fiscalCode: form.get('fiscalCode'),
    level: Number(form.get('level')),
    audience: form.get('audience'),
    requestId: form.get('id'),
    // Long enough to fill in a form afterwards.
    validSeconds: 3600,
    recipient: form.get('recipient'),
    method,
    ...(form.get('outcome') === 'cancelled' && { tamper: 'failed' }),
  })
  const signed = parsed.success ? signIn(parsed.data, keys, now) : null
  if (!parsed.success || !signed) return html(400, '<h1>Richiesta non conforme</h1>')
  const answer = html(200, carryPage(parsed.data.recipient, signed.response, form.get('relayState') ?? ''))
  return { ...answer, key: signed.requestId, effect: { kind: 'identity', id: signed.responseId } }
}

function html(status: number, content: string): Answer {
  return { status, text: { type: 'text/html', content } }
}
