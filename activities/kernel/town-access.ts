import type { Db } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { findPlatformSetting } from '../../db/queries/find-platform-setting.ts'
import type { ChoreContext } from './chore-context.ts'
import type { Log } from './context.ts'
import type { Guard } from './guard.ts'
import { errorChain, isUnsealable } from './error-chain.ts'
import { OperationError } from './operation-error.ts'
import { createPlatformClient } from './platform-client.ts'
import { type ConfiguredPlatform, type PlatformSetting, settingSchemas } from './platform-settings.ts'

export interface TownAccessDeps {
  db: Db
  keys: Pick<Keys, 'openFor'>
  log: Log
  guard: Guard
}

export interface TownAccessOptions {
  municipality: string
  signal: AbortSignal
  /** For one call. */
  timeoutMs: number
  /** Milliseconds to wait for a slot or a token; 0 in the local lane. */
  patience: number
  correlation: string
}

/** Each town has a register of its own; the others are the nation's. */
const perTown: ReadonlySet<ConfiguredPlatform> = new Set(['register'])

/** One town's data, settings and platform clients, and no other town's. */
export function townAccess(deps: TownAccessDeps, options: TownAccessOptions): ChoreContext {
  const { municipality, signal, timeoutMs, patience, correlation } = options
  return {
    municipality,
    signal,
    log: deps.log,
    transaction: fn => deps.db.withTenants([municipality], fn),
    setting: platform => readSetting(deps, municipality, platform),
    client: (platform, baseUrl) =>
      createPlatformClient({
        counterpart: {
          platform,
          origin: new URL(baseUrl).origin,
          municipality: perTown.has(platform) ? municipality : null,
        },
        baseUrl,
        guard: deps.guard,
        signal,
        timeoutMs,
        patience,
        correlation,
      }),
  }
}

async function readSetting<P extends ConfiguredPlatform>(
  { db, keys }: TownAccessDeps,
  municipality: string,
  platform: P,
): Promise<PlatformSetting<P>> {
  const row = await db.withTenants([municipality], tx => findPlatformSetting(tx, municipality, platform))
  if (row === null) throw notConfigured(platform, 'no row')
  const secrets = row.secrets === null ? {} : await openSecrets(keys, municipality, row.secrets, platform)
  const schemas = settingSchemas[platform]
  const readSecrets = schemas.secrets.safeParse(secrets)
  const readSettings = schemas.settings.safeParse(row.settings)
  if (!readSecrets.success || !readSettings.success) {
    const issues = [...(readSecrets.error?.issues ?? []), ...(readSettings.error?.issues ?? [])]
    throw notConfigured(platform, issues.map(issue => issue.path.join('.')).join(', '))
  }
  return { baseUrl: row.baseUrl, secrets: readSecrets.data, settings: readSettings.data }
}

async function openSecrets(
  keys: Pick<Keys, 'openFor'>,
  municipality: string,
  sealed: Buffer,
  platform: ConfiguredPlatform,
): Promise<unknown> {
  try {
    const clear = await keys.openFor(municipality, sealed, `platform_setting/${platform}`)
    return JSON.parse(clear.toString('utf8'))
  } catch (error) {
    const name = errorChain(error)[0]?.name
    if (name === 'SyntaxError' || isUnsealable(error)) throw notConfigured(platform, 'the secrets do not open')
    throw error
  }
}

function notConfigured(platform: ConfiguredPlatform, detail: string): OperationError {
  return new OperationError({
    kind: 'misconfigured',
    code: `${platform}-not-configured`,
    platform,
    message: `Per questo comune la piattaforma non è configurata del tutto: completare i dati in «Piattaforme», poi riprovare.`,
    detail: `${platform}: ${detail}`,
  })
}
