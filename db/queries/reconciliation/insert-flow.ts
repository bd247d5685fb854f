import { and, eq, sql } from 'drizzle-orm'
import type { Instant, JsonObject, LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { paymentFlow } from '../../schema/flows.ts'

export interface NewFlow {
  municipality: string
  fileId: string
  flowId: string
  flowKey: string
  psp: string
  pspName: string
  /** Null when the form carries none. */
  revision: number | null
  flowAt: Instant
  regulationId: string
  regulationOn: LocalDate
  totalCount: number
  totalCents: number
}

/**
 * Stores a report's header; its rows follow. Null when this very revision is here already. `replaces` are the revisions that it makes old; when it is
 * itself older than one that is here, it is stored as replaced.
 */
export async function insertFlow(
  tx: Tx,
  { municipality, revision, ...flow }: NewFlow,
): Promise<{ id: string; isCurrent: boolean; replaces: string[] } | null> {
  const same = and(
    eq(paymentFlow.municipalityId, municipality),
    eq(paymentFlow.psp, flow.psp),
    eq(paymentFlow.flowKey, flow.flowKey),
  )
  const known = await tx
    .select({ id: paymentFlow.id, flowAt: paymentFlow.flowAt, state: paymentFlow.state })
    .from(paymentFlow)
    .where(same)
  if (known.some(it => it.flowAt === flow.flowAt)) return null
  const isCurrent = known.every(it => it.flowAt < flow.flowAt)
  const replaces = isCurrent ? known.filter(it => it.state !== 'replaced').map(it => it.id) : []
  if (replaces.length > 0) {
    await tx
      .update(paymentFlow)
      .set({ state: 'replaced', status: 'waiting', creditedCents: 0, reconciledOn: null })
      .where(same)
  }
  const [added] = await tx
    .insert(paymentFlow)
    .values({
      ...flow,
      municipalityId: municipality,
      revision: revision ?? Math.floor(Date.parse(flow.flowAt) / 1000),
      state: isCurrent ? 'current' : 'replaced',
      anomalies: [],
      status: 'waiting',
    })
    .returning({ id: paymentFlow.id })
  return added === undefined ? null : { id: added.id, isCurrent, replaces }
}

/** What was found once all rows had passed. */
export async function finishFlow(
  tx: Tx,
  { municipality, id, anomalies }: { municipality: string; id: string; anomalies: JsonObject[] },
): Promise<void> {
  await tx.execute(sql`
    update payment_flow f set
      foreign_count = coalesce(r.rows, 0),
      foreign_cents = coalesce(r.cents, 0),
      anomalies = ${JSON.stringify(anomalies)}::jsonb,
      state = case when f.state = 'current' and ${anomalies.length} > 0 then 'anomalous' else f.state end
    from (
      select count(*) as rows, sum(cents) as cents from payment_flow_row
      where municipality_id = ${municipality} and flow_id = ${id} and ownership = 'other-partner'
    ) r
    where f.municipality_id = ${municipality} and f.id = ${id}`)
}
