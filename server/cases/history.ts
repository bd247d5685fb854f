import { and, desc, eq, lt } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { caseEvent } from '../../db/schema/projections.ts'
import type { Actor } from '../../engine/event.ts'
import { hiddenElements, redactFacts } from '../../engine/redact-view.ts'
import type { historyItem } from '../api/case-details.ts'
import { holderOf, readableDocument } from '../reading/confidential.ts'
import { namesOfPeople } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { FoundCase } from './find-case.ts'
import { lastSettled, lineSummary } from './history-summaries.ts'
import type { SummaryFacts } from './history-summaries.ts'
import { attemptsOf } from './steps.ts'
import type { Attempt } from './steps.ts'

type Item = z.input<typeof historyItem>

/** The case's history, newest first; lines about another office's confidential task are left out. */
export async function historyOf(
  tx: Tx,
  staff: Staff,
  found: FoundCase,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: Item[]; nextCursor: string | null }> {
  const { municipalityId: town, caseId } = found.line
  const before = page.cursor === undefined ? undefined : Number(page.cursor)
  const rows = await tx
    .select()
    .from(caseEvent)
    .where(
      and(
        eq(caseEvent.municipalityId, town),
        eq(caseEvent.caseId, caseId),
        before !== undefined && Number.isInteger(before) ? lt(caseEvent.idx, before) : undefined,
      ),
    )
    .orderBy(desc(caseEvent.idx))
    .limit(page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const offices = staff.officesIn(town)
  const hidden = hiddenElements(found.view.view, offices)
  const isHeldElsewhere = (path: string): boolean => {
    const holder = holderOf(path, found.definition)
    return holder !== null && !offices.includes(holder)
  }
  const readable = redactFacts(shown, hidden).filter(
    row =>
      (row.confidentialOffice === null || offices.includes(row.confidentialOffice)) &&
      !tellsOf(row.detail).some(path => isHeldElsewhere(path)),
  )
  const names = await namesOfPeople(
    tx,
    readable.map(row => row.actor?.id ?? null),
  )
  const attempts = await attemptsOf(tx, town, caseId)
  const facts = {
    plan: found.definition.row.plan,
    document: readableDocument(found.view.document, found.definition, offices),
    last: await lastSettled(tx, town, caseId),
    attempts,
    masked: staff.masked(town),
  }
  const last = shown.at(-1)
  return {
    items: readable.map(row => itemOf(row, names, facts)),
    nextCursor: rows.length > page.limit && last ? String(last.idx) : null,
  }
}

/** Paths of the document that a correction names. */
function tellsOf({ paths }: Item['detail']): string[] {
  return Array.isArray(paths) ? paths.filter(path => typeof path === 'string') : []
}

function itemOf(row: typeof caseEvent.$inferSelect, names: Map<string, string>, facts: SummaryFacts): Item {
  const { attempts, masked } = facts
  const step = stepOf(row.detail)
  return {
    index: row.idx,
    at: row.at,
    type: row.type,
    element: row.element,
    name: row.name,
    step,
    summary: lineSummary(row, facts),
    actor: row.actor && actorView(row.actor, names),
    reason: row.reason,
    // Outputs and values may be about people.
    detail: masked ? withoutValues(row.detail) : row.detail,
    attempts:
      step === null || !row.type.startsWith('work-') ? [] : attempts.filter(one => one.work === step).map(attemptView),
  }
}

function actorView(actor: Actor, names: Map<string, string>) {
  return { kind: actor.kind, id: actor.id, name: names.get(actor.id) ?? null, role: actor.role ?? null }
}

function stepOf(detail: Item['detail']): string | null {
  const step = detail['work'] ?? detail['task']
  return typeof step === 'string' ? step : null
}

function withoutValues(detail: Item['detail']): Item['detail'] {
  const harmless = [
    'work',
    'task',
    'operation',
    'tries',
    'kind',
    'code',
    'message',
    'incident',
    'decision',
    'rules',
    'term',
    'due',
  ]
  return Object.fromEntries(Object.entries(detail).filter(([name]) => harmless.includes(name)))
}

function attemptView(one: Attempt): Item['attempts'][number] {
  return {
    try: one.try,
    startedAt: one.startedAt,
    endedAt: one.endedAt,
    errorKind: one.errorKind,
    errorCode: one.errorCode,
    message: one.message,
    nextAt: one.nextAt,
  }
}
