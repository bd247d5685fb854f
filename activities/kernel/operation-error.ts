import { ApplicationFailure } from '@temporalio/common'
import type { Failure } from '../../engine/event.ts'
import { errorChain } from './error-chain.ts'

export interface OperationErrorOptions {
  kind: Failure['kind']
  /** Stable, kebab-case; BPMN error codes are compared with it. */
  code: string
  /** One Italian sentence for a clerk that says what to do, without personal data. */
  message: string
  /** For a ticket, without personal data. */
  detail?: string
  platform?: string
  /** True when the outside may already have been touched. */
  touched?: boolean
  /** The platform's own wish, from Retry-After. */
  retryAfterSeconds?: number
  cause?: unknown
}

/** What an operation throws when it knows why it failed. Recognised by its name: `instanceof` fails across realms. */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly kind: Failure['kind']
  readonly code: string
  readonly detail: string | undefined
  readonly platform: string | undefined
  readonly touched: boolean
  readonly retryAfterSeconds: number

  constructor(options: OperationErrorOptions) {
    super(options.message, { cause: options.cause })
    this.kind = options.kind
    this.code = options.code
    this.detail = options.detail
    this.platform = options.platform
    this.touched = options.touched ?? false
    this.retryAfterSeconds = options.retryAfterSeconds ?? 0
  }
}

export function isOperationError(error: unknown): error is OperationError {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'OperationError'
}

/** A refusal by our own rules or by the platform's business answer: final for these data. */
export function refused(code: string, message: string, detail?: string): OperationError {
  return new OperationError({ kind: 'refused', code, message, ...(detail === undefined ? {} : { detail }) })
}

/** Any thrown value as an OperationError. What nobody foresaw is a defect, told without its text: it may hold personal data. */
export function toOperationError(error: unknown): OperationError {
  if (isOperationError(error)) return error
  if (isDatabaseOutage(error)) {
    return new OperationError({
      kind: 'unavailable',
      code: 'database-unavailable',
      message: 'La base dati di Iter non risponde: il passo riprende da solo appena torna disponibile.',
      detail: describe(error),
      cause: error,
    })
  }
  return new OperationError({
    kind: 'defect',
    code: 'defect',
    message: "Errore interno di Iter in questo passo: segnalarlo all'assistenza con il dettaglio tecnico.",
    detail: describe(error),
    cause: error,
  })
}

export function toFailure(error: OperationError): Failure {
  return {
    kind: error.kind,
    code: error.code,
    message: error.message,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.platform === undefined ? {} : { platform: error.platform }),
    ...(error.touched ? { touched: true } : {}),
  }
}

/** For the queued lane: Temporal retries `unavailable` only, after `delay` milliseconds. The failure travels as the one detail. */
export function toApplicationFailure(error: OperationError, delay: number): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.kind,
    message: error.message,
    nonRetryable: error.kind !== 'unavailable',
    details: [toFailure(error)],
    ...(error.kind === 'unavailable' ? { nextRetryDelay: delay } : {}),
  })
}

const outageCodes = /^(?:08...|57P0[123]|53...|ECONN.*|EPIPE|ETIMEDOUT|ENOTFOUND|40001|40P01)$/

function isDatabaseOutage(error: unknown): boolean {
  return errorChain(error).some(({ code }) => code !== undefined && outageCodes.test(code))
}

/** Names, codes and place of an unforeseen error and its causes. */
function describe(error: unknown): string {
  const chain = errorChain(error)
  const place = chain[0]?.stack
    ?.split('\n')
    .find(line => line.includes('    at '))
    ?.trim()
  return [
    ...chain.flatMap(({ name, code }) => (code === undefined ? [name] : [name, code])),
    place ?? typeof error,
  ].join(' ')
}
