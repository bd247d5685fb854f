import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Instant, LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { paymentFlow, reportFetch } from '../../schema/flows.ts'
import { paymentFile, paymentFileChunk } from '../../schema/payment-files.ts'
import { enqueueTaking } from './enqueue-taking.ts'

/** The node keeps reports some thirty days: what was fetched before that is not offered any more. */
const keptDays = 40

export type FetchState = typeof reportFetch.$inferSelect

export async function findFetch(tx: Tx, municipality: string): Promise<FetchState | null> {
  const [found] = await tx.select().from(reportFetch).where(eq(reportFetch.municipalityId, municipality))
  return found ?? null
}

export async function noteFetch(
  tx: Tx,
  municipality: string,
  values: Partial<Omit<FetchState, 'municipalityId'>>,
): Promise<void> {
  await tx
    .insert(reportFetch)
    .values({ municipalityId: municipality, ...values })
    .onConflictDoUpdate({ target: reportFetch.municipalityId, set: values })
}

/** The newest day that a report of the town is about; null when none has ever come. */
export async function lastReportOn(tx: Tx, municipality: string): Promise<LocalDate | null> {
  const [last] = await tx
    .select({ on: sql<LocalDate | null>`max(${paymentFlow.regulationOn})` })
    .from(paymentFlow)
    .where(eq(paymentFlow.municipalityId, municipality))
  return last?.on ?? null
}

/** Those of these names that were fetched to their end. */
export async function fetchedNames(tx: Tx, municipality: string, names: string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ name: paymentFile.name })
    .from(paymentFile)
    .where(
      and(
        eq(paymentFile.municipalityId, municipality),
        eq(paymentFile.kind, 'report'),
        gt(paymentFile.createdAt, sql`now() - make_interval(days => ${keptDays})`),
        eq(paymentFile.source, 'fetch'),
        gt(paymentFile.size, 0),
        inArray(paymentFile.name, names),
      ),
    )
  return new Set(rows.map(row => row.name))
}

/** A file to put answers into. One that was cut off in the middle begins anew. */
export async function openFetched(tx: Tx, municipality: string, name: string): Promise<string> {
  // Until it is whole nobody knows its digest.
  const unfinished = {
    kind: 'report',
    name,
    sha256: `fetching ${name}`,
    size: 0,
    source: 'fetch',
    state: 'received',
  } as const
  const [file] = await tx
    .insert(paymentFile)
    .values({ municipalityId: municipality, ...unfinished })
    .onConflictDoUpdate({ target: [paymentFile.municipalityId, paymentFile.sha256], set: { size: 0 } })
    .returning({ id: paymentFile.id })
  if (file === undefined) throw new Error('A fetched file is neither new nor known')
  await tx
    .delete(paymentFileChunk)
    .where(and(eq(paymentFileChunk.municipalityId, municipality), eq(paymentFileChunk.fileId, file.id)))
  return file.id
}

/** It is whole: from here on it goes the way of an uploaded one. */
export async function closeFetched(
  tx: Tx,
  municipality: string,
  { fileId, sha256, size }: { fileId: string; sha256: string; size: number },
): Promise<void> {
  await tx
    .update(paymentFile)
    .set({ sha256, size })
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.id, fileId)))
  await enqueueTaking(tx, municipality, fileId)
}

export const latest = (a: Instant | null, b: Instant): Instant => (a !== null && a > b ? a : b)
