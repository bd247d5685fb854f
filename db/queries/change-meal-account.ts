import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { mealAccount } from '../schema/canteen.ts'

type Changes = Partial<Pick<typeof mealAccount.$inferInsert, 'fare' | 'state' | 'closedAt' | 'closedReason'>>

/** Changes the fare that holds, or closes the account. */
export async function changeMealAccount(tx: Tx, municipality: string, id: string, changes: Changes): Promise<void> {
  await tx
    .update(mealAccount)
    .set(changes)
    .where(and(eq(mealAccount.municipalityId, municipality), eq(mealAccount.id, id)))
}
