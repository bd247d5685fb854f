import { and, asc, eq, gte, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { absence } from '../../db/schema/absences.ts'
import { person } from '../../db/schema/people.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { workforceOf } from '../acts/people.ts'
import { endAbsence, listAbsences, setAbsence } from '../api/absences.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, nothing, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import type { Staff } from '../sign-in/staff.ts'
import { faultsOf } from './check.ts'

/** Who is away and who stands in. One's own absence anybody arranges who works on tasks; a colleague's, who hands work out. */
export function absenceRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listAbsences, ({ params: { municipalityId: town }, now }, staff) => {
      staff.require('tasks.read', town)
      return db.withTenants([town], async tx => {
        const rows = await lastingAbsences(tx, localDate(now))
        return ok({
          items: rows.map(row => absenceRowOf(row, staff, town, now)),
          nextCursor: null,
          people: await peopleOf(tx, town),
          mayForOthers: staff.may('tasks.reassign', town),
        })
      })
    }),
    staffRoute(setAbsence, ({ params: { municipalityId: town }, body, requestId, now }, staff) => {
      requireOwn(staff, town, body.person)
      return db.withTenants([town], async tx => {
        const today = localDate(now)
        const people = (await peopleOf(tx, town)).map(one => one.id)
        const faults = faultsOf(body, { today, people, absences: await lastingAbsences(tx, today) })
        if (faults.length > 0) refuse('invalid', faults[0]?.message, faults)
        const days = { firstDay: body.firstDay, lastDay: body.lastDay }
        const [made] = await tx
          .insert(absence)
          .values({
            municipalityId: town,
            personId: body.person,
            substituteId: body.substitute,
            setBy: staff.id,
            ...days,
          })
          .returning({ id: absence.id })
        const id = made?.id ?? notFound()
        const detail = { person: body.person, substitute: body.substitute, ...days }
        await tell(tx, staff, { town, id, action: 'absence.set', requestId, detail })
        const row = (await lastingAbsences(tx, today)).find(one => one.id === id) ?? notFound()
        return created(absenceRowOf(row, staff, town, now))
      })
    }),
    staffRoute(endAbsence, ({ params: { municipalityId: town, absenceId: id }, requestId, now }, staff) => {
      staff.require('tasks.work', town)
      return db.withTenants([town], async tx => {
        const row = (await lastingAbsences(tx, localDate(now))).find(one => one.id === id) ?? notFound()
        requireOwn(staff, town, row.personId)
        await tx.update(absence).set({ endedAt: now }).where(eq(absence.id, id))
        await tell(tx, staff, { town, id, action: 'absence.ended', requestId, detail: { person: row.personId } })
        return nothing
      })
    }),
  ]
}

function requireOwn(staff: Staff, town: string, personId: string): void {
  staff.require('tasks.work', town)
  if (personId === staff.id || staff.may('tasks.reassign', town)) return
  refuse('forbidden', 'L’assenza di altri la segna il responsabile.')
}

interface Told {
  town: string
  id: string
  action: 'absence.set' | 'absence.ended'
  requestId: string
  detail: Record<string, string>
}

/** In the audit, and to the consoles: the substitute's list changes at once. */
async function tell(tx: Tx, staff: Staff, { town, id, action, requestId, detail }: Told): Promise<void> {
  await noteChange(tx, { municipality: town, resource: 'task', resourceId: id })
  const actor = staff.actor('tasks.work', town)
  await appendAudit(tx, { municipality: town, actor, action, object: { type: 'absence', id }, requestId, detail })
}

/** Those of today and later that were not taken back. */
function lastingAbsences(tx: Tx, today: string) {
  const [away, standIn, setter] = [alias(person, 'away'), alias(person, 'stand_in'), alias(person, 'setter')]
  return tx
    .select({
      id: absence.id,
      personId: absence.personId,
      substituteId: absence.substituteId,
      firstDay: absence.firstDay,
      lastDay: absence.lastDay,
      person: { id: away.id, name: away.name },
      substitute: { id: standIn.id, name: standIn.name },
      setBy: { id: setter.id, name: setter.name },
    })
    .from(absence)
    .innerJoin(away, eq(away.id, absence.personId))
    .innerJoin(standIn, eq(standIn.id, absence.substituteId))
    .innerJoin(setter, eq(setter.id, absence.setBy))
    .where(and(isNull(absence.endedAt), gte(absence.lastDay, today)))
    .orderBy(asc(absence.firstDay), asc(away.name))
}

type AbsenceLine = Awaited<ReturnType<typeof lastingAbsences>>[number]

function absenceRowOf(row: AbsenceLine, staff: Staff, town: string, now: string) {
  const { id, person: away, substitute, setBy, firstDay, lastDay } = row
  const mayEnd = row.personId === staff.id || staff.may('tasks.reassign', town)
  return { id, person: away, substitute, setBy, firstDay, lastDay, current: firstDay <= localDate(now), mayEnd }
}

/** Everybody once, with all their offices. */
async function peopleOf(tx: Tx, town: string) {
  const { people } = await workforceOf(tx, town)
  const found = new Map<string, { id: string; name: string; offices: string[] }>()
  for (const { id, name, office } of people) {
    const one = found.get(id) ?? { id, name, offices: [] }
    found.set(id, { ...one, offices: office === null ? one.offices : [...one.offices, office] })
  }
  return [...found.values()]
}
