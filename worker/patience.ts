import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'

interface Options {
  /** What is waited for, as the log names it: `Temporal at 127.0.0.1:7233`. */
  what: string
  log: Logger
  signal: AbortSignal
  /** Milliseconds between tries. */
  every?: number
  /** Errors that waiting cannot help: thrown at once. */
  isFinal?: (error: unknown) => boolean
}

/** Tries until it succeeds: the parts of the house may start in any order. Rejects when aborted. */
export async function patiently<T>(attempt: () => Promise<T>, options: Options): Promise<T> {
  const { what, log, signal, every = 2_000, isFinal = () => false } = options
  for (let count = 1; ; count += 1) {
    try {
      const result = await attempt()
      if (count > 1) log.info({ attempts: count }, `${what} answers`)
      return result
    } catch (error) {
      signal.throwIfAborted()
      if (isFinal(error)) throw error
      const reason = error instanceof Error ? error.message.slice(0, 200) : String(error)
      log.warn({ attempt: count, reason }, `${what} does not answer: is it running? Trying again`)
      await pause(every, undefined, { signal })
    }
  }
}
