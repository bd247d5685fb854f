import type { Role } from '../../server/api/common.ts'
import type { ServiceRow, StaffRow } from './rights-table.ts'

export const roles = ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'] as const

/** What each caller is answered in their own town; strangers to the town are told by `toStrangers`. */
export function staffAnswers(row: StaffRow): Record<string, number> {
  const ofRole = (role: Role): number => (row.may.includes(role) ? row.answer : 403)
  return {
    ...Object.fromEntries(roles.map(role => [role, ofRole(role)])),
    // What a person may do elsewhere opens nothing here; what belongs to no town is open to who has the right in any.
    ...Object.fromEntries(
      lacking(row).map(role => [`${role}, everything elsewhere`, row.reach === 'all' ? row.answer : 403]),
    ),
    'clerk of another office': row.otherOffice ?? ofRole('clerk'),
    nobody: 401,
    'expired session': 401,
    'person who has left': 401,
  }
}

const lacking = (row: StaffRow): Role[] => roles.filter(role => !row.may.includes(role))

/** What somebody with that role in another town is told about something of this town. */
export function toStrangers(row: StaffRow, role: Role): 404 | 403 {
  return (row.admits ?? row.may).includes(role) ? 404 : 403
}

export function serviceAnswers(row: ServiceRow): Record<string, number> {
  return {
    'the portal itself': row.answer,
    'another portal of the town': row.reach === 'thing' ? 404 : row.answer,
    'another town’s portal': row.reach === 'thing' ? 404 : row.answer,
    'without the scope': 403,
    revoked: 401,
    expired: 401,
    'made up': 401,
  }
}
