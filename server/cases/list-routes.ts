import { countCases } from '../../db/queries/count-cases.ts'
import type { CaseCount } from '../../db/queries/count-cases.ts'
import { countLate } from '../../db/queries/count-late.ts'
import { listCases as queryCases } from '../../db/queries/list-cases.ts'
import { searchCases as queryWords } from '../../db/queries/search-cases.ts'
import { phases } from '../api/case-views.ts'
import { listCases, searchCases } from '../api/cases.ts'
import type { Deps } from '../deps.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { caseRowOf } from './case-row.ts'

export function caseListRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listCases, async ({ query }, staff) => {
      const towns = narrowed(staff, 'cases.read', query.municipality)
      const { procedure, status, phase, outcome, late, open, sort, order, cursor, limit } = query
      const filter = {
        municipalities: towns,
        ...(procedure && { procedures: [procedure] }),
        ...(status
          ? { statuses: [status] }
          : open === undefined
            ? {}
            : { statuses: open ? openStatuses : closedStatuses }),
        ...(phase && { phases: [phase] }),
        ...(outcome && { outcomes: [outcome] }),
        ...(late !== undefined && { late }),
      }
      const sorted = sort === 'subject' ? 'subjectName' : sort
      return db.withTenants(towns, async tx => {
        const names = await loadNames(tx)
        const [counted, late] = await Promise.all([countCases(tx), countLate(tx, towns, procedure)])
        const page = await queryCases(tx, filter, { sort: sorted, direction: order, cursor, limit }, counted)
        const items = page.items.map(line => caseRowOf(line, names, staff))
        const counts = { ...countsOf(counted, procedure), late }
        return ok({ items, nextCursor: page.nextCursor, counts })
      })
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

const openStatuses: ('running' | 'suspended')[] = ['running', 'suspended']
const closedStatuses: ('completed' | 'failed' | 'closed')[] = ['completed', 'failed', 'closed']

function isReference(line: { number: string; protocol: string | null }, q: string): boolean {
  const wanted = q.trim().toLowerCase()
  return line.number.toLowerCase().includes(wanted) || (line.protocol?.includes(wanted) ?? false)
}

function countsOf(counted: CaseCount[], procedure: string | undefined) {
  const mine = counted.filter(one => procedure === undefined || one.procedure === procedure)
  const sum = (some: CaseCount[]) => some.reduce((total, one) => total + one.count, 0)
  const byPhase = phases.map(phase => [phase, sum(mine.filter(one => one.phase === phase))] as const)
  return {
    total: sum(mine),
    open: sum(mine.filter(one => one.phase !== 'ended')),
    phases: phaseCounts(byPhase),
  }
}

function phaseCounts(entries: (readonly [(typeof phases)[number], number])[]) {
  const counts = {
    working: 0,
    'waiting-task': 0,
    'waiting-outside': 0,
    'waiting-time': 0,
    blocked: 0,
    suspended: 0,
    ended: 0,
  }
  for (const [phase, count] of entries) counts[phase] = count
  return counts
}
