import type { Tx } from '../../db/client.ts'
import { deliverAgain } from '../../db/queries/deliver-again.ts'
import { findCaseRecord } from '../../db/queries/find-case-record.ts'
import type { CaseRecord } from '../../db/queries/insert-case.ts'
import { readOfficeCalendar } from '../../db/queries/office-calendar.ts'
import { forgetPlace } from '../../db/queries/replace-projection.ts'
import { enqueueStart, findStart, shownOf } from '../../db/queries/start-message.ts'
import { followActs } from './follow-acts.ts'

/** Why a case without a workflow is not started anew. */
export type Obstacle =
  /** Its start waits in the outbox: the relay's business. */
  | 'on-its-way'
  /** The case that it belongs to starts it and waits for it. */
  | 'child'
  /** It had ended; only its final state was never kept. */
  | 'ended'
  /** Nobody knows any more what it began with. */
  | 'start-lost'

export async function obstacleTo(tx: Tx, municipality: string, caseId: string): Promise<Obstacle | null> {
  const record = await findCaseRecord(tx, municipality, caseId)
  // Closed meanwhile.
  if (record === null || record.closedAt !== null) return 'on-its-way'
  if (record.idempotencyKey.startsWith('child/')) return 'child'
  const shown = await shownOf(tx, municipality, caseId)
  if (shown !== null && shown.endedAt !== null) return 'ended'
  const start = await findStart(tx, municipality, caseId)
  if (start === null) return shown?.revision === 0 ? null : 'start-lost'
  return start.deliveredAt === null ? 'on-its-way' : null
}

/**
 * Starts a case anew through the outbox: its start, then all that it had ever been told, in that order. What it had done outside is in the
 * effect ledger, which answers instead of doing it twice.
 */
export async function restartCase(tx: Tx, record: CaseRecord, runId: string): Promise<boolean> {
  const { municipalityId: municipality, id } = record
  if ((await obstacleTo(tx, municipality, id)) !== null) return false
  const acts = await deliverAgain(tx, municipality, { caseId: id })
  await followActs(tx, municipality, runId, acts)
  // What is shown comes from a life that never was: the new one's first word replaces it.
  await forgetPlace(tx, municipality, id)
  if ((await findStart(tx, municipality, id)) === null) {
    const shown = await shownOf(tx, municipality, id)
    // The calendar of its first day is lost with its start: the one of now comes nearest.
    const calendar = await readOfficeCalendar(tx, municipality)
    const data = shown?.document ?? {}
    const start = { type: 'start', at: record.receivedAt, data, ...(calendar && { calendar }) }
    await enqueueStart(tx, municipality, id, { definition: record.definitionId, number: record.number, start })
  }
  return true
}
