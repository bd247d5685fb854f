import type { z } from 'zod'

import { countTerms } from '../../db/queries/count-terms.ts'
import type { TermCount } from '../../db/queries/count-terms.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { listDeadlines } from '../api/deadlines.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { weeksFrom } from './weeks.ts'

const shownWeeks = 8

type Row = z.input<(typeof listDeadlines.answers)[200]>['items'][number]

/** Terms that are late or about to be, by who has the cases now. A stopped clock is counted apart. */
export function deadlineRoutes({ db, now }: Deps): Route[] {
  return [
    staffRoute(listDeadlines, ({ query }, staff) => {
      const towns = narrowed(staff, 'cases.read', query.municipality)
      const today = localDate(now())
      const { monday, weeks } = weeksFrom(today, shownWeeks)
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const counted = await countTerms(tx, towns, { today, monday, weeks: shownWeeks })
        const placed = counted.map(one => ({ ...one, office: one.office ?? ownOffice(one, names) }))
        const wanted = placed.filter(
          one => (query.procedure ?? one.procedure) === one.procedure && (query.office ?? one.office) === one.office,
        )
        return ok({
          today,
          weeks,
          items: rowsOf(wanted, names),
          offices: officesOf(placed, names),
          procedures: names.procedures().map(({ row, manifest }) => ({ key: row.procedure, title: manifest.title })),
        })
      })
    }),
  ]
}

type Placed = TermCount & { office: string }

/** Where nobody in particular is waited for, the procedure's own office answers for the term. */
const ownOffice = ({ procedure }: TermCount, names: Names): string =>
  names.definition(procedure)?.manifest.office ?? procedure

/** Who has most that is late comes first. */
function rowsOf(counted: readonly Placed[], names: Names): Row[] {
  const groups = new Map<string, Placed[]>()
  for (const one of counted) {
    const key = `${one.municipalityId} ${one.office}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  const rows = [...groups.values()].flatMap(group => {
    const [first] = group
    return first ? [rowOf(first, group, names)] : []
  })
  const soon = ({ weeks }: Row) => weeks[0] ?? 0
  return rows.toSorted(
    (a, b) => b.late - a.late || soon(b) - soon(a) || a.municipality.name.localeCompare(b.municipality.name),
  )
}

function rowOf({ municipalityId, office }: Placed, group: readonly Placed[], names: Names): Row {
  const total = (some: readonly Placed[]) => some.reduce((sum, { count }) => sum + count, 0)
  const running = group.filter(one => !one.suspended)
  const inWeek = (week: number) => total(running.filter(one => one.week === week))
  return {
    municipality: names.municipality(municipalityId),
    office: names.office(municipalityId, office),
    late: inWeek(-1),
    weeks: Array.from({ length: shownWeeks }, (_, week) => inWeek(week)),
    later: inWeek(shownWeeks),
    suspended: total(group.filter(one => one.suspended)),
  }
}

function officesOf(placed: readonly Placed[], names: Names) {
  const found = new Map(placed.map(one => [one.office, names.office(one.municipalityId, one.office)]))
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name))
}
