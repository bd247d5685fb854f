import { Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { armFailPoints } from '../db/fail-points.ts'
import { workerConfig } from './config.ts'
import { temporalLogger } from './log.ts'
import { runWorker } from './run-worker.ts'

const config = workerConfig(process.env)
armFailPoints(config.ITER_FAIL_POINT, config.ITER_REHEARSAL)
const log = pino({ name: 'worker', level: config.LOG_LEVEL })
const metrics = config.WORKER_METRICS_ADDRESS

Runtime.install({
  logger: temporalLogger(log),
  // Signals are ours: everything ends in one order, below.
  shutdownSignals: [],
  telemetryOptions: metrics ? { metrics: { prometheus: { bindAddress: metrics } } } : {},
})

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

try {
  await runWorker(config, log, stopping.signal)
} catch (error) {
  if (!stopping.signal.aborted) {
    log.fatal({ err: error }, 'The worker has fallen')
    process.exitCode = 1
  }
}
