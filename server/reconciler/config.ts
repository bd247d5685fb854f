import { z } from 'zod'

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:8089'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  ITER_MASTER_KEY: z.base64().min(44).max(44),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Minutes from one round to the next. */
  RECONCILE_EVERY_MINUTES: z.coerce.number().int().min(1).max(10_080).default(60),
})

export interface ReconcilerConfig {
  databaseUrl: string
  temporal: { address: string; namespace: string }
  masterKey: string
  logLevel: string
  everyMinutes: number
}

export function readReconcilerConfig(env: Record<string, string | undefined>): ReconcilerConfig {
  const read = environment.parse(env)
  return {
    databaseUrl: read.DATABASE_URL,
    temporal: { address: read.TEMPORAL_ADDRESS, namespace: read.TEMPORAL_NAMESPACE },
    masterKey: read.ITER_MASTER_KEY,
    logLevel: read.LOG_LEVEL,
    everyMinutes: read.RECONCILE_EVERY_MINUTES,
  }
}
