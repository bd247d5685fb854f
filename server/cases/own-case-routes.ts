import { and, eq } from 'drizzle-orm'

import type { Db, Tx } from '../../db/client.ts'
import { listDocumentsFor } from './citizen-documents.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { notice } from '../../db/schema/payments.ts'
import { caseView } from '../../db/schema/projections.ts'
import { getOwnCase, getOwnDocument, listOwnDocuments } from '../api/front-office.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import { ok, sendFile, serviceRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import type { Service } from '../sign-in/service-token.ts'
import { documentRowOf } from './document-rows.ts'
import { fileOf, findDocument } from './stored-document.ts'

/** What a portal may see of the cases it filed itself: state, documents for the citizen, payments. */
export function ownCaseRoutes({ db, keys }: Deps): Route[] {
  return [
    serviceRoute(getOwnCase, ({ params }, service) =>
      inOwnCase(db, service, params.caseId, async (tx, { record, view }) => {
        const payments = await tx
          .select({ nav: notice.nav, cents: notice.cents, dueDate: notice.dueDate, state: notice.state })
          .from(notice)
          .where(and(eq(notice.municipalityId, record.municipalityId), eq(notice.caseId, record.id)))
        const self = `/api/v1/cases/${record.id}`
        return ok({
          id: record.id,
          number: record.number,
          receivedAt: record.receivedAt,
          status: view.status,
          links: { self, receipt: `${self}/documents` },
          protocol: view.protocol,
          outcome: view.outcome,
          updatedAt: view.updatedAt,
          expects: expectedMessages(view.view.steps),
          payments,
        })
      }),
    ),
    serviceRoute(listOwnDocuments, ({ params }, service) =>
      inOwnCase(db, service, params.caseId, async (tx, { record }) => {
        const rows = await listDocumentsFor(tx, record.municipalityId, record.id)
        return ok({ items: rows.map(row => documentRowOf(row, record.id, new Map())), nextCursor: null })
      }),
    ),
    serviceRoute(getOwnDocument, ({ params }, service) =>
      inOwnCase(db, service, params.caseId, async (tx, { record }) => {
        const visible = await listDocumentsFor(tx, record.municipalityId, record.id)
        const found = visible.some(row => row.id === params.documentId)
          ? await findDocument(tx, record.id, params.documentId)
          : undefined
        return sendFile(await fileOf(keys, found ?? notFound()))
      }),
    ),
  ]
}

interface OwnCase {
  record: typeof caseRecord.$inferSelect
  view: typeof caseView.$inferSelect
}

/** The case, when this very service filed it: another portal's cases are not there. */
export function inOwnCase<T>(
  db: Db,
  service: Service,
  caseId: string,
  use: (tx: Tx, found: OwnCase) => Promise<T>,
): Promise<T> {
  return db.withTenants([service.municipality], async tx => {
    const [found] = await tx
      .select({ record: caseRecord, view: caseView })
      .from(caseRecord)
      .innerJoin(
        caseView,
        and(eq(caseView.municipalityId, caseRecord.municipalityId), eq(caseView.caseId, caseRecord.id)),
      )
      .where(and(eq(caseRecord.id, caseId), eq(caseRecord.createdBy, service.id)))
    return use(tx, found ?? notFound())
  })
}

/** Messages that some step waits for now. */
function expectedMessages(steps: OwnCase['view']['view']['steps']): string[] {
  const names = steps.flatMap(step =>
    step.state === 'active' && step.waitingFor?.kind === 'message' ? [step.waitingFor.what] : [],
  )
  return [...new Set(names)].slice(0, 10)
}
