import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { outbox } from '../../db/schema/journals.ts'
import { caseView, incident } from '../../db/schema/projections.ts'
import { restart, restartItem } from '../../db/schema/restarts.ts'
import { failureKinds } from '../api/incidents.ts'
import type { itemStates, listRestartItems, restartRow } from '../api/restarts.ts'
import { personRef } from '../reading/names.ts'
import { loadNames, namesOfPeople } from '../reading/names.ts'

type Row = z.input<typeof restartRow>
type State = (typeof itemStates)[number]
type ItemRow = z.input<(typeof listRestartItems)['answers'][200]>['items'][number]

const again = sql`exists (select from ${incident} i where i.municipality_id = ${restartItem.municipalityId} and i.case_id = ${restartItem.caseId}
  and i.work = ${restartItem.work} and i.resolved_at is null and i.incident_id <> ${restartItem.incidentId})`

/** What has become of an item: told by its request's answer and by the case as it stands, never counted up on the way. */
const stateOf = sql<State>`case
  when ${restartItem.state} <> 'asked' then ${restartItem.state}
  when ${outbox.deliveredAt} is null then 'asked'
  when not coalesce((${outbox.answer} ->> 'accepted')::boolean, false) then 'skipped'
  when ${again} then 'blocked-again'
  else 'restarted' end`

const itsRequest = and(
  eq(outbox.municipalityId, restartItem.municipalityId),
  eq(outbox.idempotencyKey, sql`'act/' || ${restartItem.requestId}`),
)

/** Mass retries of this transaction's towns, the latest first; one over several towns is one. */
export async function restartRows(tx: Tx, ids?: readonly string[]): Promise<Row[]> {
  const parts = await tx
    .select()
    .from(restart)
    .where(ids && inArray(restart.id, [...ids]))
    .orderBy(desc(restart.createdAt), restart.id)
    .limit(500)
  const wanted = [...new Set(parts.map(one => one.id))].slice(0, 50)
  if (wanted.length === 0) return []
  const counts = await tx
    .select({ id: restartItem.restartId, state: stateOf, count: sql<number>`count(*)::int` })
    .from(restartItem)
    .leftJoin(outbox, itsRequest)
    .where(inArray(restartItem.restartId, wanted))
    .groupBy(restartItem.restartId, stateOf)
  const names = await loadNames(tx)
  const people = await namesOfPeople(
    tx,
    parts.map(one => one.actor.id),
  )
  return wanted.flatMap(id => {
    const own = parts.filter(one => one.id === id)
    const [first] = own
    if (!first) return []
    const count = (state: State) => counts.find(one => one.id === id && one.state === state)?.count ?? 0
    return {
      id,
      cause: { ...first.cause, kind: failureKinds.find(one => one === first.cause.kind) ?? 'defect' },
      reason: first.reason,
      by: personRef(people, first.actor.id),
      state: own.find(one => one.state !== 'done')?.state ?? 'done',
      createdAt: first.createdAt,
      endedAt: own.some(one => one.endedAt === null)
        ? null
        : (own
            .map(one => one.endedAt ?? '')
            .toSorted()
            .at(-1) ?? null),
      perSecond: own.reduce((sum, one) => sum + one.perSecond, 0),
      municipalities: own.map(one => names.municipality(one.municipalityId)),
      leftOut: own.reduce((sum, one) => sum + one.leftOut, 0),
      counts: {
        total: counts.filter(one => one.id === id).reduce((sum, one) => sum + one.count, 0),
        waiting: count('waiting'),
        asked: count('asked'),
        restarted: count('restarted'),
        blockedAgain: count('blocked-again'),
        skipped: count('skipped'),
        stopped: count('stopped'),
      },
    }
  })
}

/** What has become of each case of a mass retry. */
export async function restartItems(tx: Tx, id: string, state: State | undefined): Promise<ItemRow[]> {
  const names = await loadNames(tx)
  const rows = await tx
    .select({
      item: restartItem,
      state: stateOf,
      number: caseView.number,
      refusal: sql<string | null>`${outbox.answer} -> 'refusal' ->> 'message'`,
      failure: sql<
        string | null
      >`(select i.message from ${incident} i where i.municipality_id = ${restartItem.municipalityId}
        and i.case_id = ${restartItem.caseId} and i.work = ${restartItem.work} and i.resolved_at is null limit 1)`,
    })
    .from(restartItem)
    .innerJoin(
      caseView,
      and(eq(caseView.municipalityId, restartItem.municipalityId), eq(caseView.caseId, restartItem.caseId)),
    )
    .leftJoin(outbox, itsRequest)
    .where(and(eq(restartItem.restartId, id), state === undefined ? undefined : eq(stateOf, state)))
    .orderBy(caseView.number)
    .limit(500)
  return rows.map(({ item, state: now, number, refusal, failure }) => ({
    caseId: item.caseId,
    incidentId: item.incidentId,
    number,
    municipality: names.municipality(item.municipalityId),
    requestId: item.requestId,
    state: now,
    askedAt: item.askedAt,
    message: refusal ?? (now === 'blocked-again' ? failure : null),
  }))
}
