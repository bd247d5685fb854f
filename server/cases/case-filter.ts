import type { z } from 'zod'

import type { CaseFilter, CaseSort } from '../../db/queries/list-cases.ts'
import type { exportCases } from '../api/cases.ts'
import type { Names } from '../reading/names.ts'

type Query = z.output<NonNullable<typeof exportCases.query>>
export type CaseQuery = Omit<Query, 'columns' | 'language' | 'sort' | 'order' | 'municipality'>

const openStatuses: ('running' | 'suspended')[] = ['running', 'suspended']
const closedStatuses: ('completed' | 'failed' | 'closed')[] = ['completed', 'failed', 'closed']

/** What an address asks for, as the query over cases takes it. */
export function caseFilterOf(query: CaseQuery, towns: string[], names: Names): CaseFilter {
  const { procedure, phase, outcome, late, office, dueFrom, dueTo, term } = query
  const statuses = statusesOf(query)
  return {
    municipalities: towns,
    ...(procedure !== undefined && { procedures: [procedure] }),
    ...(statuses && { statuses }),
    ...(phase && { phases: [phase] }),
    ...(outcome !== undefined && { outcomes: [outcome] }),
    ...(late !== undefined && { late }),
    ...(office !== undefined && { office: { code: office, procedures: names.proceduresOf(office) } }),
    ...((dueFrom !== undefined || dueTo !== undefined) && { due: { from: dueFrom, to: dueTo } }),
    ...(term && { termSuspended: term === 'suspended' }),
  }
}

function statusesOf({ status, open }: CaseQuery): CaseFilter['statuses'] {
  if (status) return [status]
  if (open === undefined) return undefined
  return open ? openStatuses : closedStatuses
}

/** The name under which the database sorts. */
export const sortKeyOf = (sort: Query['sort']): CaseSort => (sort === 'subject' ? 'subjectName' : sort)
