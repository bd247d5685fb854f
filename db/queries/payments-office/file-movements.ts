import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Page, SortKey } from '../../keyset.ts'
import { journalMovement, treasuryEntry } from '../../schema/treasury.ts'
import { entryLines } from './list-entries.ts'
import type { EntryLine } from './list-entries.ts'

/** The parts of an import report. */
const partName = z.enum([
  'reconciled',
  'other-partner',
  'unreported',
  'error',
  'not-pagopa',
  'reversed',
  'known',
  'ignored',
])
export type PartName = z.output<typeof partName>

/** As sumMovements counts it: every movement is in exactly one part, by the class that its entry is in now. */
const PART = sql<string>`(case
  when ${journalMovement.repeated} = 1 then 'known'
  when ${journalMovement.entryId} is null then 'ignored'
  when ${journalMovement.operation} = 'STORNATO' then 'reversed'
  else ${treasuryEntry.class} end)`

const SORTS = { position: { by: journalMovement.position, type: 'integer' } } as const satisfies Record<string, SortKey>

export type MovementLine = typeof journalMovement.$inferSelect & { part: PartName; entry: EntryLine | null }

/** A page of a journal's movements, of one part when asked. Throws `BadCursor`. */
export async function listMovements(
  tx: Tx,
  { municipality, fileId }: { municipality: string; fileId: string },
  { part, ...page }: { part?: PartName | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<MovementLine>> {
  const request = { ...page, sort: 'position' as const, direction: 'asc' as const }
  const keyset = keysetOf(request, SORTS, [])
  const rows = await tx
    .select({ ...getTableColumns(journalMovement), part: PART, keyset: keyset.values })
    .from(journalMovement)
    .leftJoin(
      treasuryEntry,
      and(
        eq(treasuryEntry.municipalityId, journalMovement.municipalityId),
        eq(treasuryEntry.id, journalMovement.entryId),
      ),
    )
    .where(
      and(
        eq(journalMovement.municipalityId, municipality),
        eq(journalMovement.fileId, fileId),
        part === undefined ? undefined : sql`${PART} = ${part}`,
        keyset.after,
      ),
    )
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  const { items, nextCursor } = pageOf(request, rows)
  const entries = await entriesOf(
    tx,
    municipality,
    items.flatMap(item => item.entryId ?? []),
  )
  const of = (id: string | null) => entries.find(entry => entry.id === id) ?? null
  return {
    items: items.map(item => ({ ...item, part: partName.parse(item.part), entry: of(item.entryId) })),
    nextCursor,
  }
}

async function entriesOf(tx: Tx, municipality: string, ids: string[]): Promise<EntryLine[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .select()
    .from(treasuryEntry)
    .where(and(eq(treasuryEntry.municipalityId, municipality), inArray(treasuryEntry.id, [...new Set(ids)])))
  return entryLines(tx, rows, { withCandidates: true })
}
