import { asc, eq } from 'drizzle-orm'
import type { z } from 'zod'

import { appendAudit } from '../../db/queries/append-audit.ts'
import { findService } from '../../db/queries/positions/find-service.ts'
import { paymentService } from '../../db/schema/positions.ts'
import type { JsonObject } from '../../engine/json.ts'
import { listPaymentServices, savePaymentService } from '../api/payment-services.ts'
import type { paymentServiceView } from '../api/payment-services.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'

type View = z.input<typeof paymentServiceView>

/** What a town is paid for without a procedure of its own: data of the town, no code. */
export function paymentServiceRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listPaymentServices, ({ params }, staff) => {
      const municipality = params.municipalityId
      staff.require('municipalities.read', municipality)
      return db.withTenants([municipality], async tx => {
        const rows = await tx
          .select()
          .from(paymentService)
          .where(eq(paymentService.municipalityId, municipality))
          .orderBy(asc(paymentService.name), asc(paymentService.code))
        return ok({ items: rows.map(viewOf), nextCursor: null })
      })
    }),
    staffRoute(savePaymentService, ({ params, body, requestId }, staff) => {
      const { municipalityId: municipality, code } = params
      staff.require('offices.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const before = await findService(tx, municipality, code)
        await tx
          .insert(paymentService)
          .values({ municipalityId: municipality, code, ...body })
          .onConflictDoUpdate({ target: [paymentService.municipalityId, paymentService.code], set: body })
        const detail: JsonObject = { before: before && viewOf(before), after: { code, ...body } }
        await appendAudit(tx, {
          municipality,
          actor: { ...staff.actor('offices.manage', municipality), session: staff.session },
          action: before ? 'payment-service.changed' : 'payment-service.added',
          object: { type: 'payment-service', id: code },
          requestId,
          detail,
        })
        return ok({ code, ...body })
      })
    }),
  ]
}

function viewOf({ municipalityId: _town, createdAt: _at, ...view }: typeof paymentService.$inferSelect): View {
  return view
}
