import { appendAudit } from '../../db/queries/append-audit.ts'
import { document } from '../../db/schema/cases.ts'
import { auditPage } from '../audit/audit-page.ts'
import { getDiagram, getHistory, listCaseAudit, listMessages, listPayments } from '../api/case-details.ts'
import { getCase } from '../api/cases.ts'
import { addDocument, getDocument, listDocuments } from '../api/documents.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { newDocument } from '../intake/attachments.ts'
import { sealContexts } from '../keys.ts'
import { readableView } from '../reading/confidential.ts'
import { casePageOf } from './case-page.ts'
import { documentRowOf, documentRows } from './document-rows.ts'
import { inCase } from './find-case.ts'
import { historyOf } from './history.ts'
import { messagesOf } from './messages.ts'
import { paymentsOf } from './payments.ts'
import { fileOf, findDocument } from './stored-document.ts'

export function caseDetailRoutes(deps: Deps): Route[] {
  const { db, keys } = deps
  return [
    staffRoute(getCase, ({ params, now }, staff) =>
      inCase(db, staff, params.caseId, async (tx, found) => ok(await casePageOf(tx, deps, staff, found, now))),
    ),
    staffRoute(getHistory, ({ params, query }, staff) =>
      inCase(db, staff, params.caseId, async (tx, found) => ok(await historyOf(tx, staff, found, query))),
    ),
    staffRoute(listPayments, ({ params }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) =>
        ok(await paymentsOf(tx, line.municipalityId, line.caseId)),
      ),
    ),
    staffRoute(listMessages, ({ params }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) =>
        ok({ items: await messagesOf(tx, line.municipalityId, line.caseId), nextCursor: null }),
      ),
    ),
    staffRoute(listCaseAudit, ({ params, query }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) =>
        ok(await auditPage(tx, staff, { municipalities: [line.municipalityId], caseId: line.caseId }, query)),
      ),
    ),
    staffRoute(getDiagram, ({ params }, staff) =>
      inCase(db, staff, params.caseId, async (_tx, { line, view, definition }) => {
        const { view: shown } = readableView(view.view, staff, line.municipalityId)
        const elements = shown.steps.map(({ element, state, enteredAt }) => ({ element, state, since: enteredAt }))
        return ok({ xml: definition.row.bpmn, planHash: definition.row.planHash, elements, flows: shown.flows })
      }),
    ),
    staffRoute(listDocuments, ({ params }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) =>
        ok({ items: await documentRows(tx, staff, line.municipalityId, line.caseId), nextCursor: null }),
      ),
    ),
    staffRoute(getDocument, async ({ params }, staff) => {
      const found = await inCase(db, staff, params.caseId, async tx =>
        findDocument(tx, params.caseId, params.documentId),
      )
      if (!found) notFound()
      const { municipalityId: town, confidentialOffice } = found
      if (confidentialOffice !== null && !staff.officesIn(town).includes(confidentialOffice)) notFound()
      if (staff.masked(town)) refuse('forbidden', 'I documenti contengono dati personali.')
      return sendFile(await fileOf(keys, found))
    }),
    staffRoute(addDocument, ({ params, body, requestId, now }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) => {
        const town = line.municipalityId
        staff.require('tasks.work', town)
        const made = newDocument(body, 'content')
        if ('message' in made) refuse('invalid', undefined, [{ path: 'content', message: made.message }])
        const { id, name, mediaType, bytes, sha256 } = made
        const office = body.confidentialOffice ?? null
        const row = {
          id,
          name,
          mediaType,
          sha256,
          kind: body.kind,
          size: bytes.length,
          municipalityId: town,
          caseId: line.caseId,
          direction: 'in' as const,
          createdBy: staff.id,
          createdAt: now,
          confidentialOffice: office,
          bytes: office ? await keys.sealFor(town, bytes, sealContexts.document(id)) : bytes,
          sealed: office !== null,
        }
        await tx.insert(document).values(row)
        await appendAudit(tx, {
          municipality: town,
          actor: { ...staff.actor('tasks.work', town), session: staff.session },
          action: 'document.added',
          object: { type: 'case', id: line.caseId },
          requestId,
          detail: { document: id, kind: body.kind, sha256, ...(office !== null && { confidentialOffice: office }) },
        })
        return created(documentRowOf({ ...row, protocol: null }, line.caseId, new Map([[staff.id, staff.name]])))
      }),
    ),
  ]
}
