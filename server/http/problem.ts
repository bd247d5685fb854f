import type { z } from 'zod'

import type { Problem } from '../api/common.ts'

/** Every way to say no, with its status and its Italian title. `kind` is for programs, the rest for people. */
const kinds = {
  malformed: [400, 'Domanda malformata'],
  'not-signed-in': [401, 'Accesso necessario'],
  'token-refused': [401, 'Chiave non valida'],
  'cross-site': [403, 'Domanda non partita da questa pagina'],
  forbidden: [403, 'Non permesso'],
  'not-found': [404, 'Non trovato'],
  'method-not-allowed': [405, 'Metodo non previsto'],
  'too-slow': [408, 'Domanda arrivata troppo lentamente'],
  stale: [409, 'La pratica è andata avanti'],
  'draft-changed': [409, 'Un’altra finestra ha scritto dopo'],
  'not-allowed': [409, 'Non è possibile adesso'],
  'too-large': [413, 'Troppo grande'],
  'unsupported-media-type': [415, 'Formato non previsto'],
  invalid: [422, 'Valori non validi'],
  'idempotency-mismatch': [422, 'Stessa chiave, altra domanda'],
  'too-many-requests': [429, 'Troppe domande'],
  'headers-too-large': [431, 'Intestazioni troppo lunghe'],
  defect: [500, 'Errore interno'],
  unavailable: [503, 'Non disponibile'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type ProblemKind = keyof typeof kinds

export interface FieldError {
  path: string
  message: string
}

/** Thrown by handlers, turned into problem+json in one place. Recognised by `problemKind`, never by class. */
class ProblemError extends Error {
  readonly problemKind: ProblemKind
  readonly errors: FieldError[]

  constructor(kind: ProblemKind, detail?: string, errors: FieldError[] = []) {
    super(detail ?? kinds[kind][1])
    this.problemKind = kind
    this.errors = errors
  }
}

/** Says no. The detail is Italian and says what to do; no personal data in it. */
export function refuse(kind: ProblemKind, detail?: string, errors?: FieldError[]): never {
  throw new ProblemError(kind, detail, errors)
}

/** Reads a part of the request; 422 with every fault. Only what came from outside is read with it: a fault of our own is a defect. */
export function readRequest<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map(issue => ({ path: issue.path.map(String).join('.'), message: issue.message }))
  return refuse('invalid', undefined, errors.slice(0, 500))
}

/** For what is not there, and for what is not the caller's to know of. */
export function notFound(): never {
  return refuse('not-found')
}

/** RFC 9457. `instance` is the request's id, the same as in the log. */
export function toProblem(kind: ProblemKind, instance: string, detail?: string, errors: FieldError[] = []): Problem {
  const [status, title] = kinds[kind]
  return {
    type: `urn:iter:problem:${kind}`,
    title,
    status,
    ...(detail && detail !== title && { detail }),
    kind,
    instance: `urn:uuid:${instance}`,
    ...(errors.length > 0 && { errors }),
  }
}

/** A thrown value as a problem; what nobody foresaw is a defect and says nothing about itself. */
export function problemOf(error: unknown, instance: string): Problem {
  if (isProblemError(error)) return toProblem(error.problemKind, instance, error.message, error.errors)
  if (isBadCursor(error)) return toProblem('malformed', instance, 'Il cursore non appartiene a questo elenco.')
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
  if (status === 413) return toProblem('too-large', instance)
  if (status === 415) return toProblem('unsupported-media-type', instance)
  if (status === 400) return toProblem('malformed', instance)
  if (isOutage(error)) return toProblem('unavailable', instance, 'La base dati non risponde: riprovare tra poco.')
  return toProblem('defect', instance)
}

function isProblemError(error: unknown): error is ProblemError {
  return typeof error === 'object' && error !== null && 'problemKind' in error
}

/** Of db/keyset.ts. */
function isBadCursor(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'kind' in error && error.kind === 'bad-cursor'
}

/** The database is away: connection refused or cut, starting or shutting down. */
function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  if ('cause' in error && isOutage(error.cause)) return true
  const code = 'code' in error ? String(error.code) : ''
  return ['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '53300'].includes(code)
}
