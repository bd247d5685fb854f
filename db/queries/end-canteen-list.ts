import { and, eq, gt, isNull, or } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { canteenList } from '../schema/canteen.ts'

/** Ends a case's line of the canteen list on a date, unless it ends before. */
export async function endCanteenList(tx: Tx, municipality: string, caseId: string, endsOn: LocalDate): Promise<void> {
  await tx
    .update(canteenList)
    .set({ endsOn })
    .where(
      and(
        eq(canteenList.municipalityId, municipality),
        eq(canteenList.caseId, caseId),
        or(isNull(canteenList.endsOn), gt(canteenList.endsOn, endsOn)),
      ),
    )
}
