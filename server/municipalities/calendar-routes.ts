import { eq } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { officeCalendar } from '../../db/schema/office-calendars.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { ORDINARY_OFFICE, holidaysOf } from '../../engine/terms/holidays.ts'
import { getCalendar, saveCalendar } from '../api/town-settings.ts'
import type { calendarPage } from '../api/town-settings.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { namesOfPeople, personRef } from '../reading/names.ts'

type Page = z.input<typeof calendarPage>
type Stored = typeof officeCalendar.$inferSelect

/** How a town's offices count working days. A change applies to cases that begin after it: each case keeps its first day's. */
export function calendarRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(getCalendar, ({ params, now }, staff) => {
      staff.require('municipalities.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => ok(await pageOf(tx, await find(tx), now)))
    }),
    staffRoute(saveCalendar, ({ params, body, ifMatch, requestId, now }, staff) => {
      const municipality = params.municipalityId
      staff.require('offices.manage', municipality)
      const workingDays = [...new Set(body.workingDays)].toSorted((a, b) => a - b)
      return db.withTenants([municipality], async tx => {
        const before = await find(tx)
        const known = before?.revision ?? 0
        if (ifMatch !== null && ifMatch !== known) refuse('stale', changedMeanwhile)
        const values = { ...body, workingDays, revision: known + 1, changedBy: staff.id, changedAt: now }
        const [saved] = await tx
          .insert(officeCalendar)
          .values({ municipalityId: municipality, ...values })
          .onConflictDoUpdate({
            target: officeCalendar.municipalityId,
            set: values,
            setWhere: eq(officeCalendar.revision, known),
          })
          .returning()
        if (!saved) refuse('stale', changedMeanwhile)
        await appendAudit(tx, {
          municipality,
          actor: { ...staff.actor('offices.manage', municipality), session: staff.session },
          action: 'calendar.saved',
          object: { type: 'calendar', id: municipality },
          requestId,
          detail: { before: before ? factsOf(before) : null, after: factsOf(saved) },
        })
        return ok(await pageOf(tx, saved, now))
      })
    }),
  ]
}

const changedMeanwhile = 'Qualcun altro ha cambiato il calendario in questo momento: rileggerlo.'

async function find(tx: Tx): Promise<Stored | null> {
  const [row] = await tx.select().from(officeCalendar)
  return row ?? null
}

const factsOf = ({ workingDays, closures, patron }: Stored) => ({
  workingDays,
  closures: closures.map(({ day, name }) => ({ day, name })),
  patron: patron && { day: patron.day, name: patron.name },
})

async function pageOf(tx: Tx, row: Stored | null, now: string): Promise<Page> {
  const year = Number(localDate(now).slice(0, 4))
  const names = await namesOfPeople(tx, [row?.changedBy ?? null])
  return {
    ...(row ? factsOf(row) : { workingDays: ORDINARY_OFFICE.workingDays, closures: [], patron: null }),
    holidays: [...holidaysOf(year), ...holidaysOf(year + 1)],
    revision: row?.revision ?? 0,
    changedBy: personRef(names, row?.changedBy ?? null),
    changedAt: row?.changedAt ?? null,
  }
}
