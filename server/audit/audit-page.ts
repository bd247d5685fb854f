import { and, eq, gte, inArray, lte, ne, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { keysetOf, pageOf } from '../../db/keyset.ts'
import type { SortKey } from '../../db/keyset.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import type { auditRow } from '../api/audit.ts'
import { datumWords } from '../cases/data-items.ts'
import { loadNames, namesOfPeople } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { amendmentsOf } from './amendments.ts'
import type { Amendment } from './amendments.ts'
import { actionLabel, answerLabel } from './audit-words.ts'
import { handOverChanges, peopleIn } from './hand-over.ts'

type Row = z.input<typeof auditRow>
type Entry = Omit<typeof auditEntry.$inferSelect, 'prev' | 'actorId' | 'objectId'>

export interface AuditFilter {
  municipalities: string[]
  action?: string | undefined
  actor?: string | undefined
  caseId?: string | undefined
  /** Of a case, as people write it. */
  number?: string | undefined
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
  staff: Staff,
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
  const asked = await askedBy(tx, items)
  const people = await namesOfPeople(
    tx,
    [...items, ...asked.values()].flatMap(one => [one.actor.id, ...peopleIn(one.detail)]),
  )
  const facts: Facts = {
    names: await loadNames(tx),
    people,
    asked,
    cases: await casesOf(tx, items),
    amendments: await amendmentsOf(
      tx,
      items.flatMap(one => amendOf(one, staff)),
    ),
  }
  return { items: items.map(one => rowOf(one, facts, staff)), nextCursor }
}

/** What the reader may not know of: of an act on another office's confidential step only that there was one. */
export function readableEntry(entry: Entry, staff: Staff): Entry {
  const { confidentialOffice: _office, ...detail } = entry.detail
  if (!isHidden(entry, staff)) return { ...entry, detail }
  // Who watches over the register sees who acted; for everybody else the person's office would tell what it is about.
  const watches = staff.may('audit.read', entry.municipalityId) && !staff.masked(entry.municipalityId)
  const actor = watches ? entry.actor : { kind: entry.actor.kind, id: '' }
  return { ...entry, actor, reason: null, detail: {} }
}

export function isHidden(entry: Entry, staff: Staff): boolean {
  const office = entry.detail['confidentialOffice']
  return typeof office === 'string' && !staff.officesIn(entry.municipalityId).includes(office)
}

/** For entries that tell what came of an act: the entry that asked for it, by the request's id. */
async function askedBy(tx: Tx, entries: readonly Entry[]): Promise<Map<string, Entry>> {
  const answers = entries.filter(one => one.action === answered)
  const ids = answers.flatMap(one => one.requestId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select(columns)
    .from(auditEntry)
    .where(
      and(
        inArray(
          auditEntry.municipalityId,
          answers.map(one => one.municipalityId),
        ),
        inArray(auditEntry.requestId, ids),
        ne(auditEntry.action, answered),
      ),
    )
  return new Map(rows.map(row => [row.requestId ?? '', row]))
}

const answered = 'act.answered'

function amendOf({ action, municipalityId: municipality, requestId }: Entry, staff: Staff) {
  if (action !== 'case.amend' || requestId === null || staff.masked(municipality)) return []
  return [{ municipality, requestId }]
}

export function auditWhere(filter: AuditFilter): SQL | undefined {
  return and(
    inArray(auditEntry.municipalityId, filter.municipalities),
    filter.action === undefined ? undefined : eq(auditEntry.action, filter.action),
    filter.actor === undefined ? undefined : eq(auditEntry.actorId, filter.actor),
    filter.caseId === undefined ? undefined : eq(auditEntry.objectId, filter.caseId),
    filter.number === undefined ? undefined : sql`${auditEntry.objectId} in ${casesNumbered(filter)}`,
    filter.from === undefined ? undefined : gte(auditEntry.at, filter.from),
    filter.to === undefined ? undefined : lte(auditEntry.at, filter.to),
  )
}

/** Ids of the cases of that number: each town counts for itself. */
const casesNumbered = ({
  number = '',
  municipalities,
}: AuditFilter): SQL => sql`(select ${caseRecord.id}::text from ${caseRecord}
  where ${inArray(caseRecord.municipalityId, municipalities)} and ${caseRecord.number} = ${number.trim().toUpperCase()})`

/** The cases that entries are about. */
async function casesOf(tx: Tx, entries: readonly Entry[]): Promise<Map<string, CaseRef>> {
  const ids = entries.filter(one => one.object.type === 'case').map(one => one.object.id)
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: caseRecord.id, number: caseRecord.number, procedure: caseRecord.procedure })
    .from(caseRecord)
    .where(inArray(caseRecord.id, [...new Set(ids)]))
  return new Map(rows.map(row => [row.id, row]))
}

interface CaseRef {
  number: string
  procedure: string
}

interface Facts {
  names: Names
  people: Map<string, string>
  cases: Map<string, CaseRef>
  /** By request id. */
  asked: Map<string, Entry>
  amendments: Map<string, Amendment[]>
}

function rowOf(whole: Entry, facts: Facts, staff: Staff): Row {
  const { names, people, cases } = facts
  const source = whole.action === answered ? facts.asked.get(whole.requestId ?? '') : undefined
  const asked = source && readableEntry(source, staff)
  const entry = readableEntry(whole, staff)
  const { object } = entry
  const caseId = object.type === 'case' ? object.id : null
  const found = caseId === null ? undefined : cases.get(caseId)
  return {
    id: `${entry.municipalityId}:${entry.seq}`,
    seq: entry.seq,
    municipality: names.municipality(entry.municipalityId),
    at: entry.at,
    actor: actorOf(entry, people),
    action: entry.action,
    label: asked
      ? answerLabel({ action: asked.action, person: people.get(asked.actor.id) ?? null }, entry.outcome)
      : actionLabel(entry.action),
    answers: asked ? { seq: asked.seq, action: asked.action, actor: actorOf(asked, people) } : null,
    object: `${object.type}/${object.id}`,
    caseId,
    number: found?.number ?? null,
    reason: entry.reason,
    requestId: entry.requestId,
    outcome: entry.outcome,
    detail: source && isHidden(source, staff) ? {} : entry.detail,
    changes: isHidden(whole, staff)
      ? []
      : changesOf(entry, facts).map(one => inWords(one, names, found?.procedure ?? '')),
    hash: entry.hash,
  }
}

/** What an act changed, before and after. */
function changesOf({ action, requestId, detail, municipalityId }: Entry, facts: Facts): Amendment[] {
  if (action === 'case.amend') return facts.amendments.get(requestId ?? '') ?? []
  if (action !== 'case.reassign') return []
  return handOverChanges(detail, facts.people, code => facts.names.office(municipalityId, code).name)
}

function inWords({ path, before, after }: Amendment, names: Names, procedure: string): Row['changes'][number] {
  const { label, say } = datumWords(path, names.definition(procedure)?.manifest)
  return { path, label, before, after, beforeText: say(before), afterText: say(after) }
}

function actorOf({ actor }: Entry, people: Map<string, string>): Row['actor'] {
  return {
    // A portal acts for itself: the API's actors know it as a platform.
    kind: actor.kind === 'service' ? 'platform' : actor.kind,
    id: actor.id,
    name: people.get(actor.id) ?? null,
    role: actor.role ?? null,
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
