import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { notice, receipt } from '../../schema/payments.ts'
import { paymentFlow } from '../../schema/flows.ts'
import { entryAssignment, entryReference, treasuryEntry } from '../../schema/treasury.ts'
import type { Group } from './load-group.ts'

/** What is known of a group, for the rules to judge. */
export async function loadFacts(tx: Tx, municipality: string, { entries: ids, flowKeys }: Group) {
  const [entries, references, assignments, flows] = await Promise.all([
    tx
      .select()
      .from(treasuryEntry)
      .where(and(eq(treasuryEntry.municipalityId, municipality), inArray(treasuryEntry.id, ids))),
    tx
      .select()
      .from(entryReference)
      .where(and(eq(entryReference.municipalityId, municipality), inArray(entryReference.entryId, ids))),
    tx
      .select()
      .from(entryAssignment)
      .where(
        and(
          eq(entryAssignment.municipalityId, municipality),
          inArray(entryAssignment.entryId, ids),
          isNull(entryAssignment.revokedAt),
        ),
      ),
    tx
      .select()
      .from(paymentFlow)
      .where(
        and(
          eq(paymentFlow.municipalityId, municipality),
          inArray(paymentFlow.flowKey, flowKeys),
          ne(paymentFlow.state, 'replaced'),
        ),
      ),
  ])
  const iuvs = [
    ...references.flatMap(it => (it.kind === 'iuv' ? [it.value] : [])),
    ...assignments.flatMap(it => it.iuv ?? []),
  ]
  return { entries, references, assignments, flows, payments: await paymentsOf(tx, municipality, iuvs) }
}

/** What the town gets of single payments, by the notice (without another body's transfers); by the receipt where another program made the notice. */
async function paymentsOf(tx: Tx, municipality: string, iuvs: string[]): Promise<{ iuv: string; cents: number }[]> {
  if (iuvs.length === 0) return []
  const [notices, receipts] = await Promise.all([
    tx
      .select({ iuv: notice.iuv, cents: sql<number>`coalesce(${ownTransfers}, ${notice.cents})`.mapWith(Number) })
      .from(notice)
      .where(and(eq(notice.municipalityId, municipality), inArray(notice.iuv, iuvs))),
    tx
      .select({ iuv: receipt.iuv, cents: receipt.cents })
      .from(receipt)
      .where(and(eq(receipt.municipalityId, municipality), inArray(receipt.iuv, iuvs))),
  ])
  return [...new Map([...receipts, ...notices].map(it => [it.iuv, it])).values()]
}

const ownTransfers = sql`(
  select sum(t.cents) from payment_transfer t join municipality m on m.id = t.municipality_id
  where t.municipality_id = notice.municipality_id and t.notice_id = notice.id and t.payee_fiscal_code = m.fiscal_code)`
