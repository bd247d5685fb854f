import type { Tx } from '../../db/client.ts'
import { findCaseRecord } from '../../db/queries/find-case-record.ts'
import { openCases } from '../../db/queries/open-cases.ts'
import type { OpenCase } from '../../db/queries/open-cases.ts'
import { readPlace } from '../../db/queries/read-place.ts'
import type { FindingKind } from '../../db/schema/consistency.ts'
import type { JsonObject } from '../../engine/json.ts'
import { caseWorkflowId } from '../../workflows/messages.ts'
import { lookAt } from './look-at.ts'
import { readState, rebuildCase } from './rebuild-case.ts'
import { obstacleTo, restartCase } from './restart-case.ts'
import { attend, sideBySide } from './round.ts'
import type { Round } from './round.ts'

/** Every open case of a town against its workflow: is it there, does it run, is what is shown of it what it is? */
export async function checkCases(round: Round, municipality: string): Promise<void> {
  const { db, pace, signal, figures } = round
  const before = new Date(Date.now() - pace.graceSeconds * 1000).toISOString()
  for (let after: string | null = null; ;) {
    signal.throwIfAborted()
    const page = { after, before, limit: pace.page }
    const cases: OpenCase[] = await db.withTenants([municipality], tx => openCases(tx, municipality, page))
    await sideBySide(cases, pace.atOnce, one => checkCase(round, one))
    figures.cases += cases.length
    after = cases.at(-1)?.id ?? null
    if (cases.length < pace.page) return
  }
}

async function checkCase(round: Round, one: OpenCase): Promise<void> {
  const look = await lookAt(round.client, caseWorkflowId(one.municipality, one.id))
  switch (look.kind) {
    case 'absent':
      return withoutWorkflow(round, one)
    case 'stopped':
      return found(round, one, 'workflow-stopped', { why: 'stopped' })
    case 'completed':
      return completed(round, one)
    case 'running':
      // The projection was made at the workflow's last task: nothing can have happened since.
      if (one.view?.historyLength === look.lastTask) return
      return compare(round, one)
  }
}

async function withoutWorkflow(round: Round, one: OpenCase): Promise<void> {
  const inTown = <T>(fn: (tx: Tx) => Promise<T>) => round.db.withTenants([one.municipality], fn)
  const obstacle = await inTown(tx => obstacleTo(tx, one.municipality, one.id))
  if (obstacle === 'on-its-way') return
  if (obstacle === 'ended') return found(round, one, 'closed-without-state', { why: 'forgotten' })
  if (obstacle !== null) return found(round, one, 'case-without-workflow', { why: obstacle })
  await found(round, one, 'case-without-workflow', {}, () =>
    inTown(async tx => {
      const record = await findCaseRecord(tx, one.municipality, one.id)
      return record !== null && restartCase(tx, record, round.runId)
    }),
  )
}

/** It ended, and neither its last publication nor its final state arrived here. */
async function completed(round: Round, one: OpenCase): Promise<void> {
  const record = await round.db.withTenants([one.municipality], tx => findCaseRecord(tx, one.municipality, one.id))
  // Closed between the page and now.
  if (record === null || record.closedAt !== null) return
  await found(round, one, 'closed-without-state', {}, async () => (await rebuildCase(round, record)) === 'rebuilt')
}

/** The workflow is asked, and what is shown is read again: a case that moves while it is looked at is not a finding. */
async function compare(round: Round, one: OpenCase): Promise<void> {
  const snapshot = await readState(round.client, { municipalityId: one.municipality, id: one.id }).catch(
    (error: unknown) => ({ error }),
  )
  if (snapshot === null) return
  if ('error' in snapshot) {
    const { error } = snapshot
    round.log.warn({ err: error, caseId: one.id }, 'reconciler: a case does not answer')
    return found(round, one, 'workflow-stopped', { why: 'no-answer' })
  }
  const place = await round.db.withTenants([one.municipality], tx => readPlace(tx, one.municipality, one.id))
  const shown = place ?? { run: 0, revision: -1 }
  const real = { run: snapshot.run, revision: snapshot.state.revision }
  if (shown.run === real.run && shown.revision === real.revision) return
  const isAhead = shown.run > real.run || (shown.run === real.run && shown.revision > real.revision)
  // Ahead because it has just moved on: its workflow's last task tells.
  if (isAhead && place !== null && (await isCurrent(round, one, place.historyLength))) return
  const record = await round.db.withTenants([one.municipality], tx => findCaseRecord(tx, one.municipality, one.id))
  if (record === null || record.closedAt !== null) return
  const detail = { shown: shown.revision, real: real.revision, ahead: isAhead }
  await found(round, one, 'projection-behind', detail, async () => (await rebuildCase(round, record)) === 'rebuilt')
}

async function isCurrent(round: Round, one: OpenCase, historyLength: number): Promise<boolean> {
  const look = await lookAt(round.client, caseWorkflowId(one.municipality, one.id))
  return look.kind === 'completed' || (look.kind === 'running' && look.lastTask === historyLength)
}

const found = (round: Round, one: OpenCase, kind: FindingKind, detail: JsonObject, repair?: () => Promise<boolean>) =>
  attend(round, { municipality: one.municipality, kind, subject: one.id, caseId: one.id, detail }, repair)
