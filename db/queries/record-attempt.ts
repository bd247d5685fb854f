import type { Tx } from '../client.ts'
import { workAttempt } from '../schema/projections.ts'

/** Writes one try of a step's work, or what became of it: the same try again replaces its row. */
export async function recordAttempt(tx: Tx, attempt: typeof workAttempt.$inferInsert): Promise<void> {
  await tx
    .insert(workAttempt)
    .values(attempt)
    .onConflictDoUpdate({
      target: [
        workAttempt.municipalityId,
        workAttempt.caseId,
        workAttempt.work,
        workAttempt.attempt,
        workAttempt.lane,
        workAttempt.try,
      ],
      set: attempt,
    })
}
