import { setTimeout as pause } from 'node:timers/promises'
import { NativeConnection } from '@temporalio/worker'
import type { Logger } from 'pino'

interface Options {
  address: string
  log: Logger
  /** Milliseconds between tries. */
  every?: number
  /** Gives up when aborted. */
  signal?: AbortSignal
}

/** Connects to Temporal, however long it takes to come up; once connected the SDK itself connects again after a loss. */
export async function connectPatiently({ address, log, every = 2_000, signal }: Options): Promise<NativeConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const connection = await NativeConnection.connect({ address })
      log.info({ address, attempt }, 'Connected to Temporal')
      return connection
    } catch (error) {
      signal?.throwIfAborted()
      log.warn({ address, attempt, reason: reasonOf(error) }, 'Temporal does not answer: is it running? Trying again')
      await pause(every, undefined, { ...(signal && { signal }) })
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.slice(0, 200) : String(error))
