import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import type { Publication } from '../../engine/publication.ts'
import { caseRecord } from '../schema/cases.ts'
import { caseView } from '../schema/projections.ts'
import { diffSets } from '../set-diff.ts'
import { summaryOf } from '../view-summary.ts'
import { countCase } from './count-case.ts'
import { firstView } from './first-view.ts'
import { noteChange } from './note-change.ts'
import { publishHistory } from './publish-history.ts'
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
  const historyCount = await publishHistory(tx, publication, stored)
  const { view } = publication
  const tasks = diffSets(stored.view.tasks, view.tasks, task => task.id)
  const incidents = diffSets(stored.view.incidents, view.incidents, incident => incident.id)
  const terms = diffSets(stored.view.terms, view.terms, term => term.key)
  const updated = await updateView(tx, publication, stored, historyCount)
  await publishTasks(tx, updated, tasks)
  await publishIncidents(tx, updated, incidents)
  await publishTerms(tx, updated, terms)
  await countCase(tx, stored, updated)
  if (publication.final !== undefined) await storeFinalState(tx, publication, publication.final)
  const { municipality, caseId } = publication
  const note = (resource: string, id: string) => ({ municipality, resource, resourceId: `${caseId}/${id}` })
  await noteChange(
    tx,
    { municipality, resource: 'case', resourceId: caseId, version: publication.revision },
    ...[...tasks.changed.map(({ id }) => id), ...tasks.gone].map(id => note('task', id)),
    ...[...incidents.changed.map(({ id }) => id), ...incidents.gone].map(id => note('incident', id)),
  )
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

async function updateView(tx: Tx, publication: Publication, stored: Stored, historyCount: number): Promise<Stored> {
  const { document, ...view } = publication.view
  const summary = summaryOf(publication.view)
  const changed = {
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
    historyCount,
    document,
    view,
    searchText: withProtocol(stored, summary.protocol),
  }
  await tx
    .update(caseView)
    .set(changed)
    .where(and(eq(caseView.municipalityId, stored.municipalityId), eq(caseView.caseId, stored.caseId)))
  return { ...stored, ...changed }
}

function withProtocol(stored: Stored, protocol: string | null): string {
  if (protocol === null || protocol === stored.protocol) return stored.searchText
  return `${stored.searchText} ${protocol.toLowerCase()}`
}
