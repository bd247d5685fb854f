import { and, asc, desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Page, PageRequest, SortKey } from '../../keyset.ts'
import { entryAssignment, entryReference, treasuryEntry } from '../../schema/treasury.ts'
import { findCandidates } from '../reconciliation/find-candidates.ts'
import type { Candidate } from '../reconciliation/find-candidates.ts'
import { COUNTED_AT_MOST } from './count-payments.ts'
import type { Counted } from './count-payments.ts'
import { keysByTown } from './walk-towns.ts'

export type Entry = typeof treasuryEntry.$inferSelect
export type Assignment = typeof entryAssignment.$inferSelect & { flowName: string | null }

/** An entry with the decision in force, and the reports that it may be the money of. */
export type EntryLine = Entry & {
  assignment: Assignment | null
  candidates: Candidate[]
  /** Its text names pagoPA: it holds no private person's words. */
  isPagopa: boolean
}

export const EXCEPTIONS = {
  error: eq(treasuryEntry.class, 'error'),
  unreported: and(eq(treasuryEntry.class, 'unreported'), eq(treasuryEntry.rule, 'waits-for-report')),
  'not-pagopa': eq(treasuryEntry.class, 'not-pagopa'),
} as const satisfies Record<string, SQL | undefined>

export type ExceptionClass = keyof typeof EXCEPTIONS

const SORTS = { movedOn: { by: treasuryEntry.movedOn, type: 'date' } } as const satisfies Record<string, SortKey>

/** Entries that a person may have to see to, class by class along their index, merged. Throws `BadCursor`. */
export async function listExceptions(
  tx: Tx,
  towns: readonly string[],
  classes: readonly ExceptionClass[],
  page: PageRequest<'movedOn'>,
): Promise<Page<EntryLine>> {
  const keyset = keysetOf(page, SORTS, [{ by: treasuryEntry.id, type: 'uuid' }])
  const parts = classes.map(one => EXCEPTIONS[one])
  const keys = keysByTown(towns, { table: treasuryEntry, by: treasuryEntry.movedOn, parts, keyset, page })
  const rows = await tx
    .select({ ...getTableColumns(treasuryEntry), keyset: keyset.values })
    .from(treasuryEntry)
    .where(sql`(${treasuryEntry.municipalityId}, ${treasuryEntry.id}) in (${keys})`)
    .orderBy(...keyset.orderBy)
  const { items, nextCursor } = pageOf(page, rows)
  return { items: await entryLines(tx, items, { withCandidates: true }), nextCursor }
}

/** How many there are of each, and how much, as far as they are counted. */
export async function countExceptions(tx: Tx, towns: readonly string[]): Promise<Record<ExceptionClass, Counted>> {
  const parts = Object.entries(EXCEPTIONS).map(([name, where]) => {
    const own = and(inArray(treasuryEntry.municipalityId, [...towns]), where)
    return sql`select ${name}::text as class, count(*)::int as count, coalesce(sum(cents), 0) as cents from (
      select cents - reversed_cents as cents from ${treasuryEntry} where ${own} limit ${COUNTED_AT_MOST}) c`
  })
  const { rows } = await tx.execute(sql.join(parts, sql` union all `))
  const found = new Map(counts.parse(rows).map(row => [row.class, row]))
  const of = (name: ExceptionClass): Counted => {
    const { count = 0, cents = 0 } = found.get(name) ?? {}
    return { count, cents: count < COUNTED_AT_MOST ? cents : null }
  }
  return { error: of('error'), unreported: of('unreported'), 'not-pagopa': of('not-pagopa') }
}

const counts = z.array(z.object({ class: z.string(), count: z.number(), cents: z.coerce.number() }))

/** What belongs to these entries, in a few statements however many they are. */
export async function entryLines(
  tx: Tx,
  entries: Entry[],
  { withCandidates }: { withCandidates: boolean },
): Promise<EntryLine[]> {
  if (entries.length === 0) return []
  const ids = entries.map(entry => entry.id)
  const [decided, named, candidates] = await Promise.all([
    assignmentsOf(tx, ids, { inForce: true }),
    tx
      .selectDistinct({ entry: entryReference.entryId })
      .from(entryReference)
      .where(inArray(entryReference.entryId, ids)),
    withCandidates ? candidatesOf(tx, entries) : [],
  ])
  const pagopa = new Set(named.map(row => row.entry))
  return entries.map(entry => ({
    ...entry,
    assignment: decided.find(one => one.entryId === entry.id) ?? null,
    candidates: candidates.filter(one => one.entry === entry.id),
    isPagopa: pagopa.has(entry.id),
  }))
}

/** Of those that wait for nothing but a person. */
async function candidatesOf(tx: Tx, entries: Entry[]): Promise<Candidate[]> {
  const open = entries.filter(({ class: of }) => of === 'error' || of === 'not-pagopa')
  const towns = [...new Set(open.map(entry => entry.municipalityId))]
  const found = towns.map(town => {
    const own = open.filter(entry => entry.municipalityId === town)
    return findCandidates(
      tx,
      town,
      own.map(entry => entry.id),
    )
  })
  return (await Promise.all(found)).flat()
}

/** Decisions about entries, newest first, with the flow's id as its provider wrote it. */
export async function assignmentsOf(
  tx: Tx,
  entries: string[],
  { inForce }: { inForce: boolean },
): Promise<Assignment[]> {
  const flowName = sql<string | null>`(select f.flow_id from payment_flow f
    where f.municipality_id = ${entryAssignment.municipalityId} and f.flow_key = ${entryAssignment.flowId}
      and f.psp = ${entryAssignment.psp} limit 1)`
  return tx
    .select({ ...getTableColumns(entryAssignment), flowName })
    .from(entryAssignment)
    .where(
      and(inArray(entryAssignment.entryId, entries), inForce ? sql`${entryAssignment.revokedAt} is null` : undefined),
    )
    .orderBy(desc(entryAssignment.createdAt), asc(entryAssignment.id))
}
