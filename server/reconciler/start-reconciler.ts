import type { Client } from '@temporalio/client'

import type { Db } from '../../db/client.ts'
import { askRun, beginRun } from '../../db/queries/consistency-runs.ts'
import { tryLead } from '../../db/queries/try-lead.ts'
import type { Logger } from '../http/log.ts'
import { reconcile } from './reconcile.ts'
import type { Pace } from './round.ts'

export interface ReconcilerDeps {
  db: Db
  client: () => Promise<Client>
  log: Logger
  pace: Pace
  everyMinutes: number
}

/** A round that met an outage (at the start the worker may be slower) does not leave an hour unlooked at. */
const againMilliseconds = 60_000

export interface Reconciler {
  /** Somebody may have asked for a round. */
  wake(): void
  stop(): Promise<void>
}

/** Rounds at the start, on a schedule and when asked for. Several copies may run: one at a time works, the others wait their turn. */
export function startReconciler(deps: ReconcilerDeps): Reconciler {
  const stopping = new AbortController()
  let looking: Promise<void> = Promise.resolve()
  let later: NodeJS.Timeout | undefined
  const wake = (): void => {
    if (stopping.signal.aborted) return
    looking = looking
      .then(() => workOff(deps, stopping.signal))
      .then(isComplete => {
        if (!isComplete && !stopping.signal.aborted) later = setTimeout(ask, againMilliseconds)
      })
      .catch((error: unknown) => deps.log.warn({ err: error }, 'reconciler: no round'))
  }
  const ask = (): void => {
    void deps.db
      .global(tx => askRun(tx, null))
      .then(wake, (error: unknown) => deps.log.warn({ err: error }, 'reconciler: no round'))
  }
  const timer = setInterval(ask, deps.everyMinutes * 60_000)
  ask()
  return {
    wake,
    stop: async () => {
      stopping.abort(new Error('the process ends'))
      clearInterval(timer)
      clearTimeout(later)
      await looking
    },
  }
}

/** The rounds that wait; false when one could not look everywhere. The lock is a transaction that does nothing else: it ends with the process, however that ends. */
async function workOff({ db, client, log, pace }: ReconcilerDeps, signal: AbortSignal): Promise<boolean> {
  return db.global(async lock => {
    if (!(await tryLead(lock, 'reconciler'))) return true
    for (let isComplete = true; ;) {
      signal.throwIfAborted()
      const runId = await db.global(beginRun)
      if (runId === null) return isComplete
      const { error } = await reconcile({ db, connect: client, log, runId, pace, signal })
      isComplete &&= error === null
    }
  })
}
