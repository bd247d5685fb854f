import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const environment = z.object({
  /** The console and the API; the sandbox takes the ports after it. */
  ITER_PORT: z.coerce.number().int().min(1024).max(65_000).default(8080),
  ITER_DATA_DIR: z.string().default('data'),
  TEMPORAL_ADDRESS: z.string().optional(),
  /** Factor on the waits between tries: a demonstration should not take an hour to give up. */
  ITER_RETRY_SCALE: z.coerce.number().positive().default(0.05),
  RECEIPTS_EVERY_SECONDS: z.coerce.number().int().min(5).default(20),
  REPORTS_EVERY_SECONDS: z.coerce.number().int().min(5).default(30),
})

const secretsFile = z.object({
  superuserPassword: z.string(),
  ownerPassword: z.string(),
  appPassword: z.string(),
  relayPassword: z.string(),
  masterKey: z.string(),
  sessionSecret: z.string(),
  oidcClientSecret: z.string(),
})

export type Secrets = z.infer<typeof secretsFile>

export interface StartSettings {
  dataDir: string
  ports: { console: number; sandbox: number; staff: number; postgres: number; temporal: number; temporalUi: number }
  temporalAddress: string | null
  retryScale: number
  receiptsEverySeconds: number
  reportsEverySeconds: number
  publicUrl: string
}

/** Reads the environment of `npm start`; throws with one line for each variable that is wrong. */
export function startSettings(env: NodeJS.ProcessEnv): StartSettings {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not right:\n${lines.join('\n')}`)
  }
  const { ITER_PORT: base } = parsed.data
  return {
    dataDir: resolve(parsed.data.ITER_DATA_DIR),
    ports: {
      console: base,
      sandbox: base + 1,
      staff: base + 2,
      postgres: base + 8,
      temporal: base + 9,
      temporalUi: base + 10,
    },
    temporalAddress: parsed.data.TEMPORAL_ADDRESS ?? null,
    retryScale: parsed.data.ITER_RETRY_SCALE,
    receiptsEverySeconds: parsed.data.RECEIPTS_EVERY_SECONDS,
    reportsEverySeconds: parsed.data.REPORTS_EVERY_SECONDS,
    publicUrl: `http://127.0.0.1:${base}`,
  }
}

/** The secrets of this installation: made once, kept beside the data that they protect. */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json')
  if (!existsSync(file)) writeSecrets(file, dataDir)
  const parsed = secretsFile.safeParse(readJson(file))
  if (parsed.success) return parsed.data
  throw new Error(
    `${file} is damaged. Without it the stored data cannot be opened: restore it from a back-up, or move the folder ${dataDir} away to begin anew.`,
  )
}

function writeSecrets(file: string, dataDir: string): void {
  if (existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new Error(
      `${file} is missing, but a database is there that needs it: restore the file, or move the folder ${dataDir} away to begin anew.`,
    )
  }
  const secret = () => randomBytes(24).toString('hex')
  const secrets: Secrets = {
    superuserPassword: secret(),
    ownerPassword: secret(),
    appPassword: secret(),
    relayPassword: secret(),
    masterKey: randomBytes(32).toString('base64'),
    sessionSecret: secret(),
    oidcClientSecret: secret(),
  }
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
