import { createDataProvider } from '../../console/providers/data-provider.ts'
import { createHttp, fieldErrors, newKey } from '../../console/providers/http.ts'

interface Call {
  method: string
  url: string
  headers: Headers
  body: string | null
}

type Answer = { status?: number; json: unknown } | Error

/** A server that gives the answers in turn and remembers what it was asked. */
const aServer = (...answers: Answer[]) => {
  const calls: Call[] = []
  const send = async (url: string, init: RequestInit = {}) => {
    calls.push({
      method: init.method ?? 'GET',
      url,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? init.body : null,
    })
    const answer = answers[Math.min(calls.length, answers.length) - 1]
    if (answer === undefined || answer instanceof Error) throw answer
    return new Response(answer.json === null ? '' : JSON.stringify(answer.json), { status: answer.status ?? 200 })
  }
  return { calls, provider: createDataProvider(createHttp(send)) }
}

const pageOf = (ids: string[], nextCursor: string | null) => ({ json: { items: ids.map(id => ({ id })), nextCursor } })
const list = (page: number) => ({
  pagination: { page, perPage: 2 },
  sort: { field: 'due', order: 'ASC' as const },
  filter: { late: 'true', phase: '' },
})

describe('lists', () => {
  test('an envelope becomes rows and whether there is more', async () => {
    const { calls, provider } = aServer(pageOf(['a', 'b'], 'c1'))
    const answer = await provider.getList('cases', list(1))
    expect(answer.data).toEqual([{ id: 'a' }, { id: 'b' }])
    expect(answer.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false })
    expect(calls[0]?.url).toBe('/api/v1/cases?limit=2&late=true&sort=due&order=asc')
  })

  test("a page is asked with the cursor of the one before, the first list's order is the server's own", async () => {
    const { calls, provider } = aServer(pageOf(['a', 'b'], 'c1'), pageOf(['c'], null))
    const params = { ...list(1), sort: { field: 'id', order: 'ASC' as const } }
    await provider.getList('cases', params)
    const second = await provider.getList('cases', { ...params, pagination: { page: 2, perPage: 2 } })
    expect(calls.map(call => call.url)).toEqual([
      '/api/v1/cases?limit=2&late=true',
      '/api/v1/cases?limit=2&late=true&cursor=c1',
    ])
    expect(second.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true })
  })

  test('a page opened by its address is reached by walking', async () => {
    const { calls, provider } = aServer(pageOf(['a'], 'c1'), pageOf(['b'], 'c2'), pageOf(['c'], null))
    const third = await provider.getList('cases', list(3))
    expect(third.data).toEqual([{ id: 'c' }])
    expect(calls).toHaveLength(3)
  })

  test('another filter has cursors of its own', async () => {
    const { calls, provider } = aServer(pageOf(['a'], 'c1'), pageOf(['b'], 'c2'), pageOf(['c'], null))
    await provider.getList('cases', list(1))
    await provider.getList('cases', { ...list(2), filter: { late: '' } })
    expect(calls[1]?.url).not.toContain('cursor')
  })
})

describe('acts', () => {
  test('carry a key, the header against forgery and the revision', async () => {
    const { calls, provider } = aServer({ json: { state: 'done' } })
    await provider.act('c1', { act: { type: 'retry', incident: 'i1' }, reason: 'Risponde', revision: 7 }, 'key-1')
    const [call] = calls
    expect(call?.method).toBe('POST')
    expect(call?.url).toBe('/api/v1/cases/c1/acts')
    expect(call?.headers.get('Idempotency-Key')).toBe('key-1')
    expect(call?.headers.get('X-Iter-Request')).toBe('1')
    expect(call?.headers.get('If-Match')).toBe('"7"')
    expect(JSON.parse(call?.body ?? '')).toEqual({
      act: { type: 'retry', incident: 'i1' },
      reason: 'Risponde',
      revision: 7,
    })
  })

  test("a task's id is escaped: it holds #", async () => {
    const { calls, provider } = aServer({ json: { state: 'done' } })
    await provider.taskAct('c1', 'decide#3', 'claim', {})
    expect(calls[0]?.url).toBe('/api/v1/tasks/c1/decide%233/claim')
  })

  test('are sent once more with the same key when no answer came', async () => {
    const { calls, provider } = aServer(new TypeError('network'), { json: { state: 'done' } })
    await provider.taskAct('c1', 't1', 'complete', { values: {} })
    expect(calls).toHaveLength(2)
    expect(calls[1]?.headers.get('Idempotency-Key')).toBe(calls[0]?.headers.get('Idempotency-Key'))
  })

  test('of the generic kind are refused', async () => {
    const { provider } = aServer({ json: {} })
    await expect(provider.update()).rejects.toThrow('named verbs')
  })

  test('a key is a uuid, each time another', () => {
    const [one, other] = [newKey(), newKey()]
    expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(one).not.toBe(other)
  })
})

describe('failures', () => {
  const problem = {
    status: 422,
    json: {
      title: 'Dati non validi',
      detail: 'Controlla i campi.',
      kind: 'invalid',
      errors: [{ path: 'values.class', message: 'Manca' }],
    },
  }

  test("a problem keeps the server's sentence, its kind and its fields", async () => {
    const { provider } = aServer(problem)
    const error = await provider.case('c1').catch((cause: unknown) => cause)
    expect(error).toMatchObject({ message: 'Controlla i campi.', status: 422, body: { kind: 'invalid' } })
    expect(fieldErrors(error)).toEqual({ 'values.class': 'Manca' })
  })

  test('a server that is not reached is said in our words', async () => {
    const { provider } = aServer(new TypeError('network'))
    await expect(provider.case('c1')).rejects.toMatchObject({ message: 'iter.error.unreachable', status: 0 })
  })

  test('an answer that is not JSON still is an error with its status', async () => {
    const send = async () => new Response('<html>Bad Gateway</html>', { status: 502 })
    const provider = createDataProvider(createHttp(send))
    await expect(provider.case('c1')).rejects.toMatchObject({ status: 502 })
  })

  test("the menu's counts come from the lists", async () => {
    const lists = { items: [], nextCursor: null, counts: { total: 9, open: 4, late: 1, cover: { total: 2, late: 1 } } }
    const offices = [
      { late: 2, weeks: [3, 9], later: 5, suspended: 7 },
      { late: 1, weeks: [0, 1], later: 0, suspended: 0 },
    ]
    const answers: [string, object][] = [
      ['/incident-groups', { items: [{}, {}], nextCursor: null }],
      ['/deadlines?municipality=t1', { weeks: [{}, {}], items: offices }],
    ]
    const send = async (url: string) =>
      new Response(JSON.stringify(answers.find(([path]) => url.includes(path))?.[1] ?? lists))
    const provider = createDataProvider(createHttp(send))
    expect(await provider.counts('tasks', '')).toEqual({ open: 11, late: 2 })
    expect(await provider.counts('cases', 't1')).toEqual({ open: 4, late: 1 })
    expect(await provider.counts('incidents', 't1')).toEqual({ open: 2, late: 0 })
    expect(await provider.counts('deadlines', 't1')).toEqual({ open: 3, late: 3 })
  })
})
