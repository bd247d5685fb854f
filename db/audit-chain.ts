import type { Instant, JsonObject } from '../engine/json.ts'
import { digestOf } from './canonical-json.ts'
import type { AuditActor, AuditObject } from './schema/journals.ts'

/** What the first entry of a town is chained to. */
export const CHAIN_START = '0'.repeat(64)

/** One entry of a town's audit log, as stored. */
export interface AuditEntry {
  municipalityId: string
  seq: number
  at: Instant
  actor: AuditActor
  action: string
  object: AuditObject
  reason: string | null
  requestId: string | null
  outcome: string
  detail: JsonObject
  /** Hash of the entry before, or `CHAIN_START`. */
  prev: string
  /** SHA-256, hex, over the canonical JSON of everything else. */
  hash: string
}

/** A place in a chain that someone outside wrote down: what came before it can no longer be rewritten unnoticed. */
export interface Checkpoint {
  seq: number
  hash: string
}

export type ChainFault = 'missing' | 'altered' | 'unlinked'

export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  return digestOf({
    municipalityId: entry.municipalityId,
    seq: entry.seq,
    at: entry.at,
    actor: entry.actor,
    action: entry.action,
    object: entry.object,
    reason: entry.reason,
    requestId: entry.requestId,
    outcome: entry.outcome,
    detail: entry.detail,
    prev: entry.prev,
  })
}

/** What is wrong with `entry` as the successor of `before`; null when nothing is. */
export function faultOf(before: Checkpoint, entry: AuditEntry): ChainFault | null {
  if (entry.seq !== before.seq + 1) return 'missing'
  if (hashOf(entry) !== entry.hash) return 'altered'
  return entry.prev === before.hash ? null : 'unlinked'
}
