import { and, eq, inArray, sql } from 'drizzle-orm'
import type { TermView } from '../../engine/view.ts'
import type { Tx } from '../client.ts'
import { caseTerm } from '../schema/projections.ts'
import type { caseView } from '../schema/projections.ts'
import type { SetDiff } from '../set-diff.ts'

type View = typeof caseView.$inferSelect

/** Brings a case's terms to what its view says. */
export async function publishTerms(tx: Tx, view: View, terms: SetDiff<TermView>): Promise<void> {
  const { municipalityId, caseId } = view
  if (terms.gone.length > 0) {
    await tx
      .delete(caseTerm)
      .where(
        and(
          eq(caseTerm.municipalityId, municipalityId),
          eq(caseTerm.caseId, caseId),
          inArray(caseTerm.key, terms.gone),
        ),
      )
  }
  if (terms.changed.length === 0) return
  await tx
    .insert(caseTerm)
    .values(terms.changed.map(({ length, ...term }) => ({ ...term, ...length, municipalityId, caseId })))
    .onConflictDoUpdate({ target: [caseTerm.municipalityId, caseTerm.caseId, caseTerm.key], set: REPLACED })
}

const REPLACED = {
  name: sql`excluded.name`,
  law: sql`excluded.law`,
  state: sql`excluded.state`,
  startedAt: sql`excluded.started_at`,
  due: sql`excluded.due`,
  days: sql`excluded.days`,
  unit: sql`excluded.unit`,
  suspensions: sql`excluded.suspensions`,
  metAt: sql`excluded.met_at`,
}
