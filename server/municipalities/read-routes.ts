import { asc, count, sql } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { listServices } from '../../db/queries/positions/find-service.ts'
import { canteenList, canteenSetting, school, schoolClass } from '../../db/schema/canteen.ts'
import { municipality, platformSetting } from '../../db/schema/municipalities.ts'
import { caseView } from '../../db/schema/projections.ts'
import { platformHealth } from '../../db/schema/platforms.ts'
import { getMunicipality, listMunicipalities, platforms } from '../api/municipalities.ts'
import type { municipalityRow } from '../api/municipalities.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { healthOf } from './health.ts'

type Row = z.input<typeof municipalityRow>

export function municipalityReadRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listMunicipalities, ({ query }, staff) => {
      const towns = narrowed(staff, 'municipalities.read', query.municipality)
      return db.withTenants(towns, async tx => ok({ items: await rowsOf(tx, towns), nextCursor: null }))
    }),
    staffRoute(getMunicipality, ({ params }, staff) => {
      const id = params.municipalityId
      staff.require('municipalities.read', id)
      return db.withTenants([id], async tx => {
        const [row] = await rowsOf(tx, [id])
        const [settings] = await tx
          .select()
          .from(canteenSetting)
          .orderBy(sql`school_year desc`)
          .limit(1)
        const [listed] = await tx.select({ total: count() }).from(canteenList)
        return ok({
          ...(row ?? notFound()),
          canteen: settings ? canteenOf(settings) : {},
          schools: await schoolsOf(tx),
          paymentServices: (await listServices(tx, id)).map(({ code, name }) => ({ code, name })),
          canteenListTotal: listed?.total ?? 0,
        })
      })
    }),
  ]
}

async function rowsOf(tx: Tx, towns: string[]): Promise<Row[]> {
  const rows = await tx.select().from(municipality).orderBy(asc(municipality.name))
  const counted = await countsByTown(tx)
  const settings = await tx.select().from(platformSetting)
  const health = await tx.select().from(platformHealth)
  return rows
    .filter(row => towns.includes(row.id))
    .map(({ id, code, name, province, ipaCode, fiscalCode }) => ({
      id,
      code,
      name,
      province,
      ipaCode,
      fiscalCode,
      cases: counted.get(id) ?? { open: 0, blocked: 0, late: 0 },
      platforms: platforms.flatMap(platform => {
        const setting = settings.find(one => one.municipalityId === id && one.platform === platform)
        if (!setting) return []
        const keyExpiresAt = setting.keyExpiresAt?.slice(0, 10) ?? null
        return [{ platform, state: healthOf(health, platform, id).state, keyExpiresAt }]
      }),
    }))
}

async function countsByTown(tx: Tx): Promise<Map<string, Row['cases']>> {
  const rows = await tx
    .select({
      id: caseView.municipalityId,
      open: sql<number>`count(*)::int`,
      blocked: sql<number>`(count(*) filter (where phase = 'blocked'))::int`,
      late: sql<number>`(count(*) filter (where due < (now() at time zone 'Europe/Rome')::date))::int`,
    })
    .from(caseView)
    .where(sql`ended_at is null`)
    .groupBy(caseView.municipalityId)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

function canteenOf(row: typeof canteenSetting.$inferSelect) {
  const { schoolYear, model, mealDays, startsOn, endsOn, topUpCents, iseeDays, settings } = row
  return { schoolYear, model, mealDays, startsOn, endsOn, topUpCents, iseeDays, settings }
}

async function schoolsOf(tx: Tx) {
  const schools = await tx.select().from(school).orderBy(asc(school.name))
  const classes = await tx.select().from(schoolClass).orderBy(asc(schoolClass.name))
  return schools.map(({ code, name }) => ({
    code,
    name,
    classes: classes.filter(one => one.schoolCode === code).map(one => one.name),
  }))
}
