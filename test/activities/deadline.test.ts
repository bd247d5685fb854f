import { createServer, type Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { withinTime } from '../../activities/kernel/deadline.ts'

/** Answers long after everybody's patience is over. */
let slow: Server
let url: string
beforeAll(async () => {
  slow = createServer((_request, response) => void setTimeout(() => response.end('late'), 3_000).unref())
  await new Promise<void>(resolve => slow.listen(0, '127.0.0.1', resolve))
  const address = slow.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens nowhere')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  slow.closeAllConnections()
  slow.close()
})

/** The garbage collector, as it may come at any time. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('There is no garbage collector to call')
  return () => void collect()
}

const nameOf = (running: Promise<unknown>) =>
  running.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error || error instanceof DOMException ? error.name : String(error)),
  )

describe('a call within a time', () => {
  it('ends with the time, also when garbage is collected meanwhile', async () => {
    const never = new AbortController()
    const calls = Array.from({ length: 3 }, () =>
      nameOf(
        withinTime(600, [never.signal], outer =>
          withinTime(300, [outer], signal => fetch(url, { signal }).then(response => response.text())),
        ),
      ),
    )
    const collecting = setInterval(collector(), 40)
    const ended = await Promise.all(calls)
    clearInterval(collecting)
    expect(ended).toEqual(['TimeoutError', 'TimeoutError', 'TimeoutError'])
  })

  it('ends as soon as somebody calls it off, for the reason given', async () => {
    const caller = new AbortController()
    const call = nameOf(withinTime(60_000, [caller.signal], signal => fetch(url, { signal })))
    caller.abort(new DOMException('x', 'AbortError'))
    await expect(call).resolves.toBe('AbortError')
    await expect(nameOf(withinTime(60_000, [caller.signal], signal => fetch(url, { signal })))).resolves.toBe(
      'AbortError',
    )
  })

  it('leaves nothing behind on the signals of others', async () => {
    const other = new AbortController()
    const removed = jest.spyOn(other.signal, 'removeEventListener')
    await expect(withinTime(60_000, [other.signal], () => Promise.resolve('done'))).resolves.toBe('done')
    expect(removed).toHaveBeenCalledTimes(1)
  })
})
