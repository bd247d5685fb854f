import type { LogLevel, Logger as TemporalLogger } from '@temporalio/worker'
import type { Logger } from 'pino'

/**
 * Lets the SDK's lines run through our one log: JSON, a level, no second format. A platform's outage is an everyday thing and told elsewhere:
 * its failures are one short line each, without a stack.
 */
export function temporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta?: object) => {
    if (isExpected(meta)) log.debug({ ...meta, error: meta.error.message }, message)
    else log[pinoLevels[level]]({ ...meta }, message)
  }
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  }
}

const pinoLevels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const

/** What an operation says by itself is on the case's page; only what it does not know of belongs into the log. */
const expected: unknown[] = ['refused', 'unavailable', 'misconfigured', 'unknown-outcome']

const isExpected = (meta: object | undefined): meta is { error: Error } =>
  meta !== undefined &&
  'error' in meta &&
  meta.error instanceof Error &&
  'type' in meta.error &&
  expected.includes(meta.error.type)
