import { and, asc, eq, gt, lte } from 'drizzle-orm'
import type { Response } from 'express'

import type { Tx } from '../../db/client.ts'
import { auditEntry, auditHead } from '../../db/schema/journals.ts'
import type { Deps } from '../deps.ts'
import { writeText } from '../http/write-text.ts'
import type { Staff } from '../sign-in/staff.ts'
import { columns as readColumns, isHidden } from './audit-page.ts'

const batch = 1000

/** Exactly what the chain is made over: whoever verifies refuses anything more. */
const columns = {
  ...readColumns,
  prev: auditEntry.prev,
}

interface Head {
  seq: number
  hash: string | null
}

type Entry = Omit<typeof auditEntry.$inferSelect, 'actorId' | 'objectId'>

/** How far the chain goes at this moment. */
export async function headOf(tx: Tx, municipality: string): Promise<Head> {
  const [head] = await tx.select().from(auditHead).where(eq(auditHead.municipalityId, municipality))
  return { seq: head?.seq ?? 0, hash: head?.hash ?? null }
}

/**
 * A town's register as it is chained up to `last`: a header that says how far it goes, then one entry a line. What is another office's confidence is
 * withheld and keeps its links only. Read in batches of their own, so that no long transaction holds anything up; an export that breaks off
 * is found short by the header.
 */
export async function streamChain(
  response: Response,
  { db, staff, now }: Pick<Deps, 'db' | 'now'> & { staff: Staff },
  { municipality, last }: { municipality: string; last: Head },
): Promise<void> {
  const read = <T>(use: (tx: Tx) => Promise<T>): Promise<T> => db.withTenants([municipality], use)
  response.type('application/x-ndjson').attachment('registro.ndjson')
  await write(response, [{ format: 'iter-audit/1', municipality, exportedAt: now(), head: last }])
  for (let from = 0; from < last.seq;) {
    const entries = await read(tx => entriesOf(tx, municipality, { from, to: last.seq }))
    await write(
      response,
      entries.map(entry => (isHidden(entry, staff) ? linksOf(entry) : entry)),
    )
    // Nothing between here and the head: whoever verifies will say what is missing.
    from = entries.at(-1)?.seq ?? last.seq
  }
  response.end()
}

function entriesOf(tx: Tx, municipality: string, { from, to }: { from: number; to: number }): Promise<Entry[]> {
  return tx
    .select(columns)
    .from(auditEntry)
    .where(and(eq(auditEntry.municipalityId, municipality), gt(auditEntry.seq, from), lte(auditEntry.seq, to)))
    .orderBy(asc(auditEntry.seq))
    .limit(batch)
}

const linksOf = ({ municipalityId, seq, prev, hash }: Entry) => ({ municipalityId, seq, prev, hash, withheld: true })

const write = (response: Response, lines: readonly object[]): Promise<void> =>
  writeText(response, lines.map(line => `${JSON.stringify(line)}\n`).join(''))
