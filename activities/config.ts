import { z } from 'zod'

const schema = z.object({
  /** Multiplies the waits between tries and the open times of circuits; below 1 in rehearsals and tests. */
  ITER_RETRY_SCALE: z.coerce.number().min(0.001).max(10).default(1),
})

export interface ActivitiesConfig {
  retryScale: number
  /** How long a local step may take, publishing included: shorter than the local activity's own time-out. */
  localMs: number
}

/** Read once, by the worker's composition root. */
export function activitiesConfig(env: Record<string, string | undefined>): ActivitiesConfig {
  return { retryScale: schema.parse(env).ITER_RETRY_SCALE, localMs: 4500 }
}
