import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { accountEntry, mealAccount } from '../schema/canteen.ts'

/** Moves an account's balance, once per reference: with a known one nothing moves. Returns the balance that holds. */
export async function addAccountEntry(tx: Tx, row: typeof accountEntry.$inferInsert): Promise<number> {
  const [added] = await tx
    .insert(accountEntry)
    .values(row)
    .onConflictDoNothing({
      target: [accountEntry.municipalityId, accountEntry.accountId, accountEntry.reference],
    })
    .returning({ cents: accountEntry.cents })
  const [account] = await tx
    .update(mealAccount)
    .set({ balanceCents: sql`${mealAccount.balanceCents} + ${added?.cents ?? 0}` })
    .where(and(eq(mealAccount.municipalityId, row.municipalityId), eq(mealAccount.id, row.accountId)))
    .returning({ balanceCents: mealAccount.balanceCents })
  if (account === undefined) throw new Error('The account of an entry does not exist')
  return account.balanceCents
}
