import { ApplicationFailure, Context } from '@temporalio/activity'
import type { Db } from '../db/client.ts'
import { asWork } from '../db/fail-points.ts'
import { refusePaymentFile } from '../db/queries/reconciliation/payment-files.ts'
import type { Instant } from '../engine/json.ts'
import type { ChoreContext } from './kernel/chore-context.ts'
import type { Log } from './kernel/context.ts'
import { toApplicationFailure, toOperationError } from './kernel/operation-error.ts'
import { retryDelay, retryPolicies } from './kernel/retry-policies.ts'
import { createTurns } from './kernel/turns.ts'
import { fetchReports } from './pagopa/fdr.ts'
import { recoverReceipts } from './pagopa/receipts-recovery.ts'
import { type FlowStanding, lookAtFlow } from './reconciliation/look-at-flow.ts'
import { settleEntry, takeFile } from './reconciliation/take-file.ts'

interface About {
  municipality: string
  subject: string
}

interface AboutFlow {
  municipality: string
  flowKey: string
  at: Instant
}

/** What chores and flow workflows call. */
export interface PaymentActivities {
  /** Reads an uploaded or fetched file (`subject`), stores it and settles what it touches. */
  takePaymentFile(request: About): Promise<{ state: string }>
  /** Fetches a town's new payment reports. */
  fetchReports(request: { municipality: string }): Promise<{ fetched: number }>
  /** Judges a treasury entry (`subject`) again. */
  settleEntry(request: About): Promise<{ payments: number }>
  lookAtFlow(request: AboutFlow): Promise<FlowStanding>
  recoverReceipts(request: AboutFlow): Promise<{ found: number }>
}

export interface PaymentDeps {
  db: Db
  log: Log
  /** Access to a town's platforms until the signal ends it. */
  chore: (municipality: string, signal: AbortSignal) => ChoreContext
  scale: number
}

/** Files read at once in one process: each holds a connection for as long as it takes, and a second one to say how far it is. */
const filesAtOnce = 2
const turnMs = 1_000
const heartbeatMs = 5_000

export function createPaymentActivities({ db, log, chore, scale }: PaymentDeps): PaymentActivities {
  const turns = createTurns(filesAtOnce)
  return {
    takePaymentFile: ({ municipality, subject }) =>
      alive(async beat => {
        const take = () => takeFile({ db, alive: beat }, { municipality, fileId: subject })
        const held = await asWork('payments.takeFile', () =>
          turns.hold(municipality, AbortSignal.timeout(turnMs), () =>
            take().catch(error => refuseDefect({ db, log }, { municipality, subject }, error)),
          ),
        )
        // Whoever waits for its turn must not keep a slot from others.
        if (held === null) throw busy()
        return { state: held.value }
      }),
    fetchReports: ({ municipality }) =>
      alive(async beat => {
        const context = chore(municipality, currentSignal())
        return asWork('pagopa.fetchReports', () => fetchReports(context, { at: now(), alive: beat }))
      }).catch(error => {
        throw asFailure(error, scale)
      }),
    settleEntry: ({ municipality, subject }) => settleEntry(db, { municipality, entry: subject }),
    lookAtFlow: ({ municipality, flowKey, at }) =>
      db.withTenants([municipality], tx => lookAtFlow(tx, { municipality, flowKey, at, scale })),
    recoverReceipts: ({ municipality, flowKey, at }) =>
      alive(beat => {
        const context = chore(municipality, currentSignal())
        return recoverReceipts(context, { flowKey, at, scale, alive: beat })
      }),
  }
}

/** A file that our own code stumbles over must not stumble for ever: it is refused, and may be sent again. */
async function refuseDefect(
  { db, log }: Pick<PaymentDeps, 'db' | 'log'>,
  { municipality, subject }: About,
  error: unknown,
): Promise<'refused'> {
  const known = toOperationError(error)
  if (known.kind !== 'defect') throw error
  log.error({ municipality, file: subject, detail: known.detail }, 'A payment file could not be taken by a defect')
  const text = {
    it: 'Errore interno di Iter nella lettura: caricare di nuovo il file; se si ripete, segnalarlo all’assistenza.',
    en: 'Internal error of Iter while reading: upload the file again; if it comes back, report it.',
  }
  const problem = { code: 'internal-error', text, place: {} }
  await db.withTenants([municipality], tx => refusePaymentFile(tx, { municipality, id: subject, problem }))
  return 'refused'
}

function busy(): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'busy',
    message: 'Another file of this town is being read',
    nextRetryDelay: '2s',
  })
}

function asFailure(error: unknown, scale: number): ApplicationFailure {
  const known = toOperationError(error)
  const attempt = currentContext()?.info.attempt ?? 1
  return toApplicationFailure(known, retryDelay(retryPolicies.platform, attempt, scale, known.retryAfterSeconds))
}

/** Tells Temporal that the activity lives while one step of it takes long; `beat` adds where it is. */
async function alive<T>(run: (beat: (rows?: number) => void) => Promise<T>): Promise<T> {
  const context = currentContext()
  let rows = 0
  const beat = (more = rows) => {
    rows = more
    context?.heartbeat(rows)
  }
  const timer = setInterval(() => beat(), heartbeatMs)
  try {
    return await run(beat)
  } finally {
    clearInterval(timer)
  }
}

const now = (): Instant => new Date().toISOString()
const currentSignal = (): AbortSignal => currentContext()?.cancellationSignal ?? new AbortController().signal

/** Null outside an activity, as in tests that call the functions directly. */
function currentContext(): Context | null {
  try {
    return Context.current()
  } catch {
    return null
  }
}
