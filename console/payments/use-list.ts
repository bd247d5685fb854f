import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { changed } from '../cases/list-address.ts'
import { answered } from '../common/answered.ts'
import type { Api } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'

const perPage = 25

interface Options<Answer> {
  /** First word of the key: live events make the list stale by it. */
  resource: string
  ask: (api: Api, query: string) => Promise<Answer>
  /** What of the address the server is asked. */
  queryOf: (address: URLSearchParams, town: string) => URLSearchParams
}

/** A list whose filters, order and page stand in the address. What is on screen stays there until the next answer comes. */
export const useList = <Answer>({ resource, ask, queryOf }: Options<Answer>) => {
  const api = useDataProvider<Api>()
  const [town] = useTown()
  const [address, setAddress] = useSearchParams()
  const query = queryOf(address, town)
  const paged = new URLSearchParams(query)
  paged.set('limit', String(perPage))
  const cursor = address.get('cursor')
  if (cursor) paged.set('cursor', cursor)
  const key = paged.toString()
  const asked = useQuery({
    queryKey: [resource, 'list', key],
    queryFn: async () => answered(await ask(api, key)),
    placeholderData: keepPreviousData,
  })
  return {
    asked,
    address,
    town,
    query,
    change: (change: Record<string, string | undefined>) => setAddress(changed(address, change)),
  }
}
