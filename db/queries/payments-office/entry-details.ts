import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { paymentFile } from '../../schema/payment-files.ts'
import { payment } from '../../schema/payment-state.ts'
import { entryAssignment, entryReference, journalMovement, treasuryEntry } from '../../schema/treasury.ts'
import { linesBy } from './list-payments.ts'
import type { PaymentLine } from './list-payments.ts'
import type { Entry } from './list-entries.ts'

export async function findEntry(tx: Tx, id: string): Promise<Entry | undefined> {
  const [entry] = await tx.select().from(treasuryEntry).where(eq(treasuryEntry.id, id))
  return entry
}

/** The movements of all journals that make up the entry. */
export const movementsOf = (tx: Tx, { municipalityId: town, id }: Entry) =>
  tx
    .select({
      file: journalMovement.fileId,
      fileName: paymentFile.name,
      position: journalMovement.position,
      page: journalMovement.page,
      line: journalMovement.line,
      operation: journalMovement.operation,
      cents: journalMovement.cents,
      movedOn: journalMovement.movedOn,
    })
    .from(journalMovement)
    .innerJoin(
      paymentFile,
      and(eq(paymentFile.municipalityId, journalMovement.municipalityId), eq(paymentFile.id, journalMovement.fileId)),
    )
    .where(
      and(eq(journalMovement.municipalityId, town), eq(journalMovement.entryId, id), eq(journalMovement.repeated, 0)),
    )
    .orderBy(asc(journalMovement.movedOn), asc(journalMovement.fileId), asc(journalMovement.position))
    .limit(200)

/** Payments that the entry names by itself, or was assigned to. */
export async function paymentsOfEntry(tx: Tx, { municipalityId: town, id }: Entry): Promise<PaymentLine[]> {
  const named = sql`(select value from ${entryReference}
      where municipality_id = ${town} and kind = 'iuv' and entry_id = ${id}
    union select iuv from ${entryAssignment}
      where municipality_id = ${town} and entry_id = ${id} and target = 'payment' and revoked_at is null)`
  const lines = await linesBy(tx, and(eq(payment.municipalityId, town), inArray(payment.iuv, named)))
  return lines.slice(0, 100)
}

/** A person chooses among few. */
const mostCandidates = 5

/** Payments still open, of that very amount: those due nearest to the day of the money first. */
export async function openPaymentsOf(tx: Tx, { municipalityId: town, ...entry }: Entry): Promise<PaymentLine[]> {
  const cents = entry.cents - entry.reversedCents
  const near = await tx
    .select({ id: payment.id })
    .from(payment)
    .where(
      and(
        eq(payment.municipalityId, town),
        inArray(payment.missing, ['payment', 'report', 'credit']),
        eq(payment.reconciled, 'no'),
        or(eq(payment.cents, cents), eq(payment.ownCents, cents)),
      ),
    )
    .orderBy(sql`abs(${payment.dueOn} - ${entry.movedOn}::date) nulls last`, asc(payment.iuv))
    .limit(mostCandidates)
  if (near.length === 0) return []
  const lines = await linesBy(
    tx,
    and(
      eq(payment.municipalityId, town),
      inArray(
        payment.id,
        near.map(one => one.id),
      ),
    ),
  )
  const place = (line: PaymentLine) => near.findIndex(one => one.id === line.id)
  return lines.toSorted((a, b) => place(a) - place(b))
}
