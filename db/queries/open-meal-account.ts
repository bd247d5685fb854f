import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { mealAccount } from '../schema/canteen.ts'

/** Opens the account of a case, once: a known one comes back as it is. */
export async function openMealAccount(tx: Tx, row: typeof mealAccount.$inferInsert) {
  const [added] = await tx
    .insert(mealAccount)
    .values(row)
    .onConflictDoNothing({ target: [mealAccount.municipalityId, mealAccount.caseId] })
    .returning()
  if (added !== undefined) return added
  const [known] = await tx
    .select()
    .from(mealAccount)
    .where(and(eq(mealAccount.municipalityId, row.municipalityId), eq(mealAccount.caseId, row.caseId)))
  if (known === undefined) throw new Error('A meal account is neither new nor known')
  return known
}
