import { deliverAgain } from '../../db/queries/deliver-again.ts'
import type { RepeatedAct } from '../../db/queries/deliver-again.ts'
import { noteFinding } from '../../db/queries/note-finding.ts'
import { repeatedActs } from '../../db/queries/repeated-acts.ts'
import { settleFinding } from '../../db/queries/settle-finding.ts'
import type { Tx } from '../../db/client.ts'
import { attend } from './round.ts'
import type { Round } from './round.ts'

/** Times that an act is sent again; the case may only need time to come to where it fits. */
const mostRepeats = 5

/** Remembers acts that are on their way to their case a second time: a case that is not yet where it was may refuse them. */
export async function followActs(tx: Tx, municipality: string, runId: string, acts: RepeatedAct[]): Promise<void> {
  for (const { outbox, caseId, requestId, act } of acts) {
    const finding = {
      municipality,
      kind: 'act-lost',
      subject: String(outbox),
      caseId,
      detail: { requestId, act },
    } as const
    await noteFinding(tx, finding, { runId, repaired: true })
  }
}

/** Acts sent again: accepted is over; refused is tried again while the case moves, and then told to a person. */
export async function checkRepeatedActs(round: Round, municipality: string): Promise<void> {
  const { db, runId } = round
  const answered = await db.withTenants([municipality], tx => repeatedActs(tx, municipality))
  for (const one of answered) {
    if (one.accepted) {
      await db.withTenants([municipality], tx => settleFinding(tx, municipality, one.id))
      continue
    }
    const finding = {
      municipality,
      kind: 'act-lost',
      subject: String(one.outbox),
      caseId: one.caseId,
      detail: one.detail,
    } as const
    if (one.repairs >= mostRepeats) await attend(round, finding)
    else
      await db.withTenants([municipality], async tx => {
        await deliverAgain(tx, municipality, { outbox: one.outbox })
        await noteFinding(tx, finding, { runId, repaired: true })
      })
  }
}
