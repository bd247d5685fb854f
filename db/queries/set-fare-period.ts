import type { Tx } from '../client.ts'
import { farePeriod } from '../schema/canteen.ts'

/** From a date on another fare holds for an account; the same date again replaces it. Earlier periods stay as they were. */
export async function setFarePeriod(tx: Tx, row: typeof farePeriod.$inferInsert): Promise<void> {
  await tx
    .insert(farePeriod)
    .values(row)
    .onConflictDoUpdate({
      target: [farePeriod.municipalityId, farePeriod.accountId, farePeriod.from],
      set: { cents: row.cents, rule: row.rule, resolution: row.resolution },
    })
}
