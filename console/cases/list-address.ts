import type { ViewQuery } from '../api-types.d.ts'
import type { ViewedList } from './views/viewed-list.ts'

/** What a list of cases may be narrowed by; the address holds all of it and nothing that names a person. */
const filterNames = [
  'municipality',
  'procedure',
  'status',
  'phase',
  'outcome',
  'late',
  'open',
  'office',
  'term',
  'dueFrom',
  'dueTo',
] as const
export type FilterName = (typeof filterNames)[number]
export type Filters = Partial<Record<FilterName, string>>

export interface ListState {
  /** `open` is always there: `true` when the address does not say. */
  filters: Filters
  sort: { field: string; order: 'ASC' | 'DESC' }
  cursor: string | null
  /** The case that was opened from here. */
  row: string | null
}

export const readList = (address: URLSearchParams): ListState => {
  const given = filterNames.flatMap(name => {
    const value = address.get(name)
    return value ? [[name, value] as const] : []
  })
  return {
    filters: { open: 'true', ...Object.fromEntries(given) },
    sort: { field: address.get('sort') ?? 'receivedAt', order: address.get('order') === 'asc' ? 'ASC' : 'DESC' },
    cursor: address.get('cursor'),
    row: address.get('row'),
  }
}

/** The address of the same list with something changed: it begins at its first page again. */
export const changed = (address: URLSearchParams, change: Record<string, string | undefined>): URLSearchParams => {
  const next = new URLSearchParams(address)
  next.delete('cursor')
  next.delete('row')
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) next.delete(name)
    else next.set(name, value)
  }
  return next
}

/** What the API is asked; `town` is the switch at the top, which the address may overrule. */
export const apiQuery = ({ filters, sort }: ListState, town: string): URLSearchParams => {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...(town && { municipality: town }), ...filters })) {
    if (!(name === 'open' && value === 'all')) query.set(name, value)
  }
  query.set('sort', sort.field)
  query.set('order', sort.order === 'ASC' ? 'asc' : 'desc')
  return query
}

/** The file of what is on screen. */
export const exportAddress = (state: ListState, town: string, columns: readonly string[], language: string): string => {
  const query = apiQuery(state, town)
  query.set('columns', columns.join(','))
  query.set('language', language)
  return `/api/v1/cases.csv?${query}`
}

export const viewAddress = (query: ViewQuery): string => `/cases?${new URLSearchParams(definedOf(query))}`

/** What a view keeps: filters and order; neither the page nor the days, which would be over tomorrow. */
export const viewQueryOf = ({ filters, sort }: ListState): Record<string, string> => {
  const { municipality: _town, dueFrom: _from, dueTo: _to, ...kept } = filters
  return { ...kept, sort: sort.field, order: sort.order === 'ASC' ? 'asc' : 'desc' }
}

export const isSameView = (query: ViewQuery, state: ListState): boolean => {
  const own = viewQueryOf(state)
  const other = viewQueryOf(readList(new URLSearchParams(definedOf(query))))
  return sorted(own) === sorted(other) && !state.filters.dueFrom && !state.filters.dueTo
}

/** This list, for the menu of saved views. */
export const viewedCases = (state: ListState): ViewedList => ({
  list: 'cases',
  municipality: state.filters.municipality ?? null,
  query: viewQueryOf(state),
  address: viewAddress,
  isSame: query => isSameView(query, state),
})

const sorted = (record: Record<string, string>) =>
  JSON.stringify(Object.entries(record).toSorted(([a], [b]) => a.localeCompare(b)))

const definedOf = (query: ViewQuery): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
