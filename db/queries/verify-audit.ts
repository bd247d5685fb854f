import { and, asc, eq, gt } from 'drizzle-orm'
import { CHAIN_START, faultOf } from '../audit-chain.ts'
import type { ChainFault, Checkpoint } from '../audit-chain.ts'
import type { Tx } from '../client.ts'
import { auditEntry, auditHead } from '../schema/journals.ts'

const BATCH = 1000

export type AuditVerdict =
  | { ok: true; entries: number; last: Checkpoint }
  /** `seq` is the first entry that is wrong: altered, not linked to the one before, missing, or contradicting a checkpoint. */
  | { ok: false; seq: number; fault: ChainFault | 'contradicts-checkpoint' }

/**
 * Reads a town's audit log from its first entry and checks every link; memory stays at one batch.
 * Checkpoints written down outside the database also betray a log that was rewritten whole, or put back to an older state.
 */
export async function verifyAudit(tx: Tx, municipality: string, checkpoints: Checkpoint[] = []): Promise<AuditVerdict> {
  const expected = new Map(checkpoints.map(checkpoint => [checkpoint.seq, checkpoint.hash]))
  let last: Checkpoint = { seq: 0, hash: CHAIN_START }
  for (;;) {
    const entries = await tx
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.municipalityId, municipality), gt(auditEntry.seq, last.seq)))
      .orderBy(asc(auditEntry.seq))
      .limit(BATCH)
    for (const entry of entries) {
      const fault = faultOf(last, entry)
      if (fault !== null) return { ok: false, seq: last.seq + 1, fault }
      const noted = expected.get(entry.seq)
      if (noted !== undefined && noted !== entry.hash)
        return { ok: false, seq: entry.seq, fault: 'contradicts-checkpoint' }
      last = { seq: entry.seq, hash: entry.hash }
    }
    if (entries.length < BATCH) break
  }
  return (await tailFault(tx, municipality, last, checkpoints)) ?? { ok: true, entries: last.seq, last }
}

/** A cut tail breaks no link: only the head, or a checkpoint, still knows of it. */
async function tailFault(
  tx: Tx,
  municipality: string,
  last: Checkpoint,
  checkpoints: Checkpoint[],
): Promise<AuditVerdict | null> {
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.municipalityId, municipality))
  const known = checkpoints.reduce((most, { seq }) => Math.max(most, seq), head?.seq ?? 0)
  if (known > last.seq) return { ok: false, seq: last.seq + 1, fault: 'missing' }
  if ((head?.hash ?? CHAIN_START) !== last.hash) return { ok: false, seq: last.seq, fault: 'unlinked' }
  return null
}
