import type { Role } from './api/common.ts'

/** Everything a person of the staff may do, as `resource.verb`. The console's menus and buttons ask the same table. */
export const actions = [
  'tasks.read',
  'tasks.work',
  'tasks.reassign',
  'cases.read',
  'views.manage',
  'cases.create',
  'cases.act',
  'cases.move',
  'cases.close',
  'cases.advance-time',
  'incidents.read',
  'incidents.resolve',
  'incidents.resolve-many',
  'imports.read',
  'imports.create',
  'imports.confirm',
  'payments.read',
  'payments.import',
  'payments.assign',
  'canteen-lists.read',
  'municipalities.read',
  'fares.read',
  'fares.propose',
  'fares.approve',
  'platforms.read',
  'platforms.manage',
  'staff.read',
  'staff.manage',
  'offices.manage',
  'service-tokens.manage',
  'procedures.read',
  'audit.read',
  'audit.verify',
  'checks.read',
  'checks.run',
] as const

export type Action = (typeof actions)[number]

const everybody = ['municipalities.read', 'procedures.read', 'cases.read'] as const

/** The one table of rights. A role is held in one municipality; it says nothing about the others. */
export const permissions = {
  clerk: [
    ...everybody,
    'tasks.read',
    'tasks.work',
    'cases.create',
    'cases.act',
    'cases.advance-time',
    'incidents.read',
    'incidents.resolve',
    'imports.read',
    'imports.create',
    'imports.confirm',
    'canteen-lists.read',
    'fares.read',
    'staff.read',
  ],
  supervisor: [
    ...everybody,
    'payments.read',
    'tasks.read',
    'tasks.work',
    'tasks.reassign',
    'views.manage',
    'cases.create',
    'cases.act',
    'cases.move',
    'cases.close',
    'cases.advance-time',
    'incidents.read',
    'incidents.resolve',
    'incidents.resolve-many',
    'imports.read',
    'imports.create',
    'imports.confirm',
    'canteen-lists.read',
    'fares.read',
    'fares.propose',
    'fares.approve',
    'staff.read',
    'audit.read',
  ],
  accountant: [
    ...everybody,
    'incidents.read',
    'canteen-lists.read',
    'fares.read',
    'fares.propose',
    'staff.read',
    'payments.read',
    'payments.import',
    'payments.assign',
  ],
  analyst: [...everybody, 'incidents.read', 'fares.read', 'fares.propose'],
  auditor: [
    ...everybody,
    'payments.read',
    'incidents.read',
    'imports.read',
    'fares.read',
    'staff.read',
    'audit.read',
    'audit.verify',
    'checks.read',
  ],
  administrator: [
    ...everybody,
    'views.manage',
    'incidents.read',
    'fares.read',
    'fares.propose',
    'fares.approve',
    'platforms.read',
    'platforms.manage',
    'staff.read',
    'staff.manage',
    'offices.manage',
    'service-tokens.manage',
    'audit.read',
    'audit.verify',
    'checks.read',
    'checks.run',
  ],
  operator: [
    ...everybody,
    'payments.read',
    'cases.act',
    'cases.advance-time',
    'incidents.read',
    'incidents.resolve',
    'incidents.resolve-many',
    'fares.read',
    'platforms.read',
    'platforms.manage',
    'staff.read',
    'audit.read',
    'audit.verify',
    'checks.read',
    'checks.run',
  ],
} as const satisfies Record<Role, readonly Action[]>

/** Roles that work on everybody's cases without needing to know whose they are. */
const maskedRoles: readonly Role[] = ['operator']

export interface Membership {
  municipality: string
  role: Role
  /** Office code; null for roles that stand outside the offices. */
  office: string | null
}

/** The municipalities where one of the memberships allows the action. */
export function municipalitiesFor(memberships: readonly Membership[], action: Action): string[] {
  const allowed = memberships.filter(one => rightsOf(one.role).includes(action)).map(one => one.municipality)
  return [...new Set(allowed)]
}

/** Personal data are masked where every role of the person is a masked one. */
export function isMasked(memberships: readonly Membership[], municipality: string): boolean {
  const held = memberships.filter(one => one.municipality === municipality)
  return held.every(one => maskedRoles.includes(one.role))
}

function rightsOf(role: Role): readonly Action[] {
  return permissions[role]
}
