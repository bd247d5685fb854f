import type { Tx } from '../client.ts'
import { canteenList } from '../schema/canteen.ts'

/** Puts a case's child on the list of caterer and school; one line a case, a change replaces it. */
export async function enterCanteenList(tx: Tx, row: typeof canteenList.$inferInsert): Promise<string> {
  const { municipalityId: _town, caseId: _case, ...facts } = row
  const [entered] = await tx
    .insert(canteenList)
    .values(row)
    .onConflictDoUpdate({ target: [canteenList.municipalityId, canteenList.caseId], set: facts })
    .returning({ id: canteenList.id })
  if (entered === undefined) throw new Error('A line of the canteen list is neither new nor known')
  return entered.id
}
