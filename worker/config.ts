import { z } from 'zod'
import type { ActivitiesConfig } from '../activities/config.ts'
import { activitiesConfig } from '../activities/config.ts'

const flag = z.enum(['true', 'false']).transform(text => text === 'true')
const names = z.string().transform(text => text.split(',').map(name => name.trim()))

/** What the worker reads from the environment; the defaults are those of one machine. */
const workerEnv = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(2).default(20),
  TEMPORAL_ADDRESS: z.string().min(1),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  /** How soon a worker's death is noticed by the cases it was busy with; Temporal's own 10 seconds when left out. */
  TEMPORAL_TASK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).optional(),
  ITER_MASTER_KEY: z.base64().refine(key => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64'),
  /** A rehearsal is watched: duties come round within seconds. */
  ITER_REHEARSAL: flag.default(false),
  /** Compiled by `scripts/build.mjs`. */
  WORKFLOW_BUNDLE: z.string().default('dist/workflow-bundle.js'),
  /** Task queues of this process, comma separated; all of them when left out. */
  WORKER_QUEUES: names.optional(),
  /** Where Prometheus may read the SDK's metrics, `127.0.0.1:9464`; none when left out. */
  WORKER_METRICS_ADDRESS: z.string().optional(),
  /** Cases an ended outage sends on their way again, per second. */
  HEAL_PER_SECOND: z.coerce.number().int().min(1).max(200).default(20),
  /** 300 when left out, 15 in a rehearsal. */
  RECEIPTS_EVERY_SECONDS: z.coerce.number().int().min(5).optional(),
  /** How often payment reports (FdR) are fetched, 3600 when left out, 30 in a rehearsal; the node offers them for some thirty days. */
  REPORTS_EVERY_SECONDS: z.coerce.number().int().min(5).optional(),
  /** Kills this process on purpose, see `armFailPoints`; in rehearsals only. */
  ITER_FAIL_POINT: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
})

export type WorkerConfig = z.infer<typeof workerEnv> & { activities: ActivitiesConfig }

/** Throws with one line for each variable that is missing or wrong. */
export function workerConfig(env: Record<string, string | undefined>): WorkerConfig {
  const parsed = workerEnv.safeParse(env)
  if (parsed.success) return { ...parsed.data, activities: activitiesConfig(env) }
  const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The worker's environment is not complete:\n${lines.join('\n')}`)
}
