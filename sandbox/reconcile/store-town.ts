import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Db, Tx } from '../../db/client.ts'
import { refreshPayments } from '../../db/queries/reconciliation/refresh-payments.ts'
import { municipality } from '../../db/schema/municipalities.ts'
import { notice, receipt } from '../../db/schema/payments.ts'
import { startOfDay } from '../../engine/terms/instants.ts'
import type { Position, Town } from './input.ts'

const batch = 1_000

/** The town of this run, by its id. */
export async function storeTown(db: Db, { name, fiscalCode }: Town): Promise<string> {
  const [made] = await db.global(tx =>
    tx
      .insert(municipality)
      // A scratch town has neither ISTAT nor IPA code; both must be unique.
      .values({ code: randomUUID(), ipaCode: randomUUID(), name, fiscalCode, province: '--' })
      .returning({ id: municipality.id }),
  )
  if (made === undefined) throw new Error('The town was not stored')
  return made.id
}

/** Notices and receipts as they would be here, had they come through Iter. */
export async function storePositions(
  db: Db,
  { municipalityId, town }: { municipalityId: string; town: Town },
  positions: Position[],
): Promise<void> {
  const firsts = [...new Map(positions.toReversed().map(it => [it.iuv, it])).values()].toReversed()
  const anyPaid = new Set(positions.filter(it => it.isPaid).map(it => it.iuv))
  await db.withTenants([municipalityId], async tx => {
    for (let at = 0; at < firsts.length; at += batch) {
      const rows = firsts.slice(at, at + batch)
      await tx
        .insert(notice)
        .values(rows.map(row => noticeOf(row, { municipalityId, town, isPaid: anyPaid.has(row.iuv) })))
    }
    const receipts = positions.flatMap(row => receiptOf(row, { municipalityId, town }))
    for (let at = 0; at < receipts.length; at += batch) await tx.insert(receipt).values(receipts.slice(at, at + batch))
    await refresh(tx, municipalityId, firsts)
  })
}

async function refresh(tx: Tx, municipalityId: string, positions: Position[]): Promise<void> {
  await refreshPayments(tx, municipalityId, { iuvs: positions.map(it => it.iuv) })
}

interface Of {
  municipalityId: string
  town: Town
}

function noticeOf({ iuv, cents, dueOn }: Position, { isPaid, ...of }: Of & { isPaid: boolean }) {
  return {
    municipalityId: of.municipalityId,
    iupd: `${of.town.fiscalCode}-${iuv}`,
    iuv,
    nav: navOf(iuv, of.town),
    cents,
    dueDate: dueOn,
    state: isPaid ? ('paid' as const) : ('published' as const),
    position: {},
    // When it was paid is not in the file; the due date stands for it and is shown nowhere.
    paidAt: isPaid ? startOfDay(dueOn) : null,
  }
}

function receiptOf({ iuv, cents, dueOn, receiptId }: Position, { municipalityId, town }: Of) {
  if (receiptId === null) return []
  const nav = navOf(iuv, town)
  const paidAt = startOfDay(dueOn)
  return [
    {
      municipalityId,
      receiptId,
      nav,
      iuv,
      cents,
      paidAt,
      source: 'poll' as const,
      payload: {},
      receivedAt: sql`now()`,
    },
  ]
}

/** The notice's number: today's IUVs under auxiliary digit 3, legacy ones under 0 with the application code. */
function navOf(iuv: string, { applicationCodes }: Town): string {
  if (/^\d{17}$/.test(iuv)) return `3${iuv}`
  return /^\d{15}$/.test(iuv) ? `0${applicationCodes?.[0] ?? '01'}${iuv}` : iuv
}
