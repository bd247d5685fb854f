import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import type { Instant } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { notice } from '../../schema/payments.ts'
import type { Notice } from './options-of.ts'

/** What a receipt means for the position that it pays. */
export interface Settlement {
  paid: Notice
  /** The debt was paid before, by this notice or the other way. */
  duplicate: boolean
  /** Nothing is left to be paid. */
  settled: boolean
  /** What the other instalments still make. */
  leftCents: number
}

/** All ways to pay the position that a number belongs to, locked: of two receipts for one debt exactly one is the first. */
export async function lockOptions(tx: Tx, municipality: string, nav: string): Promise<Notice[]> {
  const mine = eq(notice.municipalityId, municipality)
  const named = tx
    .select({ iupd: notice.iupd })
    .from(notice)
    .where(and(mine, eq(notice.nav, nav)))
  return tx
    .select()
    .from(notice)
    .where(and(mine, inArray(notice.iupd, named)))
    .orderBy(asc(notice.number))
    .for('update')
}

/** Null when the number is none of these options. */
export function settlementOf(options: readonly Notice[], nav: string): Settlement | null {
  const paid = options.find(it => it.nav === nav)
  if (paid === undefined) return null
  const isPaidOtherwise = options.some(it => it.kind !== paid.kind && it.state === 'paid')
  const left = options.filter(it => it.kind === paid.kind && it.id !== paid.id && !isOver(it))
  return {
    paid,
    duplicate: paid.state === 'paid' || isPaidOtherwise,
    settled: isPaidOtherwise || left.length === 0,
    leftCents: isPaidOtherwise ? 0 : left.reduce((sum, it) => sum + it.cents, 0),
  }
}

/**
 * Marks a notice as paid and calls the other way of paying off: paying at once ends the instalments, the first instalment ends paying at once.
 * Returns the IUVs of what was called off.
 */
export async function settleOptions(tx: Tx, municipality: string, paid: Notice, paidAt: Instant): Promise<string[]> {
  const mine = eq(notice.municipalityId, municipality)
  if (paid.state !== 'paid') {
    const one = and(mine, eq(notice.id, paid.id))
    await tx.update(notice).set({ state: 'paid', paidAt }).where(one)
  }
  const otherWay = and(mine, eq(notice.iupd, paid.iupd), ne(notice.kind, paid.kind))
  const off = await tx
    .update(notice)
    .set({ state: 'invalid' })
    .where(and(otherWay, inArray(notice.state, ['created', 'published', 'expired'])))
    .returning({ iuv: notice.iuv })
  return off.map(({ iuv }) => iuv)
}

const isOver = ({ state }: Notice): boolean => state === 'paid' || state === 'invalid'
