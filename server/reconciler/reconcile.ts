import type { Client } from '@temporalio/client'

import { closeFindings } from '../../db/queries/close-findings.ts'
import { endRun } from '../../db/queries/consistency-runs.ts'
import type { RunFigures } from '../../db/queries/consistency-runs.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { requireWorker } from '../temporal/require-worker.ts'
import { checkCases } from './check-cases.ts'
import { checkEffects, checkOutbox, checkReceipts } from './check-ledger.ts'
import { checkWorkflows } from './check-workflows.ts'
import { checkRepeatedActs } from './follow-acts.ts'
import type { Round } from './round.ts'

interface Options extends Omit<Round, 'figures' | 'client'> {
  connect: () => Promise<Client>
}

/**
 * One round over every town: our cases against Temporal's workflows, the effect ledger, outbox and receipts against both. Repairs what is safe,
 * writes down the rest. Without Temporal or a worker it says so and finds nothing: an outage is not a contradiction.
 */
export async function reconcile({ connect, ...options }: Options): Promise<RunFigures> {
  const { db, runId, log } = options
  const figures = { cases: 0, workflows: 0, found: 0, repaired: 0 }
  const error = await connect()
    .then(client => lookEverywhere({ ...options, client, figures }))
    .then(() => null)
    .catch((cause: unknown) => {
      log.warn({ err: cause }, 'reconciler: the round did not come to its end')
      return cause instanceof Error ? cause.message.slice(0, 300) : 'unknown'
    })
  const ended = { ...figures, error }
  await db.global(tx => endRun(tx, runId, ended))
  log.info(ended, 'reconciler: round ended')
  return ended
}

async function lookEverywhere(round: Round): Promise<void> {
  const { db, client, runId } = round
  await requireWorker(client)
  const towns = await db.global(listMunicipalityIds)
  for (const town of towns) {
    await checkRepeatedActs(round, town)
    await checkOutbox(round, town)
    await checkReceipts(round, town)
    await checkCases(round, town)
    await checkEffects(round, town)
  }
  await checkWorkflows(round)
  for (const town of towns) await db.withTenants([town], tx => closeFindings(tx, town, runId))
}
