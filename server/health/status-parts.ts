import { and, isNull, lt, sql } from 'drizzle-orm'

import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { outbox } from '../../db/schema/journals.ts'
import type { Deps } from '../deps.ts'
import { requireWorker } from '../temporal/require-worker.ts'
import { consistencyPart } from './consistency-part.ts'
import { part, probeParts } from './parts.ts'
import type { Part } from './parts.ts'

/** Every process that a case needs: also the worker, by who asks Temporal for work, and the relay, by what waits for it. */
export async function statusParts(deps: Pick<Deps, 'db' | 'temporal' | 'config'>): Promise<Part[]> {
  const others = [
    part('worker', deps.temporal().then(requireWorker)),
    part('relay', requireRelay(deps)),
    consistencyPart(deps),
  ]
  return [...(await probeParts(deps)), ...(await Promise.all(others))]
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
