import type { Actor } from '../../engine/event.ts'
import type { Role } from '../api/common.ts'
import { refuse } from '../http/problem.ts'
import { isMasked, municipalitiesFor, permissions } from '../permissions.ts'
import type { Action, Membership } from '../permissions.ts'

/** A signed-in person with what they may do, read anew at each request: a right taken away is gone at once. */
export interface Staff {
  id: string
  name: string
  /** Opaque name of the session, for the audit; not the cookie. */
  session: string
  signedInAt: string
  expiresAt: string
  memberships: readonly Membership[]
  /** Towns where some role of the person allows the action. */
  townsFor(action: Action): string[]
  may(action: Action, municipality: string): boolean
  /** 404 for a town that is not theirs, 403 for a right that they lack in their own. */
  require(action: Action, municipality: string): void
  /** Offices they belong to in a town. */
  officesIn(municipality: string): string[]
  /** True when a role stands outside the offices: they see every office's ordinary work. */
  isTownWide(municipality: string): boolean
  holds(role: Role, municipality: string): boolean
  masked(municipality: string): boolean
  /** As the engine and the audit name them, with the role that allowed the action. */
  actor(action: Action, municipality: string): Actor
}

export interface StaffFacts {
  id: string
  name: string
  session: string
  signedInAt: string
  expiresAt: string
  memberships: readonly Membership[]
}

export function staffOf(facts: StaffFacts): Staff {
  const { memberships } = facts
  const heldIn = (municipality: string) => memberships.filter(one => one.municipality === municipality)
  const may = (action: Action, municipality: string) => municipalitiesFor(memberships, action).includes(municipality)
  return {
    ...facts,
    may,
    townsFor: action => municipalitiesFor(memberships, action),
    require: (action, municipality) => {
      if (heldIn(municipality).length === 0) refuse('not-found')
      if (!may(action, municipality)) refuse('forbidden')
    },
    officesIn: municipality => heldIn(municipality).flatMap(one => (one.office ? [one.office] : [])),
    isTownWide: municipality => heldIn(municipality).some(one => one.office === null),
    holds: (role, municipality) => heldIn(municipality).some(one => one.role === role),
    masked: municipality => isMasked(memberships, municipality),
    actor: (action, municipality) => {
      const role = heldIn(municipality).find(one => allows(one.role, action))?.role
      return { kind: 'staff', id: facts.id, ...(role && { role }) }
    },
  }
}

function allows(role: Role, action: Action): boolean {
  const rights: readonly Action[] = permissions[role]
  return rights.includes(action)
}
