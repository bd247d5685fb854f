import { eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { accountingMap } from '../../db/schema/accounting-maps.ts'
import type { AccountingRow } from '../../db/schema/accounting-maps.ts'
import { getAccountingMap, saveAccountingMap } from '../api/payment-regularisation.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { findMap, mapPage } from './accounting-map.ts'

export function accountingMapRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(getAccountingMap, ({ params: { municipalityId: town } }, staff) => {
      staff.require('payments.read', town)
      return db.withTenants([town], async tx => ok(await mapPage(tx, town)))
    }),
    staffRoute(saveAccountingMap, ({ params: { municipalityId: town }, body, requestId, now }, staff) => {
      staff.require('payments.assign', town)
      refuseDoubles(body.items)
      return db.withTenants([town], async tx => {
        const before = await findMap(tx)
        if ((before?.revision ?? 0) !== body.basedOn) refuse('stale', changedMeanwhile)
        const revision = body.basedOn + 1
        const saved = { rows: body.items, revision, changedBy: staff.id, changedAt: now }
        await store(tx, town, { ...saved, basedOn: body.basedOn })
        await noteChange(tx, { municipality: town, resource: 'accounting-map', resourceId: town })
        await appendAudit(tx, {
          municipality: town,
          actor: { ...staff.actor('payments.assign', town), session: staff.session },
          action: 'accounting-map.saved',
          object: { type: 'accounting-map', id: town },
          requestId,
          detail: { before: (before?.rows ?? []).map(plain), after: body.items.map(plain) },
        })
        return ok(await mapPage(tx, town))
      })
    }),
  ]
}

const changedMeanwhile = 'Qualcun altro ha cambiato la mappa in questo momento: rileggerla.'

async function store(
  tx: Tx,
  municipalityId: string,
  { basedOn, ...values }: Omit<typeof accountingMap.$inferInsert, 'municipalityId'> & { basedOn: number },
): Promise<void> {
  const saved = await tx
    .insert(accountingMap)
    .values({ municipalityId, ...values })
    .onConflictDoUpdate({
      target: accountingMap.municipalityId,
      set: values,
      setWhere: eq(accountingMap.revision, basedOn),
    })
    .returning({ revision: accountingMap.revision })
  if (saved.length === 0) refuse('stale', changedMeanwhile)
}

/** One service and year is booked in one place. */
function refuseDoubles(rows: readonly AccountingRow[]): void {
  const seen = new Set<string>()
  rows.forEach(({ service, year }, index) => {
    const key = JSON.stringify([service, year])
    const errors = [{ path: `items.${index}.service`, message: 'Servizio e anno ci sono già.' }]
    if (seen.has(key)) refuse('invalid', undefined, errors)
    seen.add(key)
  })
}

const plain = ({ service, year, chapter, accertamento, vatPercent }: AccountingRow) => ({
  service,
  year,
  chapter,
  accertamento,
  vatPercent,
})
