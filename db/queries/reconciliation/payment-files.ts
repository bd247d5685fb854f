import { and, eq, inArray, sql } from 'drizzle-orm'
import type { JsonObject, LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { paymentFile, paymentFileChunk } from '../../schema/payment-files.ts'
import { noteChange } from '../note-change.ts'

export type PaymentFile = typeof paymentFile.$inferSelect

export async function findPaymentFile(tx: Tx, municipality: string, id: string): Promise<PaymentFile | null> {
  const [found] = await tx
    .select()
    .from(paymentFile)
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.id, id)))
  return found ?? null
}

/** Pieces on their way while one is worked on: whatever the database does for that one, the next is there before it. */
const piecesAhead = 4

/** A stored file's bytes, piece by piece: never more than a few in memory. */
export async function* chunksOf(tx: Tx, municipality: string, fileId: string): AsyncGenerator<Uint8Array> {
  const asked: Promise<string | undefined>[] = []
  for (let number = 0; ; number += 1) {
    while (asked.length < piecesAhead) {
      const piece = chunkOf(tx, municipality, fileId, number + asked.length)
      // Whoever stops reading does not wait for it.
      piece.catch(() => {})
      asked.push(piece)
    }
    const bytes = await asked.shift()
    if (bytes === undefined) return
    yield Buffer.from(bytes, 'base64')
  }
}

async function chunkOf(tx: Tx, municipality: string, fileId: string, number: number): Promise<string | undefined> {
  const [found] = await tx
    // As it comes by itself, in hexadecimal, it is longer, and slow to write and to read.
    .select({ bytes: sql<string>`encode(${paymentFileChunk.bytes}, 'base64')` })
    .from(paymentFileChunk)
    .where(
      and(
        eq(paymentFileChunk.municipalityId, municipality),
        eq(paymentFileChunk.fileId, fileId),
        eq(paymentFileChunk.number, number),
      ),
    )
  return found?.bytes
}

/** Somebody is at it: false when it was taken or refused before. */
export async function beginReading(tx: Tx, municipality: string, id: string): Promise<boolean> {
  const begun = await tx
    .update(paymentFile)
    .set({ state: 'reading', rowsRead: 0 })
    .where(
      and(
        eq(paymentFile.municipalityId, municipality),
        eq(paymentFile.id, id),
        inArray(paymentFile.state, ['received', 'reading']),
      ),
    )
    .returning({ id: paymentFile.id })
  if (begun.length > 0) await noteChange(tx, { municipality, resource: 'payment-file', resourceId: id })
  return begun.length > 0
}

/** How far the reading has come, for whoever watches. */
export async function noteRowsRead(tx: Tx, municipality: string, id: string, rowsRead: number): Promise<void> {
  await tx
    .update(paymentFile)
    .set({ rowsRead })
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.id, id), eq(paymentFile.state, 'reading')))
  await noteChange(tx, { municipality, resource: 'payment-file', resourceId: id })
}

/** Pieces are numbered from 0. */
export async function insertChunk(
  tx: Tx,
  chunk: { municipality: string; fileId: string; number: number; bytes: Buffer },
): Promise<void> {
  const { municipality, ...rest } = chunk
  await tx.insert(paymentFileChunk).values({ ...rest, municipalityId: municipality })
}

export async function takePaymentFile(
  tx: Tx,
  taken: {
    municipality: string
    id: string
    format: string
    rowsRead: number
    report: JsonObject
    referenceOn: LocalDate | null
  },
): Promise<void> {
  const { municipality, id, ...values } = taken
  await tx
    .update(paymentFile)
    .set({ ...values, state: 'taken', problem: null, endedAt: sql`now()` })
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.id, id)))
  await noteChange(tx, { municipality, resource: 'payment-file', resourceId: id })
}

/** Of a refused file nothing is kept but its name and the reason: it may be sent again, corrected or as it is. */
export async function refusePaymentFile(
  tx: Tx,
  { municipality, id, problem }: { municipality: string; id: string; problem: JsonObject },
): Promise<void> {
  await tx
    .update(paymentFile)
    .set({ state: 'refused', problem, endedAt: sql`now()` })
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.id, id)))
  await tx
    .delete(paymentFileChunk)
    .where(and(eq(paymentFileChunk.municipalityId, municipality), eq(paymentFileChunk.fileId, id)))
  await noteChange(tx, { municipality, resource: 'payment-file', resourceId: id })
}
