import { and, asc, desc, eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { accountEntry, mealAccount } from '../../db/schema/canteen.ts'
import { notice, receipt } from '../../db/schema/payments.ts'
import type { listPayments, paymentRow } from '../api/case-details.ts'

type Payments = z.input<(typeof listPayments)['answers'][200]>

const states = {
  created: 'creating',
  published: 'published',
  paid: 'paid',
  invalid: 'cancelled',
  expired: 'expired',
} as const

/** Of a position as pagoPA was given it, what the notice is called there. */
const told = z.object({ paymentOption: z.array(z.object({ description: z.string().max(200) })).catch([]) })

/** Notices with their receipts, and the meal account with its movements. */
export async function paymentsOf(tx: Tx, municipality: string, caseId: string): Promise<Payments> {
  const notices = await tx
    .select()
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), eq(notice.caseId, caseId)))
    .orderBy(desc(notice.createdAt))
  const receipts = await tx
    .select()
    .from(receipt)
    .where(and(eq(receipt.municipalityId, municipality), eq(receipt.caseId, caseId)))
  const [account] = await tx
    .select()
    .from(mealAccount)
    .where(and(eq(mealAccount.municipalityId, municipality), eq(mealAccount.caseId, caseId)))
  const entries = account ? await entriesOf(tx, municipality, account.id) : []
  const credited = new Map(entries.map(entry => [entry.reference, entry.at]))
  return {
    items: notices.map(row => rowOf(row, receipts, credited)),
    nextCursor: null,
    account: account
      ? { id: account.id, model: account.model, state: account.state, balanceCents: account.balanceCents, entries }
      : null,
  }
}

function rowOf(
  row: typeof notice.$inferSelect,
  receipts: (typeof receipt.$inferSelect)[],
  credited: Map<string, string>,
): z.input<typeof paymentRow> {
  return {
    id: row.id,
    iuv: row.iuv,
    nav: row.nav,
    cents: row.cents,
    dueDate: row.dueDate,
    state: states[row.state],
    description: told.parse(row.position).paymentOption[0]?.description ?? '',
    documentId: row.documentId,
    receipts: receipts
      .filter(one => one.nav === row.nav)
      .map(one => ({
        id: one.receiptId,
        cents: one.cents,
        paidAt: one.paidAt,
        source: one.source,
        creditedAt: credited.get(one.receiptId) ?? null,
      })),
  }
}

async function entriesOf(tx: Tx, municipality: string, account: string) {
  return tx
    .select({
      at: accountEntry.at,
      kind: accountEntry.kind,
      cents: accountEntry.cents,
      reference: accountEntry.reference,
    })
    .from(accountEntry)
    .where(and(eq(accountEntry.municipalityId, municipality), eq(accountEntry.accountId, account)))
    .orderBy(asc(accountEntry.at))
    .limit(500)
}
