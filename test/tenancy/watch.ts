import type { FreshDatabase } from '../support/database.ts'
import { peopleOf } from './fifty-towns.ts'

/** Something of another town that somebody was shown. */
export interface Foreign {
  operation: string
  what: string
}

export interface Watch {
  /** Looks through an answer for whoever may see these towns (by index). */
  look(operation: string, text: string, mine: readonly number[]): void
  /** What was seen that should not have been; the ids are compared with the tables, which know by now whose they are. */
  foreign(database: FreshDatabase, townIds: readonly string[]): Promise<Foreign[]>
  /** Answers looked at, by operation. */
  looked(): Record<string, number>
}

const uuids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi
const marks = [/tw(\d\d)q/gi, /\b70(\d\d)0\1\b/g, /MENSA-2026-0(\d\d)\d{3}/g]

export function createWatch(): Watch {
  const found: Foreign[] = []
  const ids = new Map<string, { operation: string; mine: readonly number[] }[]>()
  const counts: Record<string, number> = {}
  const byCode = new Map(
    Array.from({ length: 50 }, (_, index) => index).flatMap(index =>
      Object.values(peopleOf(index)).map(one => [one.fiscalCode, index] as const),
    ),
  )
  const indexOf = (code: string): number => byCode.get(code) ?? -1
  return {
    look: (operation, text, mine) => {
      counts[operation] = (counts[operation] ?? 0) + 1
      const readable = `${text} ${decoded(text)}`
      const towns = marks.flatMap(mark => [...readable.matchAll(mark)].map(([, index]) => Number(index)))
      const codes = [...readable.matchAll(/CGN[A-Z]{3}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]/g)].map(([code]) => indexOf(code))
      for (const town of new Set([...towns, ...codes]))
        if (!mine.includes(town)) found.push({ operation, what: `town ${town} to ${mine.join(', ')}` })
      for (const [id] of readable.matchAll(uuids))
        ids.set(id.toLowerCase(), [...(ids.get(id.toLowerCase()) ?? []), { operation, mine }])
    },
    foreign: async (database, townIds) => {
      const owners = await ownersOf(database)
      const strange = [...ids].flatMap(([id, seen]) =>
        seen
          .filter(({ mine }) => isForeign(owners.get(id), new Set(mine.map(index => townIds[index]))))
          .map(({ operation, mine }) => ({ operation, what: `id ${id} to ${mine.join(', ')}` })),
      )
      return [...found, ...strange]
    },
    looked: () => ({ ...counts }),
  }
}

const isForeign = (owners: Set<string> | undefined, mine: Set<string | undefined>): boolean =>
  owners !== undefined && ![...owners].some(owner => mine.has(owner))

/** Cursors and the like: what base64 hides. */
function decoded(text: string): string {
  const packed = [...text.matchAll(/"nextCursor":"([\w-]+)"/g)]
  return packed.map(([, cursor = '']) => Buffer.from(cursor, 'base64url').toString()).join(' ')
}

/** Every id that stands in a town's rows, and the towns whose rows they are. */
async function ownersOf(database: FreshDatabase): Promise<Map<string, Set<string>>> {
  const { rows: columns } = await database.asSuperuser(`
    select c.table_name as table, c.column_name as column from information_schema.columns c
    join information_schema.columns t on t.table_schema = c.table_schema and t.table_name = c.table_name
      and t.column_name = 'municipality_id'
    where c.table_schema = 'public' and c.data_type = 'uuid'`)
  const owners = new Map<string, Set<string>>()
  for (const { table, column } of columns) {
    const { rows } = await database.asSuperuser(
      `select distinct municipality_id as town, ${column} as id from ${table}
       where ${column} is not null and municipality_id is not null`,
    )
    for (const { town, id } of rows) owners.set(id, (owners.get(id) ?? new Set()).add(town))
  }
  return owners
}
