/** Lets one holder per key and a few in all go ahead in this process; the others wait in order of arrival. */
export interface Turns {
  /** Null when the signal ended the wait. */
  hold<T>(key: string, signal: AbortSignal, fn: () => Promise<T>): Promise<{ value: T } | null>
}

/**
 * `limit` bounds how many hold at once: each holder keeps a database connection open and needs a second one, so that without a bound
 * they could take all of the pool and wait for ever.
 */
export function createTurns(limit: number): Turns {
  const held = new Set<string>()
  const waiting: { key: string; go: () => void }[] = []

  const wake = () => {
    const next = held.size < limit ? waiting.findIndex(waiter => !held.has(waiter.key)) : -1
    if (next >= 0) waiting.splice(next, 1)[0]?.go()
  }

  const wait = (key: string, signal: AbortSignal) =>
    new Promise<boolean>(resolve => {
      const waiter = { key, go: () => finish(true) }
      const stop = () => finish(false)
      const finish = (mine: boolean) => {
        signal.removeEventListener('abort', stop)
        const index = waiting.indexOf(waiter)
        if (index >= 0) waiting.splice(index, 1)
        // Taken here, before anybody else runs.
        if (mine) held.add(key)
        resolve(mine)
      }
      signal.addEventListener('abort', stop)
      waiting.push(waiter)
    })

  return {
    async hold(key, signal, fn) {
      if (signal.aborted) return null
      const free = held.size < limit && !held.has(key)
      if (free) held.add(key)
      else if (!(await wait(key, signal))) return null
      try {
        return { value: await fn() }
      } finally {
        held.delete(key)
        wake()
      }
    },
  }
}
