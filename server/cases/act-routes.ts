import { and, eq, like } from 'drizzle-orm'

import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { outbox } from '../../db/schema/journals.ts'
import { askCase, inContext } from '../acts/ask.ts'
import { answeredOf } from '../acts/await-answer.ts'
import { liveCase } from '../acts/case-state.ts'
import { previewOf } from '../acts/preview.ts'
import { previewing } from '../acts/previewing.ts'
import { readAct, requireReason } from '../acts/read-act.ts'
import { rules } from '../acts/rules.ts'
import { actOnCase, advanceTime, getAct, previewAct } from '../api/acts.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { inCase, secondsAhead } from './find-case.ts'

const furthestDays = 730

export function caseActRoutes(deps: Deps): Route[] {
  const { db, config } = deps
  return [
    staffRoute(actOnCase, async ({ params, body, idempotencyKey, ifMatch }, staff) => {
      const { line, read } = await inCase(db, staff, params.caseId, async (tx, found) => ({
        line: found.line,
        read: await readAct(tx, staff, found, body.act),
      }))
      requireReason(body.act.type, body.reason)
      return askCase(deps, staff, {
        municipality: line.municipalityId,
        caseId: line.caseId,
        act: read.act,
        right: rules[body.act.type].right,
        requestId: idempotencyKey,
        reason: body.reason,
        expectedRevision: body.revision ?? ifMatch,
        detail: { kind: body.act.type, ...read.detail },
        ...(read.before && { before: read.before }),
      })
    }),
    staffRoute(previewAct, ({ params, body, now }, staff) =>
      inCase(db, staff, params.caseId, async (tx, found) => {
        const { act } = await readAct(tx, staff, found, body.act)
        const live = await liveCase(deps, tx, found)
        return ok(previewOf(live, await previewing(tx, staff, found, { act, now })))
      }),
    ),
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
              like(outbox.idempotencyKey, `act/%${requestId.toLowerCase()}`),
            ),
          )
        if (!row) notFound()
        const self = `/api/v1/cases/${line.caseId}/acts/${requestId}`
        if (row.deliveredAt === null) return ok({ state: 'pending', requestId, links: { self } })
        const answered = answeredOf(row.answer, row.deliveredAt)
        if (answered.state === 'done') return ok({ ...answered, requestId })
        const where = { municipality: line.municipalityId, caseId: line.caseId }
        return ok({ ...answered, requestId, refusal: await inContext(deps, staff, where, answered.refusal) })
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
