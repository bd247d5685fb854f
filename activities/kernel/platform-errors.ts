import type { z } from 'zod'
import type { Platform } from './declaration.ts'
import { errorChain } from './error-chain.ts'
import { OperationError } from './operation-error.ts'

/** What a failed call was, without personal data. */
export interface CallDescription {
  platform: Platform
  /** `POST /messages` */
  call: string
  unrepeatable: boolean
  /** What an unforeseen 4xx means. */
  rejected: 'refused' | 'misconfigured'
}

const names: Record<Platform, string> = {
  spid: 'SPID',
  anpr: 'ANPR',
  pagopa: 'pagoPA',
  io: 'IO',
  register: 'Il registro di protocollo',
  canteen: 'La mensa',
  acts: 'Gli atti',
}

// Nothing has left the machine: the call can be made again whatever it was.
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** fetch failed before an answer was there: refused, reset, timed out, or a certificate that does not hold. */
export function connectionError(error: unknown, about: CallDescription): OperationError {
  const code = causeCode(error)
  const name = names[about.platform]
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
    return new OperationError({
      ...base(about),
      kind: 'misconfigured',
      code: `${about.platform}-certificate`,
      message: `${name} presenta un certificato che non si può verificare: avvisare chi amministra le piattaforme.`,
      detail: `${about.call}: ${code}`,
      cause: error,
    })
  }
  if (neverSent.has(code)) {
    return new OperationError({
      ...base(about),
      kind: 'unavailable',
      code: `${about.platform}-unreachable`,
      message: `${name} non è raggiungibile: il passo riprende da solo appena risponde.`,
      detail: `${about.call}: ${code}`,
      cause: error,
    })
  }
  const late = isTimeout(error)
  return lost(about, late ? 'timeout' : 'connection-lost', `${about.call}: ${late ? 'no answer in time' : code}`, error)
}

/** An answer whose status the operation does not know. */
export function statusError(
  status: number,
  text: string,
  retryAfter: string | null,
  about: CallDescription,
): OperationError {
  const name = names[about.platform]
  const detail = `${about.call}: HTTP ${status}${problemTitle(text)}`
  if (status === 429) {
    return new OperationError({
      ...base(about),
      kind: 'unavailable',
      code: `${about.platform}-rate-limited`,
      message: `${name} chiede di rallentare: il passo riprende da solo fra poco.`,
      detail,
      retryAfterSeconds: retryAfterSeconds(retryAfter),
    })
  }
  if (status === 401 || status === 403 || (status < 500 && about.rejected === 'misconfigured')) {
    return new OperationError({
      ...base(about),
      kind: 'misconfigured',
      code: `${about.platform}-unauthorised`,
      message: `${name} rifiuta la chiave o i permessi di questo comune: chi amministra le piattaforme deve verificarli.`,
      detail,
    })
  }
  if (status === 503) {
    return new OperationError({
      ...base(about),
      kind: 'unavailable',
      code: `${about.platform}-unavailable`,
      message: `${name} non è disponibile in questo momento: il passo riprende da solo appena risponde.`,
      detail,
      retryAfterSeconds: retryAfterSeconds(retryAfter),
    })
  }
  if (status >= 500) return lost(about, 'error', detail, undefined)
  if (status >= 400) {
    return new OperationError({
      ...base(about),
      kind: 'refused',
      code: `${about.platform}-refused`,
      message: `${name} non accetta la richiesta: controllare i dati della pratica e riprovare.`,
      detail,
    })
  }
  return lost(about, 'malformed', detail, undefined)
}

/** The status was right, the body was not what the contract says. */
export function malformed(about: CallDescription, error: z.ZodError): OperationError {
  const paths = error.issues.slice(0, 5).map(issue => `${issue.path.join('.') || 'body'}: ${issue.code}`)
  return lost(about, 'malformed', `${about.call}: answer not understood (${paths.join('; ')})`, undefined)
}

/** The request may have been carried out. Where it can be asked or repeated by key that is an outage, else a person must look. */
function lost(about: CallDescription, why: string, detail: string, cause: unknown): OperationError {
  const name = names[about.platform]
  if (about.unrepeatable) {
    return new OperationError({
      ...base(about),
      kind: 'unknown-outcome',
      code: `${about.platform}-${why}`,
      message: `${name} non ha confermato l'esito: verificare se l'operazione è avvenuta prima di ripeterla.`,
      detail,
      touched: true,
      cause,
    })
  }
  return new OperationError({
    ...base(about),
    kind: 'unavailable',
    code: `${about.platform}-${why}`,
    message: `${name} non ha risposto correttamente: il passo riprende da solo appena risponde.`,
    detail,
    touched: true,
    cause,
  })
}

function base(about: CallDescription): { platform: Platform } {
  return { platform: about.platform }
}

/** The innermost code known: undici's and the system's errors carry it on one of the causes. */
function causeCode(error: unknown): string {
  const chain = errorChain(error)
  return chain.find(one => one.code !== undefined)?.code ?? chain[0]?.name ?? typeof error
}

function isTimeout(error: unknown): boolean {
  return errorChain(error).some(({ name }) => name === 'TimeoutError' || name === 'AbortError')
}

/** Seconds from a Retry-After header: a number or an HTTP date. */
export function retryAfterSeconds(header: string | null, now = Date.now()): number {
  if (header === null) return 0
  const seconds = Number(header)
  if (Number.isFinite(seconds)) return Math.max(0, Math.min(3600, Math.ceil(seconds)))
  const date = Date.parse(header)
  return Number.isNaN(date) ? 0 : Math.max(0, Math.min(3600, Math.ceil((date - now) / 1000)))
}

/** Only the title of a problem+json: the detail may quote what we sent. */
function problemTitle(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string') {
      return ` ${body.title.slice(0, 120)}`
    }
  } catch {
    return ''
  }
  return ''
}
