import { and, eq } from 'drizzle-orm'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { notice, paymentTransfer } from '../../schema/payments.ts'
import { debtPosition } from '../../schema/positions.ts'
import { refreshPayments } from '../reconciliation/refresh-payments.ts'
import { settleLater } from '../reconciliation/settle-later.ts'
import { type Notice, optionsOf } from './options-of.ts'

export type Transfer = Omit<typeof paymentTransfer.$inferInsert, 'municipalityId' | 'noticeId' | 'number'>

export interface NewOption {
  /** 0 for the single payment, instalments from 1. */
  number: number
  cents: number
  dueDate: LocalDate
  transfers: Transfer[]
}

export interface NewDebt extends Omit<typeof debtPosition.$inferInsert, 'id' | 'createdAt'> {
  options: NewOption[]
}

type Numbers = () => Promise<{ iuv: string; nav: string }>

/**
 * Keeps a position with its ways to pay before any number leaves the house; `numbers` gives each way its own, once. Data that were corrected before
 * anything was published are followed, and the numbers stay; a position that is out is given back as it is.
 */
export async function savePosition(tx: Tx, { options, ...debt }: NewDebt, numbers: Numbers): Promise<Notice[]> {
  const { municipalityId, iupd } = debt
  const known = await optionsOf(tx, municipalityId, iupd)
  if (known.some(it => it.state !== 'created' && it.state !== 'invalid')) return known
  const [position] = await tx
    .insert(debtPosition)
    .values(debt)
    .onConflictDoUpdate({ target: [debtPosition.municipalityId, debtPosition.iupd], set: debt })
    .returning({ id: debtPosition.id })
  if (position === undefined) throw new Error('A position was not stored')
  const of = { municipalityId, positionId: position.id, iupd, caseId: debt.caseId ?? null }
  for (const option of options) {
    const there = known.find(it => it.number === option.number)
    await saveOption(tx, of, option, there?.id ?? (await openOption(tx, of, option, await numbers())))
  }
  for (const { id, number } of known)
    if (!options.some(it => it.number === number))
      await tx.update(notice).set({ state: 'invalid' }).where(isNotice(municipalityId, id))
  const saved = await optionsOf(tx, municipalityId, iupd)
  await refreshPayments(tx, municipalityId, { iuvs: saved.map(it => it.iuv) })
  for (const { iuv } of saved) await settleLater(tx, municipalityId, iuv)
  return saved.filter(it => it.state === 'created')
}

interface Of {
  municipalityId: string
  positionId: string
  iupd: string
  caseId: string | null
}

async function openOption(
  tx: Tx,
  of: Of,
  { number, cents, dueDate }: NewOption,
  numbers: Awaited<ReturnType<Numbers>>,
) {
  const kind = number === 0 ? ('single' as const) : ('instalment' as const)
  const row = { ...of, ...numbers, kind, number, cents, dueDate, state: 'created' as const, position: {} }
  const [made] = await tx.insert(notice).values(row).returning({ id: notice.id })
  if (made === undefined) throw new Error('A notice was not stored')
  return made.id
}

async function saveOption(tx: Tx, { municipalityId }: Of, { cents, dueDate, transfers }: NewOption, noticeId: string) {
  await tx.update(notice).set({ cents, dueDate, state: 'created' }).where(isNotice(municipalityId, noticeId))
  await tx
    .delete(paymentTransfer)
    .where(and(eq(paymentTransfer.municipalityId, municipalityId), eq(paymentTransfer.noticeId, noticeId)))
  await tx
    .insert(paymentTransfer)
    .values(transfers.map((transfer, index) => ({ ...transfer, municipalityId, noticeId, number: index + 1 })))
}

const isNotice = (municipality: string, id: string) => and(eq(notice.municipalityId, municipality), eq(notice.id, id))
