import { z } from 'zod'

const environment = z.object({
  RELAY_DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:8089'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** How soon a worker's death is noticed by the cases it was busy with; Temporal's own 10 seconds when left out. */
  TEMPORAL_TASK_TIMEOUT_SECONDS: z.coerce.number().int().min(1).max(120).optional(),
  /** How long a message that a relay has taken is left to it: who dies with one holds it up that long. */
  ITER_RELAY_LEASE_SECONDS: z.coerce.number().int().min(5).max(600).default(45),
  ITER_MASTER_KEY: z.base64().min(44).max(44),
  ITER_REHEARSAL: z.enum(['true', 'false']).default('false'),
  /** Kills this process on purpose, see `armFailPoints`; in rehearsals only. */
  ITER_FAIL_POINT: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface RelayConfig {
  databaseUrl: string
  temporal: { address: string; namespace: string }
  masterKey: string
  logLevel: string
  taskTimeoutSeconds: number | undefined
  leaseSeconds: number
  rehearsal: boolean
  failPoints: string | undefined
}

export function readRelayConfig(env: Record<string, string | undefined>): RelayConfig {
  const read = environment.parse(env)
  return {
    databaseUrl: read.RELAY_DATABASE_URL,
    temporal: { address: read.TEMPORAL_ADDRESS, namespace: read.TEMPORAL_NAMESPACE },
    masterKey: read.ITER_MASTER_KEY,
    logLevel: read.LOG_LEVEL,
    taskTimeoutSeconds: read.TEMPORAL_TASK_TIMEOUT_SECONDS,
    leaseSeconds: read.ITER_RELAY_LEASE_SECONDS,
    rehearsal: read.ITER_REHEARSAL === 'true',
    failPoints: read.ITER_FAIL_POINT,
  }
}
