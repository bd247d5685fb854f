import { z } from 'zod'

const schema = z.object({
  /** Multiplies the waits between tries and the open times of circuits; below 1 in rehearsals and tests. */
  /** Seconds by which a lease outlives its call: the end of an aborted call must still be written within them. */
  ITER_LEASE_MARGIN_SECONDS: z.coerce.number().int().min(1).max(60).default(8),
  /** After a restore: until then every effect is taken for one that may have happened before, and is asked for first. */
  ITER_IN_DOUBT_UNTIL: z.iso.datetime({ offset: true }).optional(),
  ITER_RETRY_SCALE: z.coerce.number().min(0.001).max(10).default(1),
})

export interface ActivitiesConfig {
  retryScale: number
  /** How long a local step may take, publishing included: shorter than the local activity's own time-out. */
  localMs: number
  leaseMarginSeconds: number
  inDoubtUntil?: string
}

/** Read once, by the worker's composition root. */
export function activitiesConfig(env: Record<string, string | undefined>): ActivitiesConfig {
  const read = schema.parse(env)
  return {
    retryScale: read.ITER_RETRY_SCALE,
    localMs: 4500,
    leaseMarginSeconds: read.ITER_LEASE_MARGIN_SECONDS,
    ...(read.ITER_IN_DOUBT_UNTIL !== undefined && { inDoubtUntil: read.ITER_IN_DOUBT_UNTIL }),
  }
}
