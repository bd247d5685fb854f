import type { Event } from '../../engine/event.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import type { CaseView } from '../../engine/view.ts'
import { viewOf } from '../../engine/view-of.ts'
import { decision, openingOf, payment, settled } from '../enrolment/world.ts'

/** A case as the projection holds it, at each of the places where real ones rest. */
export interface Template {
  kind: 'deciding' | 'paying' | 'served' | 'ended'
  view: CaseView
}

const at = '2026-09-01T08:00:00.000Z'
const actor = { kind: 'staff', id: 'clerk', role: 'supervisor' } as const

/** One real enrolment, held fast at four moments: seeded cases are as large as those that people file. */
export function templates(plan: Plan): Template[] {
  const start = settled(plan, null, { type: 'start', at, data: openingOf('case', 'MENSA-2026-000001', at) })
  const task = start.tasks.find(one => one.state === 'open')
  if (task === undefined) throw new Error('The enrolment does not wait for its decision')
  const act = (requestId: string, doing: Extract<Event, { type: 'act' }>['act']): Event => ({
    type: 'act',
    at,
    actor,
    requestId,
    act: doing,
  })
  const paying = settled(plan, start, act('1', { type: 'complete', task: task.id, values: decision }))
  const paid: Event = { type: 'message', at, id: 'm1', name: 'payment', data: payment(at) }
  const served = settled(plan, paying, paid)
  const clock: Event = { type: 'clock', at: served.deadline ?? at }
  const ended = settled(plan, served, clock)
  const held: [Template['kind'], State][] = [
    ['deciding', start],
    ['paying', paying],
    ['served', served],
    ['ended', ended],
  ]
  return held.map(([kind, state]) => ({ kind, view: viewOf(plan, state) }))
}
