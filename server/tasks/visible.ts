import type { OfficeRef } from '../../db/queries/list-tasks.ts'
import type { WorkFilter } from '../../db/queries/list-work.ts'
import type { Staff } from '../sign-in/staff.ts'

/** Every town where the person has any role: the bounds of all their queries. */
export const townsOf = (staff: Staff): string[] => [...new Set(staff.memberships.map(one => one.municipality))]

const officesOf = (staff: Staff): OfficeRef[] =>
  townsOf(staff).flatMap(municipality => staff.officesIn(municipality).map(office => ({ municipality, office })))

/**
 * What tasks the person may know of: the ordinary ones of their towns, and every one of their own offices. A confidential task of another
 * office is left out of every answer.
 */
export function visibleWork(staff: Staff): Pick<WorkFilter, 'towns' | 'offices'> {
  return { towns: townsOf(staff), offices: officesOf(staff) }
}

/** `office`: their own offices', and the whole town's for roles that stand outside the offices. `all`: for who hands work out. */
export function withinScope(staff: Staff, scope: 'mine' | 'office' | 'all'): Pick<WorkFilter, 'within' | 'assignee'> {
  if (scope === 'mine') return { assignee: staff.id }
  const towns = staff.townsFor('tasks.read')
  const whole = towns.filter(town => staff.isTownWide(town) || (scope === 'all' && staff.may('tasks.reassign', town)))
  return { within: { offices: officesOf(staff).filter(one => towns.includes(one.municipality)), towns: whole } }
}

/** Why this person may not work on the task, or null. */
export function workRefusal(
  staff: Staff,
  task: { municipalityId: string; office: string; role: string | null },
): string | null {
  const { municipalityId: town, office, role } = task
  if (!staff.may('tasks.work', town)) return 'Il ruolo non permette di lavorare le attività.'
  if (!staff.isTownWide(town) && !staff.officesIn(town).includes(office)) return "L'attività è di un altro ufficio."
  if (role !== null && !staff.memberships.some(one => one.municipality === town && one.role === role)) {
    return 'Questa attività spetta al responsabile.'
  }
  return null
}
