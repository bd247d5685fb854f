import { and, eq, gte, isNull, lte } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { absence } from '../schema/absences.ts'
import { membership } from '../schema/municipalities.ts'
import { person } from '../schema/people.ts'
import type { Cover } from './list-work.ts'

/** For whom somebody stands in on a day, in the transaction's towns, with the offices of who is away. */
export async function listCovers(tx: Tx, substituteId: string, day: LocalDate): Promise<Cover[]> {
  const rows = await tx
    .select({ municipality: absence.municipalityId, id: person.id, name: person.name, office: membership.officeCode })
    .from(absence)
    .innerJoin(person, eq(person.id, absence.personId))
    .leftJoin(
      membership,
      and(eq(membership.municipalityId, absence.municipalityId), eq(membership.personId, absence.personId)),
    )
    .where(
      and(
        eq(absence.substituteId, substituteId),
        lte(absence.firstDay, day),
        gte(absence.lastDay, day),
        isNull(absence.endedAt),
      ),
    )
    .orderBy(person.name)
  const covers = new Map<string, Cover>()
  for (const { municipality, id, name, office } of rows) {
    const key = `${municipality}/${id}`
    const cover = covers.get(key) ?? { municipality, person: { id, name }, offices: [] }
    covers.set(key, { ...cover, offices: office === null ? cover.offices : [...new Set([...cover.offices, office])] })
  }
  return [...covers.values()]
}
