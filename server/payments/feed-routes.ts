import type { Response } from 'express'
import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import {
  FEED_START,
  findPaymentState,
  isAhead,
  readPaymentFeed,
} from '../../db/queries/payments-office/payment-feed.ts'
import type { FeedCursor, PaymentState } from '../../db/queries/payments-office/payment-feed.ts'
import { PAYMENT_SORTS, inDays } from '../../db/queries/payments-office/payment-filter.ts'
import { payment } from '../../db/schema/payment-state.ts'
import { exportPaymentStates, getPaymentState, listPaymentEvents, stateColumns } from '../api/payment-feed.ts'
import type { paymentState } from '../api/payment-feed.ts'
import type { Deps } from '../deps.ts'
import { csvHeader, csvRows } from '../http/csv.ts'
import { notFound, refuse } from '../http/problem.ts'
import { ok, serviceRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { writeText } from '../http/write-text.ts'

type StateView = z.input<typeof paymentState>
type Query = z.output<NonNullable<typeof exportPaymentStates.query>>

const batch = 1000

/** What a town's other programs read: the technology partner tells them everything about their payments. */
export function paymentFeedRoutes({ db }: Deps): Route[] {
  return [
    serviceRoute(listPaymentEvents, ({ query }, { municipality }) => {
      const after = query.after === undefined ? FEED_START : readCursor(query.after)
      return db.withTenants([municipality], async tx => {
        if (await isAhead(tx, after)) refuse('not-allowed', startAgain)
        const { items, cursor, more } = await readPaymentFeed(tx, municipality, { after, limit: query.limit })
        return ok({ items: items.map(stateOf), cursor: `${cursor.txid}-${cursor.change}`, more })
      })
    }),
    serviceRoute(getPaymentState, ({ params }, { municipality }) =>
      db.withTenants([municipality], async tx => {
        const found = await findPaymentState(tx, municipality, params.iuv.toUpperCase())
        return ok(stateOf(found ?? notFound()))
      }),
    ),
    serviceRoute(exportPaymentStates, async ({ query, requestId }, { id, municipality }) => {
      await db.withTenants([municipality], tx =>
        appendAudit(tx, {
          municipality,
          actor: { kind: 'service', id },
          action: 'payments.exported',
          object: { type: 'payment-list', id: requestId },
          requestId,
          detail: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
        }),
      )
      return { status: 200 as const, stream: response => streamStates(response, db, municipality, query) }
    }),
  ]
}

const startAgain =
  'Il cursore è più avanti della base dati, che è stata ripristinata da una copia: ricominciare senza cursore.'

/** PostgreSQL's transaction ids and our numbers are 64 bits wide: what is longer was never given out. */
function readCursor(text: string): FeedCursor {
  const [, txid, change] = /^(\d{1,19})-(\d{1,18})$/.exec(text) ?? []
  if (txid === undefined || change === undefined) refuse('malformed', 'Il cursore non appartiene a questo elenco.')
  return { txid, change }
}

function stateOf(row: PaymentState): StateView {
  return {
    iuv: row.iuv,
    nav: row.nav,
    service: row.service,
    caseNumber: row.caseNumber,
    cents: row.cents,
    dueOn: row.dueOn,
    paid: row.paid,
    paidAt: row.paidAt,
    receiptId: row.receiptId,
    duplicates: row.duplicates,
    reported: row.reported,
    reportedOn: row.reportedOn,
    flowId: row.flowName,
    regulationId: row.regulationId,
    reportedCents: row.reported === 'no' ? null : row.ownCents,
    reconciled: row.reconciled,
    reconciledOn: row.reconciledOn,
    entries: row.entries,
    missing: row.missing,
    code: row.code,
    changedAt: row.changedAt,
  }
}

/** In the order of the feed, batch by batch: a payment that changes meanwhile may come twice, none is left out. */
async function streamStates(response: Response, db: Db, town: string, query: Query): Promise<void> {
  const { missing, paidFrom: from, paidTo: to } = query
  const where = and(missing && eq(payment.missing, missing), inDays(PAYMENT_SORTS.paidAt.by, { from, to }))
  response.type('text/csv').attachment('pagamenti.csv').type('text/csv')
  await writeText(response, csvHeader(stateColumns))
  let after = FEED_START
  for (let more = true; more;) {
    const page = await db.withTenants([town], tx => readPaymentFeed(tx, town, { after, limit: batch, where }))
    await writeText(response, csvRows(page.items.map(stateOf).map(row => stateColumns.map(name => cellOf(row[name])))))
    after = page.cursor
    more = page.more
  }
  response.end()
}

/** Machine-readable, unlike the console's: cents, dates and codes as in the JSON. */
const cellOf = (value: string | number | string[] | null): string =>
  Array.isArray(value) ? value.join(' ') : String(value ?? '')
