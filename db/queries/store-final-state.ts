import { and, eq } from 'drizzle-orm'
import type { State } from '../../engine/state.ts'
import type { Tx } from '../client.ts'
import { caseRecord } from '../schema/cases.ts'

/** Keeps what a case was when it ended: its workflow is forgotten after the retention period, the projection can be made from this. */
export async function storeFinalState(
  tx: Tx,
  of: { municipality: string; caseId: string },
  state: State,
): Promise<void> {
  await tx
    .update(caseRecord)
    .set({ closedState: state, closedAt: state.endedAt ?? state.updatedAt })
    .where(and(eq(caseRecord.municipalityId, of.municipality), eq(caseRecord.id, of.caseId)))
}
