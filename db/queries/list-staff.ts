import { and, eq } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { keysetOf, pageOf } from '../keyset.ts'
import type { Page, SortKey } from '../keyset.ts'
import { membership, office } from '../schema/municipalities.ts'
import { person } from '../schema/people.ts'

const columns = {
  id: membership.id,
  personId: person.id,
  name: person.name,
  email: person.email,
  active: person.active,
  role: membership.role,
  code: office.code,
  officeName: office.name,
}

const SORTS = { name: { by: person.name, type: 'text' } } as const satisfies Record<string, SortKey>

export interface StaffFilter {
  office?: string | undefined
  active?: boolean | undefined
}

/** A role somebody has in a town. */
export type StaffLine = Awaited<ReturnType<typeof selectStaff>>[number]

/** One page of a town's people with role and office, by name. Throws `BadCursor`. */
export async function listStaff(
  tx: Tx,
  { office: code, active }: StaffFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<StaffLine>> {
  const request = { ...page, sort: 'name' as const, direction: 'asc' as const }
  const keyset = keysetOf(request, SORTS, [
    { by: membership.role, type: 'text' },
    { by: membership.id, type: 'uuid' },
  ])
  const where = and(
    code === undefined ? undefined : eq(office.code, code),
    active === undefined ? undefined : eq(person.active, active),
    keyset.after,
  )
  const rows = await tx
    .select({ ...columns, keyset: keyset.values })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .leftJoin(office, ofMembership)
    .where(where)
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  return pageOf(request, rows)
}

export async function findStaff(tx: Tx, id: string): Promise<StaffLine | null> {
  const [found] = await selectStaff(tx, eq(membership.id, id))
  return found ?? null
}

const ofMembership = and(eq(office.municipalityId, membership.municipalityId), eq(office.code, membership.officeCode))

const selectStaff = (tx: Tx, where: SQL) =>
  tx
    .select(columns)
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .leftJoin(office, ofMembership)
    .where(where)
