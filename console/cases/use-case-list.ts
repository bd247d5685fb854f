import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import type { Sort } from '../common/Table.tsx'
import type { Api } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { apiQuery, changed, type FilterName, type ListState, readList } from './list-address.ts'

const perPage = 25

/** The list that the address names. What is on screen stays there until the next answer comes. */
export const useCaseList = (fixed?: (state: ListState) => ListState) => {
  const api = useDataProvider<Api>()
  const [town] = useTown()
  const [address, setAddress] = useSearchParams()
  const own = readList(address)
  const state = fixed ? fixed(own) : own
  const query = apiQuery(state, town)
  query.set('limit', String(perPage))
  if (state.cursor) query.set('cursor', state.cursor)
  const key = query.toString()
  const asked = useQuery({
    queryKey: ['cases', 'list', key],
    queryFn: () => api.cases(key),
    placeholderData: keepPreviousData,
  })
  return {
    state,
    town,
    asked,
    change: (change: Partial<Record<FilterName, string | undefined>>) => setAddress(changed(address, change)),
    sortBy: ({ field, order }: Sort) =>
      setAddress(changed(address, { sort: field, order: order === 'ASC' ? 'asc' : 'desc' })),
  }
}

export type CaseList = ReturnType<typeof useCaseList>
