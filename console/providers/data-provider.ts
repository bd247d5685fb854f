import type {
  DataProvider,
  GetListParams,
  GetListResult,
  GetManyParams,
  GetOneParams,
  Identifier,
  QueryFunctionContext,
  RaRecord,
} from 'react-admin'
import type { Http } from './http.ts'
import { createVerbs } from './verbs.ts'

interface Page {
  items: RaRecord[]
  nextCursor: string | null
  counts?: Record<string, unknown>
}

/**
 * react-admin's data provider over our API, plus the verbs of `verbs.ts`.
 * Pages are keyset: the cursor of page n is remembered from the answer to page n-1, so pages are opened in order.
 * Generic writes are refused: every act has a name, and most a reason.
 */
export const createDataProvider = (http: Http) => {
  const cursors = new Map<string, string>()

  const getList = async (resource: string, params: GetListParams & QueryFunctionContext): Promise<GetListResult> => {
    const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 }
    const key = JSON.stringify([resource, params.filter, params.sort, perPage])
    // A page opened by its address: the ones before it are walked to find where it starts.
    if (page > 1 && !cursors.has(`${key}#${page}`)) {
      const before = await getList(resource, { ...params, pagination: { page: page - 1, perPage } })
      if (!before.pageInfo?.hasNextPage) return before
    }
    const query = toQuery(params, perPage, page > 1 ? cursors.get(`${key}#${page}`) : undefined)
    const answer = await http<Page>(`/${resource}?${query}`, { signal: params.signal })
    if (answer.nextCursor) cursors.set(`${key}#${page + 1}`, answer.nextCursor)
    return {
      data: answer.items,
      pageInfo: { hasNextPage: answer.nextCursor !== null, hasPreviousPage: page > 1 },
      meta: { counts: answer.counts ?? null },
    }
  }

  const one = <Row extends RaRecord>(resource: string, id: Identifier, signal?: AbortSignal) =>
    http<Row>(`/${resource}/${encodeURIComponent(String(id))}`, { signal })

  return {
    supportAbortSignal: true,
    getList,
    getOne: async <Row extends RaRecord>(
      resource: string,
      { id, signal }: GetOneParams<Row> & QueryFunctionContext,
    ) => ({
      data: await one<Row>(resource, id, signal),
    }),
    getMany: async <Row extends RaRecord>(resource: string, { ids }: GetManyParams<Row>) => ({
      data: await Promise.all(ids.map(id => one<Row>(resource, id))),
    }),
    getManyReference: refused,
    create: refused,
    update: refused,
    updateMany: refused,
    delete: refused,
    deleteMany: refused,
    ...createVerbs(http),
  } satisfies DataProvider
}

export type IterDataProvider = ReturnType<typeof createDataProvider>

const toQuery = ({ filter, sort }: GetListParams, perPage: number, cursor: string | undefined) => {
  const query = new URLSearchParams({ limit: String(perPage) })
  for (const [name, value] of Object.entries(filter ?? {})) {
    // Filters are words; what is empty is no filter.
    if (typeof value === 'string' && value !== '') query.set(name, value)
  }
  // react-admin sorts by `id` when a list names no order; the server then uses its own.
  if (sort?.field && sort.field !== 'id') {
    query.set('sort', sort.field)
    query.set('order', sort.order === 'DESC' ? 'desc' : 'asc')
  }
  if (cursor) query.set('cursor', cursor)
  return query.toString()
}

const refused = () => Promise.reject(new Error('The console writes through named verbs only (providers/verbs.ts).'))
