import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import {
  entriesOfFlow,
  findFlow,
  listFlowRows as queryRows,
  revisionsOf,
} from '../../db/queries/payments-office/flow-details.ts'
import { listAlarms as queryAlarms } from '../../db/queries/payments-office/list-alarms.ts'
import { entryLines } from '../../db/queries/payments-office/list-entries.ts'
import { countFlows, listFlows as queryFlows, withStanding } from '../../db/queries/payments-office/list-flows.ts'
import type { Flow } from '../../db/queries/payments-office/list-flows.ts'
import { listUnfetched } from '../../db/queries/payments-office/list-unfetched.ts'
import { askReceiptsAgain } from '../../db/queries/reconciliation/ask-receipts-again.ts'
import { storedAnomaly } from '../../reconciliation/words.ts'
import { askReceipts, exportFlows, getFlow, listAlarms, listFlowRows, listFlows } from '../api/payment-flows.ts'
import type { flowDetail } from '../api/payment-flows.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { accepted, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { maskName } from '../reading/masking.ts'
import { narrowed } from '../reading/towns.ts'
import type { Staff } from '../sign-in/staff.ts'
import { townsOf } from '../tasks/visible.ts'
import { entryRows } from './entry-row.ts'
import { flowColumns } from './export-flows.ts'
import { alarmOf, flowRowOf } from './flow-row.ts'
import { outcomeWords } from './outcome-words.ts'
import { loadPaymentNames } from './payment-names.ts'
import { recordExport } from './record-export.ts'
import { streamCsv } from './stream-csv.ts'

const right = 'payments.read'

export function paymentFlowRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listFlows, ({ query }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      return db.withTenants(towns, async tx => {
        const { status: _status, ...filter } = filterOf(query)
        const { rows: items, nextCursor } = await flowsOf(tx, towns, query, query)
        const byStatus = await countFlows(tx, towns, filter)
        return ok({ items, nextCursor, counts: { byStatus }, unfetched: await unfetchedIn(tx, towns) })
      })
    }),
    staffRoute(exportFlows, async ({ query, requestId }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      await recordExport(db, staff, towns, { action: 'flows.exported', query, requestId })
      const page = (cursor?: string) =>
        db.withTenants(towns, tx => flowsOf(tx, towns, query, { cursor, limit: exportedAtOnce }))
      const sheet = { name: 'flussi.csv', language: query.language, columns: flowColumns, page }
      return { status: 200 as const, stream: response => streamCsv(response, sheet) }
    }),
    staffRoute(getFlow, ({ params }, staff) =>
      inFlow(db, staff, params.flowId, async (tx, flow) => ok(await flowPage(tx, flow, staff))),
    ),
    staffRoute(listFlowRows, ({ params, query }, staff) =>
      inFlow(db, staff, params.flowId, async (tx, flow) => {
        const { items, nextCursor } = await queryRows(tx, flow, query)
        const masked = staff.masked(flow.municipalityId)
        return ok({ items: items.map(line => rowOf(line, masked)), nextCursor })
      }),
    ),
    staffRoute(askReceipts, ({ params, idempotencyKey }, staff) =>
      inFlow(db, staff, params.flowId, async (tx, flow) => {
        staff.require('payments.assign', flow.municipalityId)
        await askAgain(tx, staff, flow, idempotencyKey)
        return accepted(await rowOfFlow(tx, flow.id))
      }),
    ),
    staffRoute(listAlarms, ({ query }, staff) => {
      const towns = narrowed(staff, right, query.municipality)
      return db.withTenants(towns, async tx => {
        const names = await loadPaymentNames(tx)
        const { items, nextCursor } = await queryAlarms(tx, towns, query)
        return ok({ items: items.map(one => alarmOf(one, names, one.flow)), nextCursor })
      })
    }),
  ]
}

type Query = Omit<z.output<NonNullable<typeof exportFlows.query>>, 'language'>

const exportedAtOnce = 500

const filterOf = ({ status, psp, late, from, to, q: words, assignable }: Query) => ({
  status,
  psp,
  late,
  words,
  assignable,
  days: { from, to },
})

async function flowsOf(
  tx: Tx,
  towns: string[],
  query: Query,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
) {
  const names = await loadPaymentNames(tx)
  const request = { sort: 'regulationOn' as const, direction: query.order, cursor, limit }
  const { items, nextCursor } = await queryFlows(tx, towns, filterOf(query), request)
  return { rows: items.map(line => flowRowOf(line, names)), nextCursor }
}

async function unfetchedIn(tx: Tx, towns: string[]) {
  const names = await loadPaymentNames(tx)
  const rows = await listUnfetched(tx, towns)
  return rows.map(({ municipalityId, since, why }) => ({
    municipality: names.municipality(municipalityId),
    since,
    why: why.slice(0, 4000),
  }))
}

/** In a transaction of the person's towns, with a flow that they may read of. */
function inFlow<T>(db: Deps['db'], staff: Staff, id: string, use: (tx: Tx, flow: Flow) => Promise<T>): Promise<T> {
  return db.withTenants(townsOf(staff), async tx => {
    const flow = (await findFlow(tx, id)) ?? notFound()
    staff.require(right, flow.municipalityId)
    return use(tx, flow)
  })
}

async function rowOfFlow(tx: Tx, id: string) {
  const [line] = await withStanding(tx, [(await findFlow(tx, id)) ?? notFound()])
  return flowRowOf(line ?? notFound(), await loadPaymentNames(tx))
}

async function flowPage(tx: Tx, flow: Flow, staff: Staff): Promise<z.input<typeof flowDetail>> {
  const row = await rowOfFlow(tx, flow.id)
  const names = await loadPaymentNames(tx)
  const entries = await entryLines(tx, await entriesOfFlow(tx, flow), { withCandidates: false })
  const revisions = await revisionsOf(tx, flow)
  const mayAsk = row.missingReceipts > 0 && flow.state !== 'replaced'
  return {
    ...row,
    anomalies: flow.anomalies.slice(0, 20).map(storedAnomaly),
    entries: await entryRows(tx, entries, { names, staff }),
    revisions: revisions.map(({ id, revision, flowAt, state, totalCents }) => ({
      id,
      revision,
      flowAt,
      state,
      totalCents,
    })),
    mayAskReceipts: mayAsk && staff.may('payments.assign', flow.municipalityId),
  }
}

type Row = Awaited<ReturnType<typeof queryRows>>['items'][number]

function rowOf({ row, payment }: Row, masked: boolean) {
  return {
    position: row.position,
    iuv: row.iuv,
    iur: row.iur,
    transfer: row.transfer,
    cents: row.cents,
    outcome: row.outcome,
    outcomeText: outcomeWords(row.outcome),
    outcomeOn: row.outcomeOn,
    ownership: row.ownership,
    payment: payment && {
      id: payment.id,
      cents: payment.cents,
      paid: payment.paid,
      debtor: masked ? maskName(payment.debtorName) : payment.debtorName,
    },
    receiptId: payment?.receiptId ?? null,
  }
}

/** The flow's own workflow asks, from the first round on. */
async function askAgain(tx: Tx, staff: Staff, flow: Flow, requestId: string): Promise<void> {
  const { municipalityId: municipality, flowKey } = flow
  const asked = flow.state !== 'replaced' && (await askReceiptsAgain(tx, municipality, { flowKey, about: requestId }))
  if (!asked) refuse('not-allowed', 'Di questo flusso non manca nessuna ricevuta.')
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor('payments.assign', municipality), session: staff.session },
    action: 'payment-flow.receipts-asked',
    object: { type: 'payment-flow', id: flow.id },
    requestId,
  })
}
