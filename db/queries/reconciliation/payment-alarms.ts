import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Instant } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { type alarmKinds, paymentAlarm } from '../../schema/flows.ts'
import { noteChange } from '../note-change.ts'

export type AlarmKind = (typeof alarmKinds)[number]

/** Says that something is late; saying it again changes nothing. */
export async function raiseAlarm(
  tx: Tx,
  alarm: { municipality: string; kind: AlarmKind; subject: string; since: Instant },
): Promise<void> {
  const { municipality, ...rest } = alarm
  const t = paymentAlarm
  const raised = await tx
    .insert(t)
    .values({ ...rest, municipalityId: municipality, raisedAt: sql`now()` })
    .onConflictDoUpdate({
      target: [t.municipalityId, t.kind, t.subject],
      set: { since: rest.since, raisedAt: sql`now()`, settledAt: null },
      setWhere: sql`${t.settledAt} is not null`,
    })
    .returning({ id: t.id })
  await noteChange(tx, ...raised.map(({ id }) => ({ municipality, resource: 'payment-alarm', resourceId: id })))
}

/** What these alarms were about has come after all. */
export async function settleAlarms(
  tx: Tx,
  municipality: string,
  { kinds, subject }: { kinds: AlarmKind[]; subject: string },
): Promise<void> {
  if (kinds.length === 0) return
  const t = paymentAlarm
  const settled = await tx
    .update(t)
    .set({ settledAt: sql`now()` })
    .where(and(eq(t.municipalityId, municipality), eq(t.subject, subject), inArray(t.kind, kinds), isNull(t.settledAt)))
    .returning({ id: t.id })
  await noteChange(tx, ...settled.map(({ id }) => ({ municipality, resource: 'payment-alarm', resourceId: id })))
}
