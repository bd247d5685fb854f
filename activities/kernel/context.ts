import type { Instant, Json } from '../../engine/json.ts'
import type { Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import type { EffectSpec } from './effects.ts'
import type { NumberedSpec } from './numbered-effect.ts'
import type { PlatformClient } from './platform-client.ts'
import type { ConfiguredPlatform, PlatformSetting } from './platform-settings.ts'

/** Never given personal data. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What an operation may use: its town's data, the clients of its town's platforms, the effect ledger. */
export interface OperationContext {
  municipality: string
  caseId: string
  caseNumber: string
  /** Unique in the case; with `attempt` the key of everything the step writes. */
  work: string
  attempt: number
  /** After a restore our own records may have forgotten what the step has done. */
  isInDoubt: boolean
  /** The case's own time; in a rehearsal it runs ahead of the clock. */
  at: Instant
  /** Ends when the lane's time is over. */
  signal: AbortSignal
  keys: Pick<Keys, 'openFor'>
  log: Log
  /** A transaction that sees this town only. */
  transaction: <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>
  /** What this town was handed by the platform. @throws OperationError `misconfigured` */
  setting: <P extends ConfiguredPlatform>(platform: P) => Promise<PlatformSetting<P>>
  /** A client behind the platform's circuit, rate and slots. */
  client: (platform: ConfiguredPlatform, baseUrl: string) => PlatformClient
  /** See `runEffect`. */
  effect: <T extends Json>(
    spec: EffectSpec<T>,
    call: (key: string) => Promise<T>,
    ask?: (key: string) => Promise<T | null>,
  ) => Promise<T>
  /** See `runNumberedEffect`. */
  numberedEffect: <T extends Json>(spec: NumberedSpec<T>, call: (number: number) => Promise<T>) => Promise<T>
  /** Identity of what this step writes: `<case>:<work>:<attempt>`, for natural keys of our own rows. */
  naturalKey: string
}
