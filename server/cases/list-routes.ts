import { countCases } from '../../db/queries/count-cases.ts'
import { countLate, countLateByState } from '../../db/queries/count-late.ts'
import { listCases as queryCases } from '../../db/queries/list-cases.ts'
import { searchCases as queryWords } from '../../db/queries/search-cases.ts'
import { exportCases, listCases, searchCases } from '../api/cases.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { countsOf } from './case-counts.ts'
import { caseFilterOf, sortKeyOf } from './case-filter.ts'
import { caseRowOf } from './case-row.ts'
import { recordExport, streamCases } from './export-cases.ts'

export function caseListRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listCases, async ({ query }, staff) => {
      const towns = narrowed(staff, 'cases.read', query.municipality)
      const { procedure, sort, order: direction, cursor, limit } = query
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const [counted, late, lateOnes] = await Promise.all([
          countCases(tx),
          countLate(tx, towns, procedure),
          query.late === true ? countLateByState(tx, towns) : null,
        ])
        const request = { sort: sortKeyOf(sort), direction, cursor, limit }
        const page = await queryCases(tx, caseFilterOf(query, towns, names), request, counted)
        const items = page.items.map(line => caseRowOf(line, names, staff))
        const office = query.office === undefined ? null : officeName(names, towns, query.office)
        const counts = { ...countsOf(lateOnes ?? counted, query, names), late, office }
        return ok({ items, nextCursor: page.nextCursor, counts })
      })
    }),
    staffRoute(exportCases, async ({ query, requestId }, staff) => {
      const towns = narrowed(staff, 'cases.read', query.municipality)
      // Written down before the first line leaves: what breaks off half-way was read all the same.
      for (const town of towns.toSorted()) await recordExport(db, staff, town, { query, requestId })
      return { status: 200 as const, stream: response => streamCases(response, { db, staff, towns }, query) }
    }),
    staffRoute(searchCases, async ({ body }, staff) => {
      const towns = narrowed(staff, 'cases.read', body.municipality)
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const lines = await queryWords(tx, body.q, body.limit)
        // Who sees initials only must not find out names by searching for them.
        const open = lines.filter(line => !staff.masked(line.municipalityId) || isReference(line, body.q))
        return ok({ items: open.map(line => caseRowOf(line, names, staff)), nextCursor: null })
      })
    }),
  ]
}

/** As the first of the towns calls it that has such an office. */
function officeName(names: Names, towns: readonly string[], code: string): string {
  return towns.map(town => names.office(town, code).name).find(name => name !== code) ?? code
}

function isReference(line: { number: string; protocol: string | null }, q: string): boolean {
  const wanted = q.trim().toLowerCase()
  return line.number.toLowerCase().includes(wanted) || (line.protocol?.includes(wanted) ?? false)
}
