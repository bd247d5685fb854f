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
  task: ['tasks', 'counts', 'absences'],
  tasks: ['tasks', 'counts', 'absences'],
  incident: ['incidents', 'counts'],
  incidents: ['incidents', 'counts'],
  import: ['imports'],
  restart: ['restarts', 'incidents', 'counts'],
  payment: ['payments'],
  'payment-flow': ['flows', 'payments'],
  'payment-file': ['payment-files'],
  'payment-alarm': ['payment-alarms', 'flows', 'payments'],
  'treasury-entry': ['entries', 'flows', 'payments', 'payment-files'],
}

/**
 * One EventSource for the whole console. The first change is read again at once, those after it less than a second later together, and never while an
 * answer is still on its way: on a slow line it would be thrown away again and again. While the stream is away everything on screen is
 * asked again every 15 s.
 */
export const createLive = ({
  client,
  open = openStream,
  mergeMilliseconds = 700,
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
    for (const resource of stale) {
      if (client.isFetching({ queryKey: [resource] }) > 0) continue
      stale.delete(resource)
      void client.invalidateQueries({ queryKey: [resource] })
    }
    if (stale.size > 0) plan()
  }

  /** The first one after a calm is seen at once, with what belongs to it; more of them are seen together, a moment later. */
  const plan = () => {
    flushTimer ??= setTimeout(flush, Math.max(settleMilliseconds, flushedAt + mergeMilliseconds - Date.now()))
  }

  const receive = (message: MessageEvent<string>) => {
    for (const resource of resourcesOf(message.data)) stale.add(resource)
    if (stale.size > 0) plan()
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
    // Away for too long to be told everything one by one.
    stream.addEventListener('refresh', () => void client.invalidateQueries())
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
