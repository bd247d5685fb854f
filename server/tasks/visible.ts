import type { Cover, OfficeRef, WorkFilter, WorkRow } from '../../db/queries/list-work.ts'
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

/**
 * `office`: their own offices', and the whole town's for roles that stand outside the offices. `all`: for who hands work out.
 * `cover`: of those for whom they stand in; in the first two it is left out, for it is shown apart.
 */
export function withinScope(
  staff: Staff,
  scope: 'mine' | 'office' | 'all' | 'cover',
  covers: readonly Cover[],
): Pick<WorkFilter, 'within' | 'assignee' | 'covered'> {
  if (scope === 'cover') return { covered: { covers, how: 'only' } }
  if (scope === 'mine') return { assignee: staff.id }
  const covered = scope === 'office' && covers.length > 0 ? { covered: { covers, how: 'none' as const } } : {}
  const towns = staff.townsFor('tasks.read')
  const whole = towns.filter(town => staff.isTownWide(town) || (scope === 'all' && staff.may('tasks.reassign', town)))
  return {
    ...covered,
    within: { offices: officesOf(staff).filter(one => towns.includes(one.municipality)), towns: whole },
  }
}

/** The absent person in whose place the reader may see to the task, or null: theirs, or nobody's in their office. */
export function inPlaceOf(staff: Staff, covers: readonly Cover[], task: Placed): Cover['person'] | null {
  if (task.confidential && !staff.officesIn(task.municipalityId).includes(task.office)) return null
  const cover = covers.find(
    one =>
      one.municipality === task.municipalityId &&
      (one.person.id === task.assignee || (task.assignee === null && one.offices.includes(task.office))),
  )
  return cover?.person ?? null
}

/** The covers whose offices are not the reader's own already: what waits there with nobody is theirs anyway. */
export const foreignCovers = (staff: Staff, covers: readonly Cover[]): Cover[] =>
  covers.map(cover => {
    const own = staff.officesIn(cover.municipality)
    const isOwn = (office: string) => staff.isTownWide(cover.municipality) || own.includes(office)
    return { ...cover, offices: cover.offices.filter(office => !isOwn(office)) }
  })

type Placed = Pick<WorkRow, 'municipalityId' | 'office' | 'assignee' | 'confidential'>

/** Why this person may not work on the task, or null. */
export function workRefusal(
  staff: Staff,
  task: Placed & Pick<WorkRow, 'role'>,
  covers: readonly Cover[],
): string | null {
  const { municipalityId: town, office, role, confidential } = task
  if (!staff.may('tasks.work', town)) return 'Il ruolo non permette di lavorare le attività.'
  const isNear = staff.isTownWide(town) || staff.officesIn(town).includes(office)
  const isGiven = task.assignee === staff.id && !confidential
  if (!isNear && !isGiven && !inPlaceOf(staff, covers, task)) return "L'attività è di un altro ufficio."
  if (role !== null && !staff.memberships.some(one => one.municipality === town && one.role === role)) {
    return 'Questa attività spetta al responsabile.'
  }
  return null
}
