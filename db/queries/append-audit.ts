import { eq, sql } from 'drizzle-orm'
import type { JsonObject } from '../../engine/json.ts'
import { CHAIN_START, hashOf } from '../audit-chain.ts'
import type { Checkpoint } from '../audit-chain.ts'
import type { Tx } from '../client.ts'
import { auditEntry, auditHead } from '../schema/journals.ts'
import type { AuditActor, AuditObject } from '../schema/journals.ts'

export interface AuditRecord {
  municipality: string
  actor: AuditActor
  /** `case.created`, `task.complete`: noun and verb, stable. */
  action: string
  object: AuditObject
  reason?: string
  requestId?: string
  /** `done` when not given. */
  outcome?: string
  /** Ids, codes and numbers; never names or fiscal codes. */
  detail?: JsonObject
}

/**
 * The only way to write the audit log: in the transaction of what it tells of. Call it late in the transaction: until its end the town's
 * other entries wait, which is what keeps the numbers without gaps.
 */
export async function appendAudit(tx: Tx, record: AuditRecord): Promise<Checkpoint> {
  const head = await lockHead(tx, record.municipality)
  const linked = {
    municipalityId: record.municipality,
    seq: head.seq + 1,
    at: new Date(head.now).toISOString(),
    actor: record.actor,
    action: record.action,
    object: record.object,
    reason: record.reason ?? null,
    requestId: record.requestId ?? null,
    outcome: record.outcome ?? 'done',
    detail: record.detail ?? {},
    prev: head.hash,
  }
  const hash = hashOf(linked)
  await tx.insert(auditEntry).values({ ...linked, hash })
  await tx.update(auditHead).set({ seq: linked.seq, hash }).where(eq(auditHead.municipalityId, record.municipality))
  return { seq: linked.seq, hash }
}

async function lockHead(tx: Tx, municipality: string): Promise<Checkpoint & { now: string }> {
  const select = () =>
    tx
      .select({ seq: auditHead.seq, hash: auditHead.hash, now: sql<string>`clock_timestamp()` })
      .from(auditHead)
      .where(eq(auditHead.municipalityId, municipality))
      .for('update')
  const [head] = await select()
  if (head !== undefined) return head
  await tx.insert(auditHead).values({ municipalityId: municipality, seq: 0, hash: CHAIN_START }).onConflictDoNothing()
  const [first] = await select()
  if (first === undefined) throw new Error(`No audit log for municipality ${municipality} in this transaction`)
  return first
}
