import type { Logger } from './http/log.ts'

const patience = 10_000

/** Ends the process in order on SIGTERM or SIGINT; after ten seconds it ends anyway, because nothing is lost by it. */
export function stopOnSignal(log: Logger, stop: () => Promise<void>): void {
  let isStopping = false
  const end = (): void => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), patience).unref()
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
