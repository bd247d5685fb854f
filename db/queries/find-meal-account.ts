import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { mealAccount } from '../schema/canteen.ts'

/** A case's account, locked until the transaction ends. */
export async function findMealAccount(tx: Tx, municipality: string, caseId: string, id: string) {
  const [found] = await tx
    .select()
    .from(mealAccount)
    .where(and(eq(mealAccount.municipalityId, municipality), eq(mealAccount.caseId, caseId), eq(mealAccount.id, id)))
    .for('update')
  return found ?? null
}
