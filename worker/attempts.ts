import type { Context, Info } from '@temporalio/activity'
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker'
import type { ApplicationFailure } from '@temporalio/common'
import type { Failure } from '../engine/event.ts'
import type { WorkRequest } from '../engine/publication.ts'
import type { recordAttempt } from '../db/queries/record-attempt.ts'

/** One try of a step's work, as the table holds it. */
export type Attempt = Parameters<typeof recordAttempt>[1]

interface Deps {
  record: (attempt: Attempt) => Promise<void>
  warn: (message: string, error: unknown) => void
}

/**
 * Makes tries visible while they go on: Temporal itself shows the running one only. A queued try is written when it begins and when it ends, a local one
 * only when it fails, because a successful step has its place in the case's history. A record that cannot be written never fails the step.
 */
export function recordAttempts({ record, warn }: Deps): ActivityInterceptorsFactory {
  const keep = (attempt: Attempt) => record(attempt).catch(error => warn('A try could not be recorded', error))
  return ({ info }: Context) => ({ inbound: { execute: executeRecorded(info, keep) } })
}

function executeRecorded(
  info: Info,
  keep: (attempt: Attempt) => Promise<void>,
): NonNullable<ActivityInboundCallsInterceptor['execute']> {
  return async (input, next) => {
    const work = workOf(info.activityType, input.args[0])
    if (!work) return next(input)
    const begun = beginning(info, work)
    if (begun.lane === 'queued') await keep(begun)
    try {
      const output = await next(input)
      if (begun.lane === 'queued') await keep({ ...begun, endedAt: new Date().toISOString() })
      return output
    } catch (error) {
      await keep({ ...begun, ...ending(info, error) })
      throw error
    }
  }
}

function beginning(info: Info, { municipality, caseId, id, attempt, operation }: WorkRequest): Attempt {
  return {
    municipalityId: municipality,
    caseId,
    work: id,
    attempt,
    try: info.attempt,
    lane: info.isLocal ? 'local' : 'queued',
    operation,
    startedAt: new Date().toISOString(),
  }
}

function ending(info: Info, error: unknown): Partial<Attempt> {
  const { kind, code, message } = failureOf(error)
  const endedAt = new Date()
  const nextAt = nextTry(info, error, endedAt)?.toISOString() ?? null
  return { endedAt: endedAt.toISOString(), errorKind: kind, errorCode: code, message, nextAt }
}

function workOf(activityType: string, argument: unknown): WorkRequest | null {
  const work = activityType === 'step' && isObject(argument) ? argument['work'] : argument
  return (activityType === 'step' || activityType === 'perform') && isWork(work) ? work : null
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isWork = (value: unknown): value is WorkRequest =>
  isObject(value) && ['id', 'municipality', 'caseId', 'operation'].every(key => typeof value[key] === 'string')

/** An operation's failure travels as the first detail; anything else is a defect whose text may hold personal data. */
function failureOf(error: unknown): Failure {
  const detail: unknown = isApplicationFailure(error) ? error.details?.[0] : undefined
  if (isFailure(detail)) return detail
  return { kind: 'defect', code: 'internal-error', message: 'Errore interno di Iter in questo tentativo.' }
}

const isFailure = (value: unknown): value is Failure =>
  isObject(value) && ['kind', 'code', 'message'].every(key => typeof value[key] === 'string')

const isApplicationFailure = (error: unknown): error is ApplicationFailure =>
  error instanceof Error && error.name === 'ApplicationFailure'

/** The server decides in the same way: the failure's own wish first, else the policy's doubling wait. */
function nextTry({ attempt, isLocal, retryPolicy }: Info, error: unknown, from: Date): Date | null {
  const failure = isApplicationFailure(error) ? error : null
  if (isLocal || failure?.nonRetryable) return null
  if (retryPolicy?.maximumAttempts && attempt >= retryPolicy.maximumAttempts) return null
  const wait = milliseconds(failure?.nextRetryDelay) ?? backoff(retryPolicy, attempt)
  return new Date(from.getTime() + wait)
}

function backoff(policy: Info['retryPolicy'], attempt: number): number {
  const initial = milliseconds(policy?.initialInterval) ?? 1_000
  const longest = milliseconds(policy?.maximumInterval) ?? initial * 100
  return Math.min(longest, initial * (policy?.backoffCoefficient ?? 2) ** (attempt - 1))
}

/** The SDK and our activities give milliseconds; Temporal's duration texts are used nowhere. */
const milliseconds = (duration: unknown): number | undefined => (typeof duration === 'number' ? duration : undefined)
