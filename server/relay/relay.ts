import type { Client } from '@temporalio/client'

import type { Db } from '../../db/client.ts'
import { asWork } from '../../db/fail-points.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { failOutbox } from '../../db/queries/fail-outbox.ts'
import { settleOutbox } from '../../db/queries/settle-outbox.ts'
import { takeOutbox } from '../../db/queries/take-outbox.ts'
import type { OutboxRow } from '../../db/queries/take-outbox.ts'
import type { Json } from '../../engine/json.ts'
import type { Logger } from '../http/log.ts'
import { deliver } from './deliver.ts'
import type { PlanLoader } from './deliver.ts'
import { actPayload } from './payloads.ts'

export interface RelayDeps {
  db: Db
  client: () => Promise<Client>
  loadPlan: PlanLoader
  log: Logger
  /** For one workflow task of a case; Temporal's default when left out. */
  taskTimeoutSeconds?: number | undefined
  /** How long a taken message is left to this relay; 45 when left out. */
  leaseSeconds?: number
}

export interface Relay {
  /** Looks for due messages now; called at each notification. */
  wake(): void
  /** Lets what is under way end, takes nothing more. */
  stop(): Promise<void>
}

/** What carrying each kind of message is called where it may be cut off. */
const workNames = {
  start: 'start',
  update: 'act',
  signal: 'signal',
  'advance-time': 'time',
  chore: 'chore',
  flow: 'flow',
} as const

const most = 40
const usualLease = 45
const pollMilliseconds = 1000

/**
 * Carries the outbox to Temporal, at least once; Temporal makes it once. Several relays may run: a row belongs to who holds its lease.
 * Messages of one case go one after the other, those of different cases side by side.
 */
export function startRelay(deps: RelayDeps): Relay {
  const { leaseSeconds = usualLease } = deps
  const underWay = new Set<Promise<void>>()
  let stopped = false
  let looking: Promise<void> = Promise.resolve()

  const look = async (): Promise<void> => {
    while (!stopped && underWay.size < most) {
      const rows = await deps.db.global(tx => takeOutbox(tx, { limit: most - underWay.size, leaseSeconds }))
      if (rows.length === 0) return
      for (const row of rows) {
        const one = asWork(`relay.${workNames[row.kind]}`, () => carry(deps, row))
          // The lease runs out and the row is taken again.
          .catch((error: unknown) => deps.log.error({ err: error, outbox: row.id }, 'relay: settling failed'))
          .finally(() => {
            underWay.delete(one)
            // The next message of the same case has become due.
            wake()
          })
        underWay.add(one)
      }
    }
  }
  const wake = (): void => {
    if (stopped) return
    looking = looking
      .then(look)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'relay: the outbox cannot be read'))
  }
  const timer = setInterval(wake, pollMilliseconds)
  wake()
  return {
    wake,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await looking
      await Promise.all(underWay)
    },
  }
}

async function carry(deps: RelayDeps, row: OutboxRow): Promise<void> {
  const outcome = await attempt(deps, row)
  if (outcome.settled) {
    await deps.db.withTenants([row.municipalityId], async tx => {
      const fresh = await settleOutbox(tx, row, outcome.answer)
      const entry = fresh ? outcomeEntry(row, outcome.answer) : null
      if (entry) await appendAudit(tx, entry)
    })
    return
  }
  const seconds = outcome.outage ? Math.min(5, row.tries) : Math.min(300, 2 ** Math.min(row.tries, 9))
  const nextAt = new Date(Date.now() + seconds * 1000).toISOString()
  deps.log.warn(
    { outbox: row.id, kind: row.kind, tries: row.tries, error: outcome.error, nextAt },
    'relay: not delivered',
  )
  await deps.db.global(tx => failOutbox(tx, row, { error: outcome.error, nextAt }))
}

async function attempt(deps: RelayDeps, row: OutboxRow): ReturnType<typeof deliver> {
  try {
    return await deliver(await deps.client(), row, deps)
  } catch (error) {
    // Not connected, or a payload that this version cannot read: both stay in the outbox and say why.
    return { settled: false, error: error instanceof Error ? error.message.slice(0, 500) : 'unknown', outage: true }
  }
}

/** What was asked is in the audit since the act itself; what came of it is an entry of its own. */
function outcomeEntry(row: OutboxRow, answer: Json): Parameters<typeof appendAudit>[1] | null {
  const asked = askedIn(row)
  if (asked === null) return null
  const told = typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer : {}
  return {
    municipality: row.municipalityId,
    actor: { kind: 'system', id: 'relay' },
    action: 'act.answered',
    object: { type: 'case', id: row.caseId ?? '' },
    requestId: asked.requestId,
    outcome: told['accepted'] === true ? 'accepted' : 'refused',
    detail: {
      act: asked.act,
      by: asked.by,
      ...(told['revision'] !== undefined && { revision: told['revision'] }),
      ...(told['seconds'] !== undefined && { seconds: told['seconds'] }),
      ...reasonOf(told),
    },
  }
}

/** Whose request it was, of those that a person makes. */
function askedIn(row: OutboxRow): { act: string; by: string; requestId: string } | null {
  if (row.kind === 'update') {
    const { requestId, act, actor } = actPayload(row.payload)
    return { act: act.type, by: actor.id, requestId }
  }
  const [, by, requestId] =
    row.kind === 'advance-time' ? (/^act\/([^/]+)\/([^/]+)$/.exec(row.idempotencyKey) ?? []) : []
  return by !== undefined && requestId !== undefined ? { act: 'advance-time', by, requestId } : null
}

function reasonOf(answer: { [key: string]: Json }): { refusal?: Json } {
  const refusal = answer['refusal']
  const kind = typeof refusal === 'object' && refusal !== null && !Array.isArray(refusal) ? refusal['kind'] : undefined
  return kind === undefined ? {} : { refusal: kind }
}
