import { digestOf } from '../../db/canonical-json.ts'
import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { storeReceipt } from '../../db/queries/store-receipt.ts'
import { outbox } from '../../db/schema/journals.ts'
import { and, eq } from 'drizzle-orm'
import { jsonObject } from '../api/common.ts'
import { pushReceipt, sendMessage } from '../api/front-office.ts'
import { inOwnCase } from '../cases/own-case-routes.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, serviceRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { definitionById } from '../procedures/definitions.ts'
import { readMessage } from './read-message.ts'
import { storeConfidential, storeFiles } from './store-confidential.ts'

export function messageRoutes({ db, keys }: Deps): Route[] {
  return [
    serviceRoute(sendMessage, ({ params, body, idempotencyKey: id }, service) =>
      inOwnCase(db, service, params.caseId, async (tx, { record, view }) => {
        const digest = digestOf(body)
        const known = await deliveryOf(tx, service.municipality, id)
        const answer = { status: 202 as const, body: { id, state: 'accepted' as const } }
        if (known) return known['digest'] === digest ? answer : refuse('idempotency-mismatch')
        if (view.endedAt !== null) refuse('not-allowed', 'La pratica è conclusa.')
        const definition = (await definitionById(tx, record.definitionId)) ?? refuse('defect')
        const { data, files, confidential } = readMessage(definition.manifest, view.document, body)
        const ofCase = { municipalityId: service.municipality, caseId: record.id }
        await storeFiles(tx, keys, ofCase, files)
        await storeConfidential(tx, keys, ofCase, confidential)
        const { fresh } = await enqueueOutbox(tx, {
          municipality: service.municipality,
          caseId: record.id,
          kind: 'signal',
          payload: { id, name: body.name, data, actor: { kind: 'citizen', id: record.id }, digest },
          idempotencyKey: `message/${id}`,
        })
        if (!fresh) return answer
        await appendAudit(tx, {
          municipality: service.municipality,
          actor: { kind: 'service', id: service.id },
          action: 'case.message-received',
          object: { type: 'case', id: record.id },
          requestId: id,
          detail: { name: body.name, documents: files.map(one => one.id) },
        })
        return answer
      }),
    ),
    serviceRoute(pushReceipt, async ({ body }, { municipality }) => {
      if (body.outcome !== 'OK') return ok({ state: 'ignored' })
      const receipt = {
        receiptId: body.receiptId,
        nav: body.noticeNumber,
        iuv: body.creditorReferenceId,
        cents: centsOf(body.paymentAmount),
        paidAt: instantOf(body.paymentDateTimeFormatted),
        // Who paid may be anybody: not ours to keep.
        payload: jsonObject.parse({ ...body, payer: null, debtor: null }),
      }
      const stored = await db.withTenants([municipality], tx =>
        storeReceipt(tx, { municipality, receipt, source: 'push' }),
      )
      return ok({ state: states[stored.kind] })
    }),
  ]
}

const states = { known: 'already-known', unmatched: 'in-suspense', matched: 'stored' } as const

/** Euros with at most two decimals to cents, by their digits: multiplying would make 1.15 into 114.99. */
function centsOf(euros: number): number {
  const match = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(euros))
  if (!match) refuse('invalid', undefined, [{ path: 'paymentAmount', message: 'Al massimo due decimali.' }])
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** Without an offset the platform means UTC. */
const instantOf = (text: string): string =>
  new Date(/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`).toISOString()

async function deliveryOf(tx: Tx, municipality: string, id: string) {
  const [row] = await tx
    .select({ payload: outbox.payload })
    .from(outbox)
    .where(and(eq(outbox.municipalityId, municipality), eq(outbox.idempotencyKey, `message/${id}`)))
  return row?.payload
}
