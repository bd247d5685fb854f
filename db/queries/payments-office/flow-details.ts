import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { PageRequest, SortKey } from '../../keyset.ts'
import { paymentFlow, paymentFlowRow } from '../../schema/flows.ts'
import { payment } from '../../schema/payment-state.ts'
import { entryAssignment, entryReference, treasuryEntry } from '../../schema/treasury.ts'
import type { Flow } from './list-flows.ts'

export async function findFlow(tx: Tx, id: string): Promise<Flow | undefined> {
  const [flow] = await tx.select().from(paymentFlow).where(eq(paymentFlow.id, id))
  return flow
}

/** All revisions that the provider sent under the same id, the newest first. */
export const revisionsOf = (tx: Tx, { municipalityId, psp, flowKey }: Flow): Promise<Flow[]> =>
  tx
    .select()
    .from(paymentFlow)
    .where(
      and(eq(paymentFlow.municipalityId, municipalityId), eq(paymentFlow.flowKey, flowKey), eq(paymentFlow.psp, psp)),
    )
    .orderBy(desc(paymentFlow.revision))
    .limit(50)

/** Entries that name the flow in their text or were assigned to it, the first money first. */
export const entriesOfFlow = (tx: Tx, { municipalityId: town, flowKey }: Flow) =>
  tx
    .select()
    .from(treasuryEntry)
    .where(
      and(
        eq(treasuryEntry.municipalityId, town),
        inArray(
          treasuryEntry.id,
          sql`(select entry_id from ${entryReference}
              where municipality_id = ${town} and kind = 'flow' and value = ${flowKey}
            union select entry_id from ${entryAssignment}
              where municipality_id = ${town} and flow_id = ${flowKey} and revoked_at is null)`,
        ),
      ),
    )
    .orderBy(asc(treasuryEntry.movedOn), asc(treasuryEntry.id))
    .limit(200)

/** Reports that entries name or were assigned to; revisions that another one replaced are left out. */
export async function flowsOfEntry(tx: Tx, town: string, entry: string): Promise<Flow[]> {
  return tx
    .select()
    .from(paymentFlow)
    .where(
      and(
        eq(paymentFlow.municipalityId, town),
        sql`${paymentFlow.state} <> 'replaced'`,
        inArray(
          paymentFlow.flowKey,
          sql`(select value from ${entryReference}
              where municipality_id = ${town} and kind = 'flow' and entry_id = ${entry}
            union select flow_id from ${entryAssignment}
              where municipality_id = ${town} and target = 'flow' and entry_id = ${entry} and revoked_at is null)`,
        ),
      ),
    )
    .orderBy(asc(paymentFlow.regulationOn), asc(paymentFlow.id))
    .limit(100)
}

export type RowKind = 'missing-receipt' | 'revoked' | 'other-partner'

const KINDS: Record<RowKind, SQL> = {
  'missing-receipt': sql`${payment.paid} = 'no-receipt'`,
  revoked: sql`${paymentFlowRow.outcome} = 3`,
  'other-partner': sql`${paymentFlowRow.ownership} = 'other-partner'`,
}

const SORTS = { position: { by: paymentFlowRow.position, type: 'integer' } } as const satisfies Record<string, SortKey>

/** A page of a report's rows with their payments. Throws `BadCursor`. */
export async function listFlowRows(
  tx: Tx,
  { municipalityId: town, id }: Flow,
  { only, ...page }: { only?: RowKind | undefined; cursor?: string | undefined; limit: number },
) {
  const request: PageRequest<'position'> = { ...page, sort: 'position', direction: 'asc' }
  const keyset = keysetOf(request, SORTS, [])
  const rows = await tx
    .select({
      row: paymentFlowRow,
      payment: {
        id: payment.id,
        cents: payment.cents,
        paid: payment.paid,
        debtorName: payment.debtorName,
        receiptId: payment.receiptId,
      },
      keyset: keyset.values,
    })
    .from(paymentFlowRow)
    .leftJoin(
      payment,
      and(
        eq(payment.municipalityId, paymentFlowRow.municipalityId),
        eq(payment.iuv, paymentFlowRow.iuv),
        eq(paymentFlowRow.ownership, 'own'),
      ),
    )
    .where(
      and(eq(paymentFlowRow.municipalityId, town), eq(paymentFlowRow.flowId, id), only && KINDS[only], keyset.after),
    )
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(request, rows)
}
