import type { Client } from '@temporalio/client'

import type { Db } from '../../db/client.ts'
import { definitionByHash, definitionById } from '../../db/queries/find-definition.ts'
import type { CaseRecord } from '../../db/queries/insert-case.ts'
import { forgetPlace, replaceProjection } from '../../db/queries/replace-projection.ts'
import type { Plan } from '../../engine/plan.ts'
import type { Publication } from '../../engine/publication.ts'
import type { State } from '../../engine/state.ts'
import { viewOf } from '../../engine/view-of.ts'
import { caseWorkflowId, stateQuery } from '../../workflows/messages.ts'
import type { CaseSnapshot } from '../../workflows/messages.ts'
import { storedPlan } from '../relay/plan-loader.ts'
import { lookAt } from './look-at.ts'

export interface RebuildDeps {
  db: Db
  client: Client
}

/** Rebuilt, or why not: its workflow is not there, or people work on it so fast that it was always a step ahead (then it is up to date). */
export type Rebuilt = 'rebuilt' | 'no-workflow' | 'overtaken'

const patience = 15_000
const mostTries = 5
const notFound = 'WorkflowNotFoundError'

/** A place after every other: a case that has ended publishes nothing more. */
const lastPlace = 2 ** 31 - 1

/** Makes what is shown of a case anew: from its workflow while Temporal has it, from the state stored at closing after that. */
export async function rebuildCase(deps: RebuildDeps, record: CaseRecord): Promise<Rebuilt> {
  const stored = record.closedState
  if (stored !== null && isState(stored)) return rebuildClosed(deps, record, stored)
  const workflowId = caseWorkflowId(record.municipalityId, record.id)
  if ((await lookAt(deps.client, workflowId)).kind === 'absent') return 'no-workflow'
  for (let tries = 0; tries < mostTries; tries += 1) {
    await deps.db.withTenants([record.municipalityId], tx => forgetPlace(tx, record.municipalityId, record.id))
    const snapshot = await readState(deps.client, record)
    if (snapshot === null) return 'no-workflow'
    const plan = await planOf(deps.db, record, snapshot.planHash)
    const publication = publicationOf(record, plan, snapshot)
    if (await deps.db.withTenants([record.municipalityId], tx => replaceProjection(tx, record, publication)))
      return 'rebuilt'
  }
  return 'overtaken'
}

/** A case's state as its workflow has it, also when it has ended; null when Temporal does not know it. Needs a worker. */
export async function readState(
  client: Client,
  { municipalityId, id }: Pick<CaseRecord, 'municipalityId' | 'id'>,
): Promise<CaseSnapshot | null> {
  const handle = client.workflow.getHandle(caseWorkflowId(municipalityId, id))
  return client
    .withDeadline(Date.now() + patience, () => handle.query(stateQuery))
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === notFound) return null
      throw error
    })
}

async function rebuildClosed({ db }: RebuildDeps, record: CaseRecord, state: State): Promise<Rebuilt> {
  const plan = await planOf(db, record, record.planHash)
  const place = { run: 1, historyLength: lastPlace }
  await db.withTenants([record.municipalityId], async tx => {
    await forgetPlace(tx, record.municipalityId, record.id)
    await replaceProjection(tx, record, publicationOf(record, plan, { ...place, state }))
  })
  return 'rebuilt'
}

/** The whole of it, history from its first line. */
function publicationOf(
  { municipalityId: municipality, id: caseId }: CaseRecord,
  plan: Plan,
  { run, historyLength, state }: Pick<CaseSnapshot, 'run' | 'historyLength' | 'state'>,
): Publication {
  const { history, ...view } = viewOf(plan, state)
  return {
    municipality,
    caseId,
    run,
    historyLength,
    revision: state.revision,
    rest: true,
    view,
    historyFrom: 0,
    history,
    ...(state.endedAt !== null && { final: state }),
  }
}

async function planOf(db: Db, record: CaseRecord, planHash: string): Promise<Plan> {
  const row = await db.global(async tx =>
    planHash === record.planHash
      ? definitionById(tx, record.definitionId)
      : definitionByHash(tx, record.procedure, planHash),
  )
  if (row === null) throw new Error(`The plan ${planHash} of case ${record.id} is not among the published definitions`)
  return storedPlan.parse(row.plan)
}

const isState = (stored: State | Record<string, never>): stored is State => 'engineVersion' in stored
