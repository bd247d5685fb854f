import { and, eq, isNull } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { canteenPlace } from '../schema/canteen.ts'

/** Gives a case's place back. False when it held none. */
export async function releasePlace(tx: Tx, municipality: string, caseId: string, at: Instant): Promise<boolean> {
  const released = await tx
    .update(canteenPlace)
    .set({ releasedAt: at })
    .where(
      and(
        eq(canteenPlace.municipalityId, municipality),
        eq(canteenPlace.caseId, caseId),
        isNull(canteenPlace.releasedAt),
      ),
    )
    .returning({ id: canteenPlace.id })
  return released.length > 0
}
