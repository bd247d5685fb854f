import { and, eq, inArray } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { membership, office } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'

/** Who works on tasks in a town, and where: `office` null for who stands outside the offices. */
export interface Colleague {
  id: string
  name: string
  office: string | null
}

export interface Workforce {
  people: Colleague[]
  offices: { code: string; name: string }[]
}

export async function workforceOf(tx: Tx, municipality: string): Promise<Workforce> {
  const people = await tx
    .selectDistinct({ id: person.id, name: person.name, office: membership.officeCode })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .where(
      and(
        eq(membership.municipalityId, municipality),
        inArray(membership.role, ['clerk', 'supervisor']),
        eq(person.active, true),
      ),
    )
    .orderBy(person.name)
  const offices = await tx
    .select({ code: office.code, name: office.name })
    .from(office)
    .where(eq(office.municipalityId, municipality))
    .orderBy(office.name)
  return { people, offices }
}

/** Whether somebody may be given work of an office; what is confidential stays with its own people. */
export const worksFor = (one: Colleague, officeCode: string, confidential: boolean): boolean =>
  one.office === officeCode || (one.office === null && !confidential)
