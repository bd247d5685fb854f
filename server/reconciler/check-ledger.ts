import { findCaseRecord } from '../../db/queries/find-case-record.ts'
import { stuckEffects } from '../../db/queries/stuck-effects.ts'
import type { StuckEffect } from '../../db/queries/stuck-effects.ts'
import { stuckOutbox } from '../../db/queries/stuck-outbox.ts'
import { tellReceipt } from '../../db/queries/tell-receipt.ts'
import { untoldReceipts } from '../../db/queries/untold-receipts.ts'
import { readState } from './rebuild-case.ts'
import { attend } from './round.ts'
import type { Round } from './round.ts'

/** More than this of one kind in one town is one story, not many: the next round tells the rest. */
const most = 500

/** Effects without outcome. A step that is at it again, or whose failure waits for a person, is nobody else's business. */
export async function checkEffects(round: Round, municipality: string): Promise<void> {
  const { db, pace } = round
  const stuck = await db.withTenants([municipality], tx =>
    stuckEffects(tx, municipality, { seconds: pace.graceSeconds, limit: most }),
  )
  for (const effect of stuck) {
    round.signal.throwIfAborted()
    if (await isAttended(round, municipality, effect)) continue
    const { id: subject, caseId, operation, platform, work, createdAt } = effect
    const detail = { operation, platform, work, since: createdAt }
    await attend(round, { municipality, kind: 'effect-stuck', subject, caseId, detail })
  }
}

async function isAttended(round: Round, municipality: string, { caseId, work }: StuckEffect): Promise<boolean> {
  if (caseId === null || work === null) return false
  const record = await round.db.withTenants([municipality], tx => findCaseRecord(tx, municipality, caseId))
  if (record === null || record.closedAt !== null) return false
  const snapshot = await readState(round.client, record)
  const instance = Number(work.slice(work.lastIndexOf('#') + 1))
  const live = snapshot?.state.instances.find(one => one.id === instance)
  return live !== undefined
}

/** Messages that do not arrive. The relay goes on trying; somebody must look at why. */
export async function checkOutbox(round: Round, municipality: string): Promise<void> {
  const { db, pace } = round
  const seconds = 5 * pace.graceSeconds
  const stuck = await db.withTenants([municipality], tx => stuckOutbox(tx, municipality, { seconds, limit: most }))
  for (const { id, caseId, kind, tries, lastError, createdAt } of stuck) {
    const detail = { message: kind, tries, lastError, since: createdAt }
    await attend(round, { municipality, kind: 'outbox-stuck', subject: String(id), caseId, detail })
  }
}

/** Receipts of which the case was never told: told now, under the receipt's own id. */
export async function checkReceipts(round: Round, municipality: string): Promise<void> {
  const { db, pace } = round
  const untold = await db.withTenants([municipality], tx =>
    untoldReceipts(tx, municipality, { seconds: pace.graceSeconds, limit: most }),
  )
  for (const receipt of untold) {
    const finding = {
      municipality,
      kind: 'receipt-untold',
      subject: receipt.id,
      caseId: receipt.case_id,
      detail: { cents: receipt.cents },
    } as const
    await attend(round, finding, async () => {
      await db.withTenants([municipality], tx => tellReceipt(tx, municipality, receipt))
      return true
    })
  }
}
