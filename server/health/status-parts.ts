import { and, isNull, lt, sql } from 'drizzle-orm'

import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { outbox } from '../../db/schema/journals.ts'
import { casesQueue } from '../../workflows/messages.ts'
import type { Deps } from '../deps.ts'
import { part, probeParts } from './parts.ts'
import type { Part } from './parts.ts'

// A worker's poll lasts a minute at most: who has not asked for longer is gone.
const pollMilliseconds = 90_000
const workflowTasks = 1

/** Every process that a case needs: also the worker, by who asks Temporal for work, and the relay, by what waits for it. */
export async function statusParts(deps: Pick<Deps, 'db' | 'temporal' | 'config'>): Promise<Part[]> {
  const others = [part('worker', requireWorker(deps)), part('relay', requireRelay(deps))]
  return [...(await probeParts(deps)), ...(await Promise.all(others))]
}

async function requireWorker({ temporal, config }: Pick<Deps, 'temporal' | 'config'>): Promise<void> {
  const client = await temporal()
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: config.temporal.namespace,
    taskQueue: { name: casesQueue },
    taskQueueType: workflowTasks,
  })
  const last = Math.max(0, ...(pollers ?? []).map(one => Number(one.lastAccessTime?.seconds ?? 0) * 1000))
  if (Date.now() - last > pollMilliseconds) throw new Error('no worker asks for work')
}

/** A message that is due and that nobody takes: the first of its case, for the others wait their turn. */
async function requireRelay({ db }: Pick<Deps, 'db'>): Promise<void> {
  const towns = await db.global(listMunicipalityIds)
  const [waiting] = await db.withTenants(towns, tx =>
    tx
      .select({ seconds: sql<number>`floor(extract(epoch from now() - min(${outbox.nextAt})))::int` })
      .from(outbox)
      .where(
        and(
          isNull(outbox.deliveredAt),
          lt(outbox.nextAt, sql`now() - interval '15 seconds'`),
          sql`not exists (select from outbox earlier where earlier.municipality_id = ${outbox.municipalityId}
            and earlier.case_id = ${outbox.caseId} and earlier.id < ${outbox.id} and earlier.delivered_at is null)`,
        ),
      ),
  )
  if (waiting?.seconds != null) throw new Error(`messages wait since ${waiting.seconds} s`)
}
