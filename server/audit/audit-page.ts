import { and, eq, gte, inArray, lte, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { keysetOf, pageOf } from '../../db/keyset.ts'
import type { SortKey } from '../../db/keyset.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import type { auditRow } from '../api/audit.ts'
import { loadNames, namesOfPeople } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'

type Row = z.input<typeof auditRow>
type Entry = Omit<typeof auditEntry.$inferSelect, 'prev'>

export interface AuditFilter {
  municipalities: string[]
  action?: string | undefined
  actor?: string | undefined
  caseId?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

const sorts = { at: { by: auditEntry.at, type: 'timestamptz' } } as const satisfies Record<string, SortKey>
const ties: SortKey[] = [
  { by: auditEntry.municipalityId, type: 'uuid' },
  { by: auditEntry.seq, type: 'integer' },
]

/** One page of the register, newest first. */
export async function auditPage(
  tx: Tx,
  filter: AuditFilter,
  page: { cursor?: string | undefined; limit: number; order?: 'asc' | 'desc' },
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const request = { sort: 'at' as const, direction: page.order ?? 'desc', cursor: page.cursor, limit: page.limit }
  const keyset = keysetOf(request, sorts, ties)
  const rows = await tx
    .select({ ...columns, keyset: keyset.values })
    .from(auditEntry)
    .where(and(auditWhere(filter), keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  const { items, nextCursor } = pageOf(request, rows)
  const names = await loadNames(tx)
  const people = await namesOfPeople(
    tx,
    items.map(one => one.actor.id),
  )
  const numbers = await numbersOf(tx, items)
  return { items: items.map(one => rowOf(one, names, people, numbers)), nextCursor }
}

export function auditWhere(filter: AuditFilter): SQL | undefined {
  return and(
    inArray(auditEntry.municipalityId, filter.municipalities),
    filter.action === undefined ? undefined : eq(auditEntry.action, filter.action),
    filter.actor === undefined ? undefined : sql`${auditEntry.actor} ->> 'id' = ${filter.actor}`,
    filter.caseId === undefined ? undefined : sql`${auditEntry.object} ->> 'id' = ${filter.caseId}`,
    filter.from === undefined ? undefined : gte(auditEntry.at, filter.from),
    filter.to === undefined ? undefined : lte(auditEntry.at, filter.to),
  )
}

/** Case numbers of the entries about cases. */
async function numbersOf(tx: Tx, entries: readonly Entry[]): Promise<Map<string, string>> {
  const ids = entries.filter(one => one.object.type === 'case').map(one => one.object.id)
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: caseRecord.id, number: caseRecord.number })
    .from(caseRecord)
    .where(inArray(caseRecord.id, [...new Set(ids)]))
  return new Map(rows.map(row => [row.id, row.number]))
}

function rowOf(entry: Entry, names: Names, people: Map<string, string>, numbers: Map<string, string>): Row {
  const { actor, object } = entry
  const caseId = object.type === 'case' ? object.id : null
  return {
    id: `${entry.municipalityId}:${entry.seq}`,
    seq: entry.seq,
    municipality: names.municipality(entry.municipalityId),
    at: entry.at,
    actor: {
      // A portal acts for itself: the API's actors know it as a platform.
      kind: actor.kind === 'service' ? 'platform' : actor.kind,
      id: actor.id,
      name: people.get(actor.id) ?? null,
      role: actor.role ?? null,
    },
    action: entry.action,
    object: `${object.type}/${object.id}`,
    caseId,
    number: caseId === null ? null : (numbers.get(caseId) ?? null),
    reason: entry.reason,
    requestId: entry.requestId,
    outcome: entry.outcome,
    detail: entry.detail,
    hash: entry.hash,
  }
}

export const columns = {
  municipalityId: auditEntry.municipalityId,
  seq: auditEntry.seq,
  at: auditEntry.at,
  actor: auditEntry.actor,
  action: auditEntry.action,
  object: auditEntry.object,
  reason: auditEntry.reason,
  requestId: auditEntry.requestId,
  outcome: auditEntry.outcome,
  detail: auditEntry.detail,
  hash: auditEntry.hash,
}
