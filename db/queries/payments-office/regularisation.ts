import { and, eq, getTableColumns, gt, inArray, lt, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { keysetOf, pageOf } from '../../keyset.ts'
import type { Page, PageRequest, SortKey } from '../../keyset.ts'
import { treasuryEntry } from '../../schema/treasury.ts'
import type { Entry } from './list-entries.ts'
import type { Sum } from './sum-payments.ts'
import { keysByTown } from './walk-towns.ts'

export interface RegularisationFilter {
  state: 'open' | 'partial' | 'done'
  exercise?: number | undefined
  /** Moved before this day. */
  before?: LocalDate | undefined
}

const SORTS = { movedOn: { by: treasuryEntry.movedOn, type: 'date' } } as const satisfies Record<string, SortKey>

/** Entries to regularise, or that were. Throws `BadCursor`. */
export async function listRegularisation(
  tx: Tx,
  towns: readonly string[],
  filter: RegularisationFilter,
  page: PageRequest<'movedOn'>,
): Promise<Page<Entry>> {
  const keyset = keysetOf(page, SORTS, [{ by: treasuryEntry.id, type: 'uuid' }])
  const walk = { table: treasuryEntry, by: treasuryEntry.movedOn, parts: [stateIs(filter)], keyset, page }
  const keys = keysByTown(towns, walk)
  const rows = await tx
    .select({ ...getTableColumns(treasuryEntry), keyset: keyset.values })
    .from(treasuryEntry)
    .where(sql`(${treasuryEntry.municipalityId}, ${treasuryEntry.id}) in (${keys})`)
    .orderBy(...keyset.orderBy)
  return pageOf(page, rows)
}

function stateIs({ state, exercise, before }: RegularisationFilter): SQL | undefined {
  const isOpen = sql`${treasuryEntry.openCents} > 0`
  const of = {
    open: isOpen,
    partial: and(isOpen, gt(treasuryEntry.regularisedCents, 0)),
    done: and(eq(treasuryEntry.openCents, 0), gt(treasuryEntry.regularisedCents, 0)),
  }
  return and(
    of[state],
    exercise === undefined ? undefined : eq(treasuryEntry.exercise, exercise),
    before === undefined ? undefined : lt(treasuryEntry.movedOn, before),
  )
}

/** All that is open, and what of it is older than each of these days. */
export async function sumRegularisation(
  tx: Tx,
  towns: readonly string[],
  { over45, over60 }: { over45: LocalDate; over60: LocalDate },
): Promise<{ all: Sum; over45: Sum; over60: Sum }> {
  const those = (where: SQL) =>
    sql`array[count(*) filter (where ${where})::text, coalesce(sum(open_cents) filter (where ${where}), 0)::text]`
  const { rows } = await tx.execute(sql`
    select ${those(sql`true`)} as all, ${those(sql`moved_on < ${over45}::date`)} as over45,
      ${those(sql`moved_on < ${over60}::date`)} as over60
    from ${treasuryEntry} where ${inArray(treasuryEntry.municipalityId, [...towns])} and open_cents > 0`)
  return sums.parse(rows[0])
}

const sum = z.tuple([z.coerce.number(), z.coerce.number()]).transform(([count, cents]): Sum => ({ count, cents }))
const sums = z.object({ all: sum, over45: sum, over60: sum })
