import pg from 'pg'

export interface Listening {
  stop(): Promise<void>
}

/**
 * Hears PostgreSQL's notifications on a connection of its own. A lost connection is opened again after a second; what was notified meanwhile is
 * lost, so `onNotify` is also called after each (re)connection, and the caller still polls now and then.
 */
export function listen(
  options: { url: string; channel: 'outbox' | 'outbox_answer' | 'reconciler'; onError?: (error: unknown) => void },
  onNotify: (payload: string) => void,
): Listening {
  let stopped = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined

  const reopen = (error?: unknown) => {
    client?.removeAllListeners()
    // An ending connection may still fail: nobody is interested any more.
    client?.on('error', () => {})
    client?.end().catch(() => {})
    client = undefined
    if (stopped) return
    if (error !== undefined) options.onError?.(error)
    retry = setTimeout(open, 1000)
  }
  const open = () => {
    const opening = new pg.Client({ connectionString: options.url, application_name: 'iter-listen', keepAlive: true })
    client = opening
    opening.on('error', reopen)
    opening.on('end', () => reopen(new Error('The listening connection was closed')))
    opening.on('notification', ({ payload }) => onNotify(payload ?? ''))
    opening
      .connect()
      .then(() => opening.query(`listen ${options.channel}`))
      .then(() => onNotify(''))
      .catch(reopen)
  }
  open()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(retry)
      client?.removeAllListeners('end')
      await client?.end()
    },
  }
}
