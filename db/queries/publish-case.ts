import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import type { Publication } from '../../engine/publication.ts'
import { caseRecord } from '../schema/cases.ts'
import { caseView } from '../schema/projections.ts'
import { diffSets } from '../set-diff.ts'
import { summaryOf } from '../view-summary.ts'
import { countCase } from './count-case.ts'
import { boundedWords, firstView } from './first-view.ts'
import { noteChange } from './note-change.ts'
import { historyCountOf, publishHistory } from './publish-history.ts'
import { publishIncidents } from './publish-incidents.ts'
import { publishTasks } from './publish-tasks.ts'
import { publishTerms } from './publish-terms.ts'
import { storeFinalState } from './store-final-state.ts'

export type Stored = typeof caseView.$inferSelect

export type Published =
  /** `historyCount` lines are stored now; less than the publication begins with means that lines before it are missing. */
  | { applied: true; historyCount: number }
  /** The case has gone further: this publication comes too late. */
  | { applied: false; historyCount: number }

/**
 * Stores what the console shows of a case. Publications may come twice, late, or again with another content (a crash makes local steps run
 * again): the place (run, historyLength, revision) decides, at an equal place the later call wins, and the one at rest replaces whatever its own workflow
 * task published before it.
 */
export async function publishCase(tx: Tx, publication: Publication): Promise<Published> {
  const stored = await lockView(tx, publication)
  if (isLate(stored, publication)) return { applied: false, historyCount: stored.historyCount }
  const { view, municipality, caseId } = publication
  const historyCount = historyCountOf(publication, stored)
  const tasks = diffSets(stored.view.tasks, view.tasks, task => task.id)
  const incidents = diffSets(stored.view.incidents, view.incidents, incident => incident.id)
  const terms = diffSets(stored.view.terms, view.terms, term => term.key)
  const changed = { ...changesOf(publication, stored), historyCount }
  const updated = { ...stored, ...changed }
  const note = (resource: string, id: string) => ({ municipality, resource, resourceId: `${caseId}/${id}` })
  // None needs another's answer, and the lock on the view keeps every other publication of this case out: together.
  await Promise.all([
    publishHistory(tx, publication, stored),
    updateView(tx, publication, changed),
    publishTasks(tx, updated, tasks, stored.due),
    publishIncidents(tx, updated, incidents),
    publishTerms(tx, updated, terms),
    countCase(tx, stored, updated),
    publication.final === undefined ? null : storeFinalState(tx, publication, publication.final),
    noteChange(
      tx,
      { municipality, resource: 'case', resourceId: caseId, version: publication.revision },
      ...[...tasks.changed.map(({ id }) => id), ...tasks.gone].map(id => note('task', id)),
      ...[...incidents.changed.map(({ id }) => id), ...incidents.gone].map(id => note('incident', id)),
    ),
  ])
  return { applied: true, historyCount }
}

/** Whether the case has gone further than this publication. */
function isLate(
  stored: Pick<Stored, 'run' | 'historyLength' | 'revision'>,
  publication: Pick<Publication, 'run' | 'historyLength' | 'revision' | 'rest'>,
): boolean {
  if (publication.run !== stored.run) return publication.run < stored.run
  if (publication.historyLength !== stored.historyLength) return publication.historyLength < stored.historyLength
  return !publication.rest && publication.revision < stored.revision
}

async function lockView(tx: Tx, publication: Publication): Promise<Stored> {
  const where = and(eq(caseView.municipalityId, publication.municipality), eq(caseView.caseId, publication.caseId))
  const [stored] = await tx.select().from(caseView).where(where).for('update')
  if (stored !== undefined) return stored
  // The projection was emptied to be rebuilt.
  const [record] = await tx
    .select()
    .from(caseRecord)
    .where(and(eq(caseRecord.municipalityId, publication.municipality), eq(caseRecord.id, publication.caseId)))
  if (record === undefined) throw new Error(`Case ${publication.caseId} is not known in its municipality`)
  const first = firstView(record, publication.view.document)
  const inserted = await tx.insert(caseView).values(first).onConflictDoNothing().returning({ id: caseView.caseId })
  if (inserted.length > 0) await countCase(tx, null, first)
  return lockView(tx, publication)
}

/** What a publication says of the case as a whole. */
function changesOf(publication: Publication, stored: Stored) {
  const { document, ...view } = publication.view
  const summary = summaryOf(publication.view)
  return {
    ...summary,
    status: view.status,
    phase: view.phase,
    outcome: view.outcome,
    startedAt: view.startedAt,
    updatedAt: view.updatedAt,
    endedAt: view.endedAt,
    revision: publication.revision,
    run: publication.run,
    historyLength: publication.historyLength,
    rest: publication.rest,
    document,
    view,
    searchText: withProtocol(stored, summary.protocol),
  }
}

async function updateView(tx: Tx, { municipality, caseId }: Publication, changed: Partial<Stored>): Promise<void> {
  await tx
    .update(caseView)
    .set(changed)
    .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId)))
}

function withProtocol(stored: Stored, protocol: string | null): string {
  if (protocol === null || protocol === stored.protocol) return stored.searchText
  return boundedWords(stored.searchText, ` ${protocol}`)
}
