import { QueryClient } from '@tanstack/react-query'
import type { Session } from '../../console/api-types.d.ts'
import { createAuthProvider, may, signInAddress } from '../../console/providers/auth-provider.ts'
import { createLive } from '../../console/providers/live.ts'
import { settle } from '../../console/providers/settle.ts'

const session: Session = {
  person: { id: 'p1', name: 'Giulia Riva' },
  memberships: [],
  municipalities: [],
  permissions: { 'tasks.read': ['t1'], 'audit.read': [] },
  masked: [],
  signedInAt: '',
  expiresAt: '',
  rehearsal: true,
}

describe('sign-in', () => {
  const provider = (ask: () => Promise<Session>) => {
    const went: string[] = []
    return {
      went,
      auth: createAuthProvider({
        session: ask,
        signOut: async () => 'https://idp/out',
        go: address => went.push(address),
      }),
    }
  }

  test('the session is asked once', async () => {
    let asked = 0
    const { auth } = provider(async () => {
      asked += 1
      return session
    })
    await auth.checkAuth({})
    await auth.checkAuth({})
    expect(await auth.getIdentity?.()).toEqual({ id: 'p1', fullName: 'Giulia Riva' })
    expect(asked).toBe(1)
  })

  test('nobody signed in is refused, and asked again the next time', async () => {
    let isIn = false
    const { auth } = provider(() =>
      isIn ? Promise.resolve(session) : Promise.reject(Object.assign(new Error('no'), { status: 401 })),
    )
    await expect(auth.checkAuth({})).rejects.toMatchObject({ status: 401 })
    isIn = true
    await expect(auth.checkAuth({})).resolves.toBeUndefined()
  })

  test('only 401 ends the session', async () => {
    const { auth } = provider(async () => session)
    await expect(auth.checkError({ status: 503 })).resolves.toBeUndefined()
    await expect(auth.checkError({ status: 403 })).resolves.toBeUndefined()
    await expect(auth.checkError({ status: 401 })).rejects.toBeDefined()
  })

  test("signing out goes through the provider's own page, and only when somebody was in", async () => {
    const { auth, went } = provider(async () => session)
    await auth.logout({})
    expect(went).toEqual([])
    await auth.checkAuth({})
    await auth.logout({})
    expect(went).toEqual(['https://idp/out'])
  })

  test('the menu shows what may be read somewhere', async () => {
    const { auth } = provider(async () => session)
    expect(await auth.canAccess?.({ resource: 'tasks', action: 'list' })).toBe(true)
    expect(await auth.canAccess?.({ resource: 'audit', action: 'list' })).toBe(false)
    expect(may(session, 'tasks.read', 't1')).toBe(true)
    expect(may(session, 'tasks.read', 't2')).toBe(false)
  })

  test('the page that was open is kept', () => {
    expect(signInAddress('/cases?filter={"a":1}')).toBe('/auth/login?returnTo=%2Fcases%3Ffilter%3D%7B%22a%22%3A1%7D')
  })
})

class FakeStream extends EventTarget {
  readyState = 1
  isClosed = false
  close() {
    this.isClosed = true
  }
  tell(type: string, data?: unknown) {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data) }))
  }
}

describe('live events', () => {
  const start = () => {
    jest.useFakeTimers()
    const client = new QueryClient()
    const asked = jest.spyOn(client, 'invalidateQueries').mockResolvedValue()
    const streams: FakeStream[] = []
    const live = createLive({
      client,
      open: () => {
        const stream = new FakeStream()
        streams.push(stream)
        return stream as unknown as EventSource
      },
    })
    live.start()
    return { live, client, streams, asked, stale: () => asked.mock.calls.map(([filter]) => filter?.queryKey?.[0]) }
  }

  afterEach(() => {
    jest.useRealTimers()
  })

  test('many changes are one question a second', () => {
    const { live, streams, asked, stale } = start()
    streams[0]?.tell('open')
    asked.mockClear()
    for (let version = 0; version < 50; version += 1)
      streams[0]?.tell('change', { resource: 'imports', id: 'x', version })
    streams[0]?.tell('change', { resource: 'tasks', id: 'x', version: 1 })
    expect(asked).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1000)
    expect(stale().toSorted()).toEqual(['absences', 'counts', 'imports', 'tasks'])
    asked.mockClear()
    streams[0]?.tell('change', { resource: 'imports', id: 'x', version: 51 })
    jest.advanceTimersByTime(10)
    expect(asked).not.toHaveBeenCalled()
    live.stop()
  })

  test('a change after a calm is seen at once', () => {
    const { live, streams, asked, stale } = start()
    streams[0]?.tell('open')
    asked.mockClear()
    streams[0]?.tell('change', { resource: 'imports', id: 'x', version: 1 })
    jest.advanceTimersByTime(100)
    expect(stale()).toEqual(['imports'])
    live.stop()
  })

  test('on a slow line an answer on its way is waited for, and the change is not forgotten', () => {
    const { live, streams, asked, client, stale } = start()
    streams[0]?.tell('open')
    asked.mockClear()
    const fetching = jest.spyOn(client, 'isFetching').mockReturnValue(1)
    streams[0]?.tell('change', { resource: 'imports', id: 'x', version: 1 })
    jest.advanceTimersByTime(3500)
    expect(asked).not.toHaveBeenCalled()
    fetching.mockReturnValue(0)
    jest.advanceTimersByTime(1000)
    expect(stale()).toEqual(['imports'])
    live.stop()
  })

  test('away for too long, everything is read again', () => {
    const { live, streams, asked } = start()
    streams[0]?.tell('open')
    asked.mockClear()
    streams[0]?.tell('refresh', {})
    expect(asked).toHaveBeenCalledWith()
    live.stop()
  })

  test('what is not understood is passed over', () => {
    const { live, streams, asked } = start()
    streams[0]?.tell('change', 'no object')
    streams[0]?.dispatchEvent(Object.assign(new Event('change'), { data: '{' }))
    jest.advanceTimersByTime(2000)
    expect(asked).not.toHaveBeenCalled()
    live.stop()
  })

  test('while it is away the screen is polled; back again, everything is asked once', () => {
    const { live, streams, asked } = start()
    streams[0]?.tell('open')
    expect(live.state()).toBe('connected')
    streams[0]?.tell('error')
    expect(live.state()).toBe('reconnecting')
    asked.mockClear()
    jest.advanceTimersByTime(30_000)
    expect(asked).toHaveBeenCalledTimes(2)
    streams[0]?.tell('open')
    expect(live.state()).toBe('connected')
    asked.mockClear()
    jest.advanceTimersByTime(60_000)
    expect(asked).not.toHaveBeenCalled()
    live.stop()
  })

  test('a stream that was closed for good is opened anew', () => {
    const { live, streams } = start()
    const [first] = streams
    if (first) first.readyState = 2
    first?.tell('error')
    expect(live.state()).toBe('polling')
    jest.advanceTimersByTime(15_000)
    expect(streams).toHaveLength(2)
    live.stop()
    expect(streams[1]?.isClosed).toBe(true)
  })
})

describe('an act that is on its way', () => {
  const pending = { state: 'pending' as const, requestId: 'r1', links: { self: '' } }
  const done = { state: 'done' as const, requestId: 'r1', revision: 8, at: '' }
  const wait = async () => undefined

  test('done at once is not asked after', async () => {
    const ask = jest.fn()
    expect(await settle(done, { ask, wait })).toBe(done)
    expect(ask).not.toHaveBeenCalled()
  })

  test('is asked after until it is done', async () => {
    const ask = jest.fn().mockResolvedValueOnce(pending).mockResolvedValueOnce(done)
    expect(await settle(pending, { ask, wait })).toBe(done)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  test('stays pending when time runs out', async () => {
    const ask = jest.fn().mockResolvedValue(pending)
    expect(await settle(pending, { ask, wait, times: 3 })).toBe(pending)
  })

  test('refused is thrown with its words', async () => {
    const refused = {
      state: 'refused',
      requestId: 'r1',
      refusal: { kind: 'stale', message: 'La pratica è andata avanti.', fields: [] },
    }
    await expect(settle(pending, { ask: async () => refused as never, wait })).rejects.toThrow(
      'La pratica è andata avanti.',
    )
  })
})
