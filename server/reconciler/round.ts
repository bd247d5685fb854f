import type { Client } from '@temporalio/client'

import type { Db, Tx } from '../../db/client.ts'
import { mayRepair, noteFinding } from '../../db/queries/note-finding.ts'
import type { Finding } from '../../db/queries/note-finding.ts'
import type { Logger } from '../http/log.ts'

/** One look over the whole installation, as its checks see it. */
export interface Round {
  db: Db
  client: Client
  log: Logger
  runId: string
  pace: Pace
  /** What has been looked at and met so far. */
  figures: { cases: number; workflows: number; found: number; repaired: number }
  /** Aborted when the process ends: what is left is looked at by the next round. */
  signal: AbortSignal
}

export interface Pace {
  /** What is younger may still be on its way, and is left alone. */
  graceSeconds: number
  /** Cases looked at side by side. */
  atOnce: number
  /** Rows read at a time. */
  page: number
}

export const usualPace: Pace = { graceSeconds: 120, atOnce: 8, page: 200 }

/**
 * Writes a finding, repaired where a repair is given, does what it says and has not been needed three times in a row. `repair` runs outside
 * the transaction of the note: it has its own.
 */
export async function attend(round: Round, finding: Finding, repair?: () => Promise<boolean>): Promise<void> {
  const { db, runId, figures, log } = round
  const { municipality, kind, caseId } = finding
  const inTown = <T>(fn: (tx: Tx) => Promise<T>) => db.withTenants([municipality], fn)
  const isAllowed = repair !== undefined && (await inTown(tx => mayRepair(tx, finding)))
  const repaired = isAllowed && (await repair())
  await inTown(tx => noteFinding(tx, finding, { runId, repaired }))
  figures.found += 1
  if (repaired) figures.repaired += 1
  log.warn({ municipality, kind, caseId, repaired }, 'reconciler: found')
}

/** Runs `work` over the items, a few at a time. The first failure ends it. */
export async function sideBySide<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>) {
  const left = [...items]
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
