import { and, eq, gte, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import type { Publication } from '../../engine/publication.ts'
import { caseEvent } from '../schema/projections.ts'
import type { caseView } from '../schema/projections.ts'

/** PostgreSQL takes 65,535 parameters a statement; a line has eleven. */
const MOST_LINES = 5000

type Stored = Pick<typeof caseView.$inferSelect, 'historyCount'>

/** How many lines there are after this publication, from the first one without a gap. */
export function historyCountOf({ historyFrom, history }: Publication, { historyCount }: Stored): number {
  return historyFrom > historyCount ? historyCount : historyFrom + history.length
}

/** Replaces the lines of a case's history from `historyFrom` on. */
export async function publishHistory(tx: Tx, publication: Publication, stored: Stored): Promise<void> {
  const { municipality, caseId, historyFrom, history } = publication
  const end = historyFrom + history.length
  const offices = confidentialOffices(publication)
  const lines = history.map((fact, index) => ({
    municipalityId: municipality,
    caseId,
    idx: historyFrom + index,
    ...fact,
    confidentialOffice: offices.get(fact.element) ?? null,
  }))
  for (let from = 0; from < lines.length; from += MOST_LINES) {
    await tx
      .insert(caseEvent)
      .values(lines.slice(from, from + MOST_LINES))
      .onConflictDoUpdate({
        target: [caseEvent.municipalityId, caseEvent.caseId, caseEvent.idx],
        set: REPLACED,
      })
  }
  if (stored.historyCount > end) {
    await tx
      .delete(caseEvent)
      .where(and(eq(caseEvent.municipalityId, municipality), eq(caseEvent.caseId, caseId), gte(caseEvent.idx, end)))
  }
}

const REPLACED = {
  at: sql`excluded.at`,
  type: sql`excluded.type`,
  element: sql`excluded.element`,
  name: sql`excluded.name`,
  actor: sql`excluded.actor`,
  reason: sql`excluded.reason`,
  detail: sql`excluded.detail`,
  confidentialOffice: sql`excluded.confidential_office`,
}

/** Lines about a confidential element are for its office only. */
function confidentialOffices({ view }: Publication): Map<string | null, string> {
  const tasks = view.tasks.filter(task => task.confidential)
  return new Map([...(view.confidential ?? []), ...tasks].map(({ element, office }) => [element, office]))
}
