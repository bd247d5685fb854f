import type { QueryClient } from '@tanstack/react-query'

export type LiveState = 'connected' | 'reconnecting' | 'polling'

interface Options {
  client: QueryClient
  /** Opens the stream; replaced in tests. */
  open?: () => EventSource
  mergeMilliseconds?: number
  pollMilliseconds?: number
}

/** The changes of one act come within this time. */
const settleMilliseconds = 50

/** Lists that show a case's facts: a change of a case touches them too. */
const touches: Record<string, string[]> = {
  case: ['cases', 'tasks', 'incidents', 'counts'],
  cases: ['cases', 'tasks', 'incidents', 'counts'],
  task: ['tasks', 'counts'],
  tasks: ['tasks', 'counts'],
  incident: ['incidents', 'counts'],
  incidents: ['incidents', 'counts'],
  import: ['imports'],
  restart: ['restarts', 'incidents', 'counts'],
}

/**
 * One EventSource for the whole console. What changed is marked stale at most once a second; while the stream is
 * away everything on screen is asked again every 15 s.
 */
export const createLive = ({
  client,
  open = openStream,
  mergeMilliseconds = 1000,
  pollMilliseconds = 15_000,
}: Options) => {
  let state: LiveState = 'reconnecting'
  let stream: EventSource | null = null
  let flushTimer: ReturnType<typeof setTimeout> | null = null
  let pollTimer: ReturnType<typeof setInterval> | null = null
  let flushedAt = 0
  const stale = new Set<string>()
  const listeners = new Set<() => void>()

  const setState = (next: LiveState) => {
    state = next
    for (const listener of listeners) listener()
  }

  const flush = () => {
    flushTimer = null
    flushedAt = Date.now()
    for (const resource of stale) void client.invalidateQueries({ queryKey: [resource] })
    stale.clear()
  }

  const receive = (message: MessageEvent<string>) => {
    for (const resource of resourcesOf(message.data)) stale.add(resource)
    // The first one after a calm is seen at once, with what belongs to it; more of them are seen once a second.
    flushTimer ??= setTimeout(flush, Math.max(settleMilliseconds, flushedAt + mergeMilliseconds - Date.now()))
  }

  const poll = () => {
    void client.invalidateQueries()
    if (stream?.readyState === 2) connect()
  }

  const connect = () => {
    stream?.close()
    stream = open()
    stream.addEventListener('open', () => {
      if (pollTimer) clearInterval(pollTimer)
      // Something may have happened while the stream was away.
      if (state !== 'connected') void client.invalidateQueries()
      pollTimer = null
      setState('connected')
    })
    stream.addEventListener('change', receive)
    // The next question is answered 401, and that opens the sign-in page.
    stream.addEventListener('signed-out', () => void client.invalidateQueries())
    stream.addEventListener('error', () => {
      pollTimer ??= setInterval(poll, pollMilliseconds)
      setState(stream?.readyState === 2 ? 'polling' : 'reconnecting')
    })
  }

  return {
    start: connect,
    stop: () => {
      stream?.close()
      if (pollTimer) clearInterval(pollTimer)
      if (flushTimer) clearTimeout(flushTimer)
      pollTimer = null
      flushTimer = null
      stream = null
    },
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export type Live = ReturnType<typeof createLive>

const openStream = () => new EventSource('/api/v1/events')

const resourcesOf = (data: string): string[] => {
  try {
    const { resource } = JSON.parse(data)
    return typeof resource === 'string' ? (touches[resource] ?? [resource]) : []
  } catch {
    return []
  }
}
