import { and, eq, like } from 'drizzle-orm'

import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { outbox } from '../../db/schema/journals.ts'
import { askCase } from '../acts/ask.ts'
import { answeredOf } from '../acts/await-answer.ts'
import { actOnCase, advanceTime, getAct } from '../api/acts.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { valueAt } from '../json-path.ts'
import { rightOf } from './allowed-acts.ts'
import { inCase, secondsAhead } from './find-case.ts'

const furthestDays = 730

export function caseActRoutes(deps: Deps): Route[] {
  const { db, config } = deps
  return [
    staffRoute(actOnCase, async ({ params, body, idempotencyKey, ifMatch }, staff) => {
      const { act, reason, revision } = body
      const { line, view } = await inCase(db, staff, params.caseId, (_tx, found) => Promise.resolve(found))
      const right = rightOf[act.type]
      staff.require(right, line.municipalityId)
      if (act.type === 'amend' && staff.masked(line.municipalityId))
        refuse('forbidden', 'Chi vede dati oscurati non li corregge.')
      const { incident, ...whole } = act.type === 'amend' ? act : { ...act, incident: undefined }
      return askCase(deps, staff, {
        municipality: line.municipalityId,
        caseId: line.caseId,
        act: act.type === 'amend' ? { type: 'amend', set: act.set, ...(incident !== undefined && { incident }) } : act,
        right,
        requestId: idempotencyKey,
        reason,
        expectedRevision: revision ?? ifMatch,
        detail: { kind: whole.type },
        ...(act.type === 'amend' && {
          before: Object.fromEntries(act.set.map(({ path }) => [path, valueAt(view.document, path) ?? null])),
        }),
      })
    }),
    staffRoute(getAct, ({ params }, staff) =>
      inCase(db, staff, params.caseId, async (tx, { line }) => {
        const { requestId } = params
        const [row] = await tx
          .select()
          .from(outbox)
          .where(
            and(
              eq(outbox.municipalityId, line.municipalityId),
              eq(outbox.caseId, line.caseId),
              like(outbox.idempotencyKey, `act/%/${requestId.toLowerCase()}`),
            ),
          )
        if (!row) notFound()
        const self = `/api/v1/cases/${line.caseId}/acts/${requestId}`
        if (row.deliveredAt === null) return ok({ state: 'pending', requestId, links: { self } })
        const answered = answeredOf(row.answer, row.deliveredAt)
        return ok({ ...answered, requestId })
      }),
    ),
    staffRoute(advanceTime, ({ params, body, idempotencyKey, now }, staff) => {
      if (!config.rehearsal) refuse('not-allowed', 'Il tempo si sposta solo in prova.')
      return inCase(db, staff, params.caseId, async (tx, { line }) => {
        const { municipalityId: municipality, caseId } = line
        staff.require('cases.advance-time', municipality)
        const ahead = await secondsAhead(tx, municipality, caseId)
        const seconds = Math.ceil((Date.parse(body.to) - Date.parse(now)) / 1000) - ahead
        if (seconds <= 0)
          refuse('invalid', undefined, [{ path: 'to', message: 'Il tempo della pratica va solo avanti.' }])
        if (seconds > furthestDays * 86_400)
          refuse('invalid', undefined, [{ path: 'to', message: 'Al massimo due anni alla volta.' }])
        await enqueueOutbox(tx, {
          municipality,
          caseId,
          kind: 'advance-time',
          payload: { seconds, to: body.to },
          idempotencyKey: `act/${staff.id}/${idempotencyKey}`,
        })
        await appendAudit(tx, {
          municipality,
          actor: { ...staff.actor('cases.advance-time', municipality), session: staff.session },
          action: 'case.time-advanced',
          object: { type: 'case', id: caseId },
          requestId: idempotencyKey,
          outcome: 'asked',
          detail: { to: body.to, seconds },
        })
        const self = `/api/v1/cases/${caseId}/acts/${idempotencyKey}`
        return { status: 202, body: { state: 'pending', requestId: idempotencyKey, links: { self } } }
      })
    }),
  ]
}
