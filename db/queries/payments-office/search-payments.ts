import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { payment } from '../../schema/payment-state.ts'
import { searchCases } from '../search-cases.ts'
import { linesBy } from './list-payments.ts'
import type { PaymentLine } from './list-payments.ts'

/** An IUV of any kind, or a notice's number: 15 to 18 digits, or a creditor reference. */
const NUMBER = /^(\d{15,18}|RF[0-9A-Z]{3,23})$/

/** Fewer letters have no trigram: the index could not help. */
const SHORTEST_WORD = 3

export type FoundPayment = PaymentLine & {
  /** By its own number: nothing about a person was asked. */
  byNumber: boolean
}

/**
 * Payments by IUV or notice's number, whole; else by the words of the debtor's name and by whatever finds their case (number, protocol, names, fiscal
 * codes). The reviewed functions find keys, the rows are read under row-level security.
 */
export async function searchPayments(tx: Tx, text: string, limit: number): Promise<FoundPayment[]> {
  const number = text.replace(/[\s/]/g, '').toUpperCase()
  if (NUMBER.test(number)) {
    const lines = await linesBy(tx, inArray(payment.iuv, iuvsOf(number)))
    const found = lines.filter(line => line.iuv === number || line.nav === number)
    return found.slice(0, limit).map(line => ({ ...line, byNumber: true }))
  }
  const ids = [...(await ofCases(tx, text, limit)), ...(await ofDebtors(tx, text, limit))]
  if (ids.length === 0) return []
  const lines = await linesBy(tx, inArray(payment.id, [...new Set(ids)].slice(0, limit)))
  return lines
    .toSorted((a, b) => b.changedAt.localeCompare(a.changedAt) || a.iuv.localeCompare(b.iuv))
    .map(line => ({ ...line, byNumber: false }))
}

/** The IUV is what a notice's number ends with: after the aux digit, or after it and the application code. */
const iuvsOf = (number: string): string[] => (number.length === 18 ? [number.slice(1), number.slice(3)] : [number])

async function ofCases(tx: Tx, text: string, limit: number): Promise<string[]> {
  const cases = await searchCases(tx, text, limit)
  if (cases.length === 0) return []
  const rows = await tx
    .select({ id: payment.id })
    .from(payment)
    .where(
      inArray(
        payment.caseId,
        cases.map(one => one.caseId),
      ),
    )
    .limit(limit)
  return rows.map(row => row.id)
}

async function ofDebtors(tx: Tx, text: string, limit: number): Promise<string[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)
  if (!words.some(word => word.length >= SHORTEST_WORD)) return []
  const patterns = words.map(word => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from search_debtors(${sql.param(patterns)}::text[], ${limit}) s
    join notice n on n.municipality_id = s.municipality_id and n.position_id = s.position_id
    join payment p on p.municipality_id = n.municipality_id and p.iuv = n.iuv
    limit ${limit}`)
  return rows.map(row => row.id)
}
