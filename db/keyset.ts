import { sql } from 'drizzle-orm'
import type { SQL, SQLWrapper } from 'drizzle-orm'
import { z } from 'zod'

/** A sortable expression, never null (an index holds it as it is here), and its SQL type. */
export interface SortKey {
  by: SQLWrapper
  type: 'text' | 'timestamptz' | 'date' | 'integer' | 'uuid'
}

export interface PageRequest<Sort extends string> {
  sort: Sort
  direction: 'asc' | 'desc'
  /** From the page before; only good for the same sort and direction. */
  cursor?: string | undefined
  limit: number
}

export interface Page<Item> {
  items: Item[]
  /** Null: this was the last page. */
  nextCursor: string | null
}

/** What a keyset query needs: the condition that begins after the cursor, the order, and the selected text its cursor is made of. */
export interface Keyset {
  after: SQL | undefined
  orderBy: SQL[]
  values: SQL<string[]>
}

/** A cursor that this list did not give out, or gave out for another order. The caller's request is wrong. */
class BadCursor extends Error {
  readonly kind = 'bad-cursor'
  constructor() {
    super('The cursor does not belong to this list and order')
  }
}

const cursorSchema = z.strictObject({ s: z.string(), d: z.enum(['asc', 'desc']), v: z.array(z.string()).min(1).max(4) })

/** Pages by the values of the last row, not by an offset: row one million costs what row one does. `ties` make the order total. */
export function keysetOf<Sort extends string>(
  page: PageRequest<Sort>,
  sorts: Record<Sort, SortKey>,
  ties: SortKey[],
): Keyset {
  const keys = [sorts[page.sort], ...ties]
  const list = (parts: SQLWrapper[]) => sql.join(parts, sql`, `)
  const direction = sql.raw(page.direction)
  return {
    after: page.cursor === undefined ? undefined : after(page.cursor),
    orderBy: keys.map(key => sql`${key.by} ${direction}`),
    values: sql<string[]>`array[${list(keys.map(key => sql`(${key.by})::text`))}]`,
  }

  function after(cursor: string): SQL {
    const values = readCursor(cursor, page)
    if (values.length !== keys.length) throw new BadCursor()
    if (!keys.every((key, index) => isOf(key.type, values[index] ?? ''))) throw new BadCursor()
    const than = page.direction === 'asc' ? sql`>` : sql`<`
    const bounds = keys.map((key, index) => sql`${values[index]}::${sql.raw(key.type)}`)
    return sql`(${list(keys.map(key => key.by))}) ${than} (${list(bounds)})`
  }
}

/** Makes the page from `limit + 1` rows read: the row too many only says that there is more. */
export function pageOf<Sort extends string, Row extends { keyset: string[] }>(
  page: PageRequest<Sort>,
  rows: Row[],
): Page<Omit<Row, 'keyset'>> {
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  const more = rows.length > page.limit && last !== undefined
  return {
    items: items.map(withoutKeyset),
    nextCursor: more ? writeCursor(page, last.keyset) : null,
  }
}

/** A made-up cursor must not reach the database as an error. */
function isOf(type: SortKey['type'], value: string): boolean {
  switch (type) {
    case 'text':
      return !value.includes('\u0000')
    case 'integer':
      return /^-?\d{1,9}$/.test(value)
    case 'uuid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)
    case 'date':
      return value === 'infinity' || (/^\d{4}-\d\d-\d\d$/.test(value) && isDay(value))
    case 'timestamptz':
      return value === 'infinity' || (INSTANT.test(value) && isDay(value.slice(0, 10)))
  }
}

/** As PostgreSQL writes it in a session in UTC. */
const INSTANT = /^\d{4}-\d\d-\d\d ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?\+00$/

function isDay(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day)
}

function withoutKeyset<Row extends { keyset: string[] }>(row: Row): Omit<Row, 'keyset'> {
  const item: Omit<Row, 'keyset'> & { keyset?: string[] } = { ...row }
  delete item.keyset
  return item
}

function writeCursor(page: PageRequest<string>, values: string[]): string {
  return Buffer.from(JSON.stringify({ s: page.sort, d: page.direction, v: values })).toString('base64url')
}

function readCursor(cursor: string, page: PageRequest<string>): string[] {
  let decoded: unknown
  try {
    decoded = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw new BadCursor()
  }
  const parsed = cursorSchema.safeParse(decoded)
  if (!parsed.success || parsed.data.s !== page.sort || parsed.data.d !== page.direction) throw new BadCursor()
  return parsed.data.v
}
