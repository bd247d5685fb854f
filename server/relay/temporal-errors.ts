import { z } from 'zod'

import { refusedType } from '../../workflows/messages.ts'

// Recognised by name and code: classes differ between copies of the SDK and between Jest's realms.

/** A refused act as the console hears it. */
export interface RefusalAnswer {
  [key: string]: string | { path: string; message: string }[]
}

const refusal = z.object({
  kind: z.enum(['stale', 'not-allowed', 'invalid']),
  message: z.string(),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

const named = z.looseObject({ name: z.string().catch(''), message: z.string().catch('') })
const applicationFailure = z.looseObject({ type: z.string().nullish(), details: z.array(z.unknown()).nullish() })

/** The workflow's "no" to an act; null when the error is something else. */
export function refusalOf(error: unknown): RefusalAnswer | null {
  if (nameOf(error) !== 'WorkflowUpdateFailedError') return null
  const cause = applicationFailure.safeParse(causeOf(error))
  const detail = cause.success && cause.data.type === refusedType ? refusal.safeParse(cause.data.details?.[0]) : null
  if (detail?.success) {
    const { kind, message, fields } = detail.data
    return { kind, message, ...(fields && { fields }) }
  }
  // An update that failed for another reason will fail again: it is told, not repeated.
  return { kind: 'not-allowed', message: messageOf(causeOf(error)) || "L'atto non è riuscito." }
}

export interface DeliveryFailure {
  kind: 'already-started' | 'not-found' | 'outage' | 'other'
  message: string
}

const unreachable = [4, 8, 14]

/** Why a call to Temporal failed; the message holds no personal data because nothing of the payload is in it. */
export function failureOf(error: unknown): DeliveryFailure {
  const name = nameOf(error)
  const message = `${name}: ${messageOf(error)}`.slice(0, 500)
  if (name === 'WorkflowExecutionAlreadyStartedError') return { kind: 'already-started', message }
  if (name === 'WorkflowNotFoundError') return { kind: 'not-found', message }
  const outage = name === 'WorkflowUpdateRPCTimeoutOrCancelledError' || unreachable.includes(codeOf(error))
  return { kind: outage ? 'outage' : 'other', message }
}

function codeOf(error: unknown): number {
  const read = z.looseObject({ code: z.number() }).safeParse(error)
  if (read.success) return read.data.code
  const cause = causeOf(error)
  return cause === undefined ? -1 : codeOf(cause)
}

function nameOf(error: unknown): string {
  const read = named.safeParse(error)
  return read.success ? read.data.name : ''
}

function messageOf(error: unknown): string {
  const read = named.safeParse(error)
  return read.success ? read.data.message : ''
}

function causeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined
}
