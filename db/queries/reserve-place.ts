import { and, count, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Instant, LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { canteenPlace, schoolClass } from '../schema/canteen.ts'

export interface PlaceRequest {
  municipality: string
  caseId: string
  schoolYear: string
  school: string
  class: string
  days: string[]
  from: LocalDate
  at: Instant
}

/**
 * Takes a place of a class for a case; one case has one place, so that a retry or a change of class moves it. The class's row is locked: the last
 * place goes to one case. Null when the town knows no such class.
 */
export async function reservePlace(
  tx: Tx,
  request: PlaceRequest,
): Promise<{ reserved: boolean; placesLeft: number } | null> {
  const { municipality, schoolYear, caseId } = request
  const [found] = await tx
    .select({ places: schoolClass.places })
    .from(schoolClass)
    .where(
      and(
        eq(schoolClass.municipalityId, municipality),
        eq(schoolClass.schoolCode, request.school),
        eq(schoolClass.name, request.class),
      ),
    )
    .for('update')
  if (found === undefined) return null
  const [others] = await tx
    .select({ taken: count() })
    .from(canteenPlace)
    .where(
      and(
        eq(canteenPlace.municipalityId, municipality),
        eq(canteenPlace.schoolYear, schoolYear),
        eq(canteenPlace.schoolCode, request.school),
        eq(canteenPlace.className, request.class),
        isNull(canteenPlace.releasedAt),
        ne(canteenPlace.caseId, caseId),
      ),
    )
  const left = found.places - (others?.taken ?? 0)
  if (left < 1) return { reserved: false, placesLeft: 0 }
  const place = {
    schoolYear,
    schoolCode: request.school,
    className: request.class,
    days: request.days,
    startsOn: request.from,
    reservedAt: request.at,
    releasedAt: null,
  }
  await tx
    .insert(canteenPlace)
    .values({ municipalityId: municipality, caseId, ...place })
    .onConflictDoUpdate({
      target: [canteenPlace.municipalityId, canteenPlace.caseId],
      // The first reservation's instant stays: it is the order of arrival.
      set: { ...place, reservedAt: sql`${canteenPlace.reservedAt}` },
    })
  return { reserved: true, placesLeft: left - 1 }
}
