import { and, eq } from 'drizzle-orm'
import type { Publication } from '../../engine/publication.ts'
import type { Tx } from '../client.ts'
import { caseEvent, caseTerm, caseView, incident, task } from '../schema/projections.ts'
import type { CaseRecord } from './insert-case.ts'
import { firstView } from './first-view.ts'
import { publishCase } from './publish-case.ts'

/**
 * First half of a rebuild: whatever the case publishes from now on is newer than what is stored. What people see stays as it is.
 * Its revision too, for a clerk may be acting on it.
 */
export async function forgetPlace(tx: Tx, municipality: string, caseId: string): Promise<void> {
  await tx
    .update(caseView)
    .set({ run: 0, historyLength: 0 })
    .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId)))
}

/**
 * Second half: everything that is shown of the case is made anew from this whole publication. False when the case has published something
 * newer since `forgetPlace`: then its state must be read again.
 */
export async function replaceProjection(tx: Tx, record: CaseRecord, publication: Publication): Promise<boolean> {
  const ofView = and(eq(caseView.municipalityId, record.municipalityId), eq(caseView.caseId, record.id))
  const [stored] = await tx.select().from(caseView).where(ofView).for('update')
  if (stored !== undefined && isNewer(stored, publication)) return false
  for (const table of [task, incident, caseTerm, caseEvent]) {
    await tx.delete(table).where(and(eq(table.municipalityId, record.municipalityId), eq(table.caseId, record.id)))
  }
  if (stored !== undefined) {
    // It stays counted where it stands until the publication moves it.
    const { procedure, status, phase, outcome } = stored
    await tx
      .update(caseView)
      .set({ ...firstView(record, publication.view.document), procedure, status, phase, outcome })
      .where(ofView)
  }
  const { applied } = await publishCase(tx, publication)
  return applied
}

const isNewer = (stored: Pick<Publication, 'run' | 'historyLength'>, publication: Publication): boolean =>
  stored.run === publication.run ? stored.historyLength > publication.historyLength : stored.run > publication.run
