import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { knownCases } from '../../db/queries/known-cases.ts'
import { caseWorkflowType, parseCaseWorkflowId } from '../../workflows/messages.ts'
import { attend } from './round.ts'
import type { Round } from './round.ts'

const query = `WorkflowType = '${caseWorkflowType}' AND ExecutionStatus = 'Running'`

interface Running {
  municipality: string
  caseId: string
  workflowId: string
}

/** Every running case workflow against our own records. One without a case is told, never ended: only a person knows whose it is. */
export async function checkWorkflows(round: Round): Promise<void> {
  const { db, client, pace, signal } = round
  const towns = new Set(await db.global(listMunicipalityIds))
  let batch: Running[] = []
  for await (const execution of client.workflow.list({ query, pageSize: pace.page })) {
    signal.throwIfAborted()
    if (Date.now() - execution.startTime.getTime() < pace.graceSeconds * 1000) continue
    batch.push(runningOf(execution.workflowId))
    if (batch.length < pace.page) continue
    await checkBatch(round, towns, batch)
    batch = []
  }
  await checkBatch(round, towns, batch)
}

function runningOf(workflowId: string): Running {
  const { municipality, caseId } = parseCaseWorkflowId(workflowId) ?? { municipality: '', caseId: '' }
  return { municipality, caseId, workflowId }
}

async function checkBatch(round: Round, towns: Set<string>, batch: Running[]): Promise<void> {
  round.figures.workflows += batch.length
  const ours = groupByTown(batch)
  for (const [municipality, running] of ours) {
    if (!towns.has(municipality)) {
      // No town, no row to write it in: the log is all there is.
      round.log.error({ workflowIds: running.map(one => one.workflowId) }, 'reconciler: workflows of no municipality')
      continue
    }
    const ids = running.map(one => one.caseId)
    const known = await round.db.withTenants([municipality], tx => knownCases(tx, municipality, ids))
    for (const { caseId, workflowId } of running.filter(one => !known.has(one.caseId))) {
      const detail = { workflowId }
      await attend(round, { municipality, kind: 'workflow-without-case', subject: workflowId, caseId, detail })
    }
  }
}

function groupByTown(batch: Running[]): Map<string, Running[]> {
  const towns = new Map<string, Running[]>()
  for (const one of batch) towns.set(one.municipality, [...(towns.get(one.municipality) ?? []), one])
  return towns
}
