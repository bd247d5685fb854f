import { Context } from '@temporalio/activity'
import type { Db } from '../db/client.ts'
import { asWork } from '../db/fail-points.ts'
import type { Keys } from '../db/keys.ts'
import { publishCase } from '../db/queries/publish-case.ts'
import { setPlatformHealth } from '../db/queries/set-platform-health.ts'
import type { Json } from '../engine/json.ts'
import {
  type ChildCase,
  type ChildRequest,
  newsPatienceMs,
  type Publication,
  type StepRequest,
  type SwiftStepAnswer,
  type SwiftStepRequest,
  type WorkRequest,
} from '../engine/publication.ts'
import { createVouchers } from './anpr/vouchers.ts'
import { declarationOf } from './catalogue.ts'
import type { ActivitiesConfig } from './config.ts'
import { implementations } from './implementations.ts'
import type { Log } from './kernel/context.ts'
import { withinTime } from './kernel/deadline.ts'
import { type CircuitChange, createGuard } from './kernel/guard.ts'
import type { Implementation } from './kernel/implement.ts'
import { createSharedLedger } from './kernel/ledger.ts'
import { createLateNews, createNews, type News } from './kernel/news.ts'
import { toApplicationFailure, toOperationError } from './kernel/operation-error.ts'
import { type Lane, type PerformDeps, performWork } from './kernel/perform-work.ts'
import { limitsOf } from './kernel/platform-limits.ts'
import { retryDelay, retryPolicies } from './kernel/retry-policies.ts'
import { townAccess } from './kernel/town-access.ts'
import { createTurns } from './kernel/turns.ts'
import { openChild } from './open-child.ts'
import { pollReceipts } from './pagopa/receipts.ts'
import { createPaymentActivities, type PaymentActivities } from './payment-activities.ts'
import { type Probed, askPlatform, probePlatform } from './probe.ts'

export interface ActivitiesDeps {
  db: Db
  keys: Pick<Keys, 'openFor'>
  config: ActivitiesConfig
  log: Log
  /** Operations beside the catalogue's, for who measures. */
  more?: readonly Implementation[]
}

/** What workflows and schedules call, by name. Workflows import this as a type only. */
export interface Activities extends PaymentActivities {
  /** Local lane: publishes what the projection lacks, then performs; ends well within the local activity's time-out. */
  step(request: StepRequest): Promise<Json>
  /** Local lane: performs, and publishes what the projection lacks when that would otherwise be told late. */
  swiftStep(request: SwiftStepRequest): Promise<SwiftStepAnswer>
  /** Queued lane. Throws an ApplicationFailure whose type is the failure's kind and whose one detail is the Failure; only `unavailable` is retried. */
  perform(work: WorkRequest): Promise<Json>
  publish(publication: Publication): Promise<void>
  /** Makes the case that a call activity asks for, once. */
  openChild(request: ChildRequest): Promise<ChildCase>
  /** Whether a platform answers again for a town. */
  probePlatform(request: { platform: string; municipality: string }): Promise<boolean>
  /** Fetches a town's payment receipts. */
  pollReceipts(request: Town): Promise<{ stored: number }>
  /** What a platform says to a town that tries the connection by hand: chores, named after their platform. */
  probeRegister(request: Town): Promise<Probed>
  probeAnpr(request: Town): Promise<Probed>
  probePagopa(request: Town): Promise<Probed>
  probeIo(request: Town): Promise<Probed>
}

interface Town {
  municipality: string
}

/** Holders of a platform's turn keep a second connection: a small part of the pool. */
const turnsAtOnce = 3
const choreMs = 45_000

export function createActivities({ db, keys, config, log, more = [] }: ActivitiesDeps): Activities {
  const guard = createGuard({
    limits: platform => limitsOf(platform, config.retryScale),
    now: Date.now,
    onChange: change => noteHealth(db, log, change),
  })
  const deps: PerformDeps = {
    db,
    keys,
    log,
    guard,
    turns: createTurns(turnsAtOnce),
    ledger: createSharedLedger(db),
    leaseMarginSeconds: config.leaseMarginSeconds,
    ...(config.inDoubtUntil !== undefined && { inDoubtUntil: config.inDoubtUntil }),
    implementations: implementations({ vouchers: createVouchers(Date.now) }, more),
  }
  const newsOf = (municipality: string, publication: Publication | null): News =>
    createNews(fn => db.withTenants([municipality], fn), publication && (tx => publishCase(tx, publication)))
  const tell = (news: News) => asWork('case.publish', news.tell)
  const run = async (work: WorkRequest, lane: Lane, attempt: number): Promise<Json> => {
    try {
      return await asWork(work.operation, () => performWork(deps, work, lane))
    } catch (error) {
      throw asFailure(error, work, { attempt, scale: config.retryScale, log })
    }
  }
  const stepWith = async (work: WorkRequest, news: News): Promise<Json> => {
    try {
      const limitMs = config.localMs
      return await within(limitMs, signal => run(work, { name: 'local', signal, limitMs, news }, 1))
    } finally {
      // Steps that have no effect, or failed before it. Fails as itself when it cannot be told: then the step goes on in the queue.
      await tell(news)
    }
  }
  const chore = (municipality: string, signal: AbortSignal) =>
    townAccess(deps, { municipality, signal, timeoutMs: 15_000, patience: 5000, correlation: `${municipality}:chore` })
  const probe =
    (platform: string) =>
    async ({ municipality }: Town) =>
      within(choreMs, signal => askPlatform(db, chore(municipality, signal), platform))

  return {
    publish: publication => tell(newsOf(publication.municipality, publication)),
    async openChild(request) {
      try {
        return await asWork('case.openChild', () =>
          db.withTenants([request.municipality], tx => openChild(tx, request)),
        )
      } catch (error) {
        const known = toOperationError(error)
        if (known.kind === 'defect')
          log.error({ ...idsOf(request), detail: known.detail }, 'A child case failed to open')
        throw toApplicationFailure(known, retryDelay(retryPolicies.internal, currentAttempt(), config.retryScale, 0))
      }
    },
    step: ({ publication, work }) => stepWith(work, newsOf(work.municipality, publication)),
    async swiftStep({ publication, work, behindSince }) {
      const patienceMs = newsPatienceMs - (behindSince === null ? 0 : Date.now() - Date.parse(behindSince))
      const news = newsOf(work.municipality, publication)
      if (patienceMs <= 0) return { output: await stepWith(work, news), isTold: true }
      const late = createLateNews(news, fn => db.withTenants([work.municipality], fn), patienceMs)
      try {
        const output = await stepWith(work, late.news)
        return { output, isTold: await late.end() }
      } finally {
        // Also of a step that failed: its news is told with what came of that.
        void late.end()
      }
    },
    async perform(work) {
      const limitMs = (declarationOf(work.operation)?.timeoutSeconds ?? 10) * 1000
      const news = newsOf(work.municipality, null)
      return within(limitMs, signal => run(work, { name: 'queued', signal, limitMs, news }, currentAttempt()))
    },
    probePlatform: ({ platform, municipality }) =>
      within(choreMs, signal => probePlatform(db, chore(municipality, signal), platform)),
    pollReceipts: ({ municipality }) =>
      within(choreMs, signal => asWork('pagopa.pollReceipts', () => pollReceipts(chore(municipality, signal)))),
    ...createPaymentActivities({ db, log, chore, scale: config.retryScale }),
    probeRegister: probe('register'),
    probeAnpr: probe('anpr'),
    probePagopa: probe('pagopa'),
    probeIo: probe('io'),
  }
}

const idsOf = ({ municipality, parentCaseId, instance }: ChildRequest) => ({ municipality, parentCaseId, instance })

function asFailure(error: unknown, work: WorkRequest, about: { attempt: number; scale: number; log: Log }) {
  const known = toOperationError(error)
  const { municipality, caseId, id, operation } = work
  if (known.kind === 'defect') {
    about.log.error(
      { municipality, caseId, work: id, operation, code: known.code, detail: known.detail },
      'A step failed by a defect',
    )
  }
  const policy = retryPolicies[declarationOf(operation)?.retry ?? 'internal']
  return toApplicationFailure(known, retryDelay(policy, about.attempt, about.scale, known.retryAfterSeconds))
}

function noteHealth(db: Db, log: Log, change: CircuitChange): void {
  const { platform, municipality, state, error } = change
  log.warn({ platform, municipality, state, error }, state === 'down' ? 'A circuit opened' : 'A circuit closed')
  db.global(tx => setPlatformHealth(tx, { platform, municipality, state, error, probed: false })).catch(() =>
    log.warn({ platform }, 'The health of a platform could not be written'),
  )
}

/** Ends with the time given, or when Temporal calls the activity off. */
function within<T>(milliseconds: number, fn: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const context = currentContext()
  return withinTime(milliseconds, context === null ? [] : [context.cancellationSignal], fn)
}

function currentAttempt(): number {
  return currentContext()?.info.attempt ?? 1
}

/** Null outside an activity, as in tests that call the functions directly. */
function currentContext(): Context | null {
  try {
    return Context.current()
  } catch {
    return null
  }
}
