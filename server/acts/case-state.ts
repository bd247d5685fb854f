import type { Tx } from '../../db/client.ts'
import { definitionByHash } from '../../db/queries/find-definition.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import { caseWorkflowId, stateQuery } from '../../workflows/messages.ts'
import type { FoundCase } from '../cases/find-case.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { storedPlan } from '../relay/plan-loader.ts'

const patience = 5_000

export interface LiveCase {
  plan: Plan
  state: State
}

/** The case as it stands in the engine at this moment, with the plan it runs on: for previews, never for lists. */
export async function liveCase(deps: Deps, tx: Tx, found: FoundCase): Promise<LiveCase> {
  const { municipalityId, caseId } = found.line
  const snapshot = await ask(deps, caseWorkflowId(municipalityId, caseId))
  const pinned = found.definition.row
  // A case that was moved to another version of its diagram keeps the row that it was filed under for a moment.
  const row =
    snapshot.planHash === pinned.planHash ? pinned : await definitionByHash(tx, pinned.procedure, snapshot.planHash)
  return { plan: storedPlan.parse(row?.plan), state: snapshot.state }
}

async function ask({ temporal, log }: Deps, workflowId: string) {
  try {
    const client = await temporal()
    return await client.withDeadline(Date.now() + patience, () =>
      client.workflow.getHandle(workflowId).query(stateQuery),
    )
  } catch (error) {
    log.warn({ err: error }, 'acts: the case does not answer')
    return refuse(
      'unavailable',
      'La pratica non risponde in questo momento: l’anteprima non è disponibile, riprovare tra poco.',
    )
  }
}
