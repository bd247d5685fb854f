import { z } from 'zod'

import { readDeclaration } from './accessibility/facts.ts'
import type { DeclarationFacts } from './accessibility/facts.ts'

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

export const isLoopback = (url: URL): boolean => loopbackHosts.includes(url.hostname)

/** `Boolean('false')` is true: switches are read by their words. */
const flag = z.enum(['true', 'false']).transform(value => value === 'true')

const environment = z.object({
  DATABASE_URL: z.string().min(1),
  TEMPORAL_ADDRESS: z.string().default('127.0.0.1:8089'),
  TEMPORAL_NAMESPACE: z.string().default('default'),
  /** 32 bytes in base64: wraps the towns' data keys. */
  ITER_MASTER_KEY: z.base64().min(44).max(44),
  ITER_HOST: z.string().default('127.0.0.1'),
  ITER_PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  ITER_PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
  /** Proxies in front of this process that may be believed about the caller's address and scheme. */
  ITER_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  ITER_CONSOLE_DIR: z.string().default('dist/console'),
  ITER_REHEARSAL: flag.default(false),
  /** From one address: an office's people share one. */
  ITER_SIGN_INS_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(60),
  /** Requests from one address whose caller is not known: guesses at tokens. */
  ITER_UNKNOWN_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(300),
  /** Filed by one portal or one person. */
  ITER_CASES_PER_MINUTE: z.coerce.number().int().min(1).max(100_000).default(600),
  /** Where signed checkpoints of the register go, and the Ed25519 key (PKCS#8 PEM) that signs them: both or neither. */
  ITER_CHECKPOINT_DIR: z.string().min(1).optional(),
  ITER_CHECKPOINT_KEY_FILE: z.string().min(1).optional(),
  ITER_CHECKPOINT_EVERY_SECONDS: z.coerce.number().int().min(1).max(86_400).default(900),
  /** What the body that runs this installation declares about its accessibility (JSON): docs/operations.md. */
  ITER_ACCESSIBILITY_FILE: z.string().min(1).optional(),
  /** Validates every answer against its schema; the tests do. */
  ITER_CHECK_ANSWERS: flag.default(false),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  /** Classes of sign-in (`acr`, blanks between them) of which the provider must have used one: those with a second factor. Any, when left out. */
  OIDC_ACR: z
    .string()
    .default('')
    .transform(text => text.split(' ').filter(Boolean)),
  SESSION_SECRET: z.string().min(32),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

export interface CheckpointConfig {
  folder: string
  keyFile: string
  everySeconds: number
}

export interface Config {
  databaseUrl: string
  temporal: { address: string; namespace: string }
  masterKey: string
  listen: { host: string; port: number }
  publicUrl: URL
  trustedProxies: number
  limits: { signInsPerMinute: number; casesPerMinute: number; unknownPerMinute: number }
  consoleDir: string
  /** Null: nothing leaves the database, and who rewrites a whole register is not found out. */
  checkpoints: CheckpointConfig | null
  /** Absent until the body has declared. */
  accessibility?: DeclarationFacts
  rehearsal: boolean
  checkAnswers: boolean
  oidc: { issuer: URL; clientId: string; clientSecret: string; acr: string[] }
  sessionSecret: string
  logLevel: string
}

/** Reads the environment once. Plain http is taken for loopback addresses only: elsewhere cookies and codes would travel in the clear. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const read = environment.parse(env)
  const publicUrl = new URL(read.ITER_PUBLIC_URL)
  const issuer = new URL(read.OIDC_ISSUER)
  for (const [name, url] of Object.entries({ ITER_PUBLIC_URL: publicUrl, OIDC_ISSUER: issuer })) {
    if (url.protocol !== 'https:' && !isLoopback(url))
      throw new Error(`${name} must be https: ${url.origin} is not loopback`)
  }
  // This process speaks plain http: under an https address somebody in front of it ends TLS, and says who calls.
  if (publicUrl.protocol === 'https:' && read.ITER_TRUSTED_PROXIES === 0)
    throw new Error('ITER_TRUSTED_PROXIES must be at least 1 when ITER_PUBLIC_URL is https: a proxy ends TLS')
  return {
    databaseUrl: read.DATABASE_URL,
    temporal: { address: read.TEMPORAL_ADDRESS, namespace: read.TEMPORAL_NAMESPACE },
    masterKey: read.ITER_MASTER_KEY,
    listen: { host: read.ITER_HOST, port: read.ITER_PORT },
    publicUrl,
    trustedProxies: read.ITER_TRUSTED_PROXIES,
    limits: {
      signInsPerMinute: read.ITER_SIGN_INS_PER_MINUTE,
      casesPerMinute: read.ITER_CASES_PER_MINUTE,
      unknownPerMinute: read.ITER_UNKNOWN_PER_MINUTE,
    },
    consoleDir: read.ITER_CONSOLE_DIR,
    checkpoints: checkpointsOf(read),
    ...(read.ITER_ACCESSIBILITY_FILE !== undefined && { accessibility: readDeclaration(read.ITER_ACCESSIBILITY_FILE) }),
    rehearsal: read.ITER_REHEARSAL,
    checkAnswers: read.ITER_CHECK_ANSWERS,
    oidc: { issuer, clientId: read.OIDC_CLIENT_ID, clientSecret: read.OIDC_CLIENT_SECRET, acr: read.OIDC_ACR },
    sessionSecret: read.SESSION_SECRET,
    logLevel: read.LOG_LEVEL,
  }
}

function checkpointsOf(read: z.infer<typeof environment>): CheckpointConfig | null {
  const { ITER_CHECKPOINT_DIR: folder, ITER_CHECKPOINT_KEY_FILE: keyFile } = read
  if (folder === undefined && keyFile === undefined) return null
  if (folder === undefined || keyFile === undefined)
    throw new Error('ITER_CHECKPOINT_DIR and ITER_CHECKPOINT_KEY_FILE go together: a folder and the key that signs')
  return { folder, keyFile, everySeconds: read.ITER_CHECKPOINT_EVERY_SECONDS }
}

/** Origins under which this installation may be opened: on one machine, both names of loopback. */
export function ownOrigins(publicUrl: URL): string[] {
  if (!isLoopback(publicUrl)) return [publicUrl.origin]
  return ['127.0.0.1', 'localhost'].map(host => {
    const url = new URL(publicUrl)
    url.hostname = host
    return url.origin
  })
}
