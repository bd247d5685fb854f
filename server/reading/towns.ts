import type { Action } from '../permissions.ts'
import type { Staff } from '../sign-in/staff.ts'

/** The towns of a list: all where the person has the right, or the one asked for. A foreign town is simply not there. */
export function narrowed(staff: Staff, action: Action, municipality: string | undefined): string[] {
  const towns = staff.townsFor(action)
  if (municipality === undefined) return towns
  staff.require(action, municipality)
  return [municipality]
}
