import { eq, sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { municipality, membership } from '../schema/municipalities.ts'

export interface Membership {
  municipality: { id: string; name: string; code: string }
  role: (typeof membership.$inferSelect)['role']
  office: string | null
}

/** Where a person may act: read at sign-in in `db.global`, before any town is known. A person's own rows only, by a policy of their own. */
export async function membershipsOf(tx: Tx, personId: string): Promise<Membership[]> {
  await tx.execute(sql`select set_config('app.person', ${personId}, true)`)
  return tx
    .select({
      municipality: { id: municipality.id, name: municipality.name, code: municipality.code },
      role: membership.role,
      office: membership.officeCode,
    })
    .from(membership)
    .innerJoin(municipality, eq(municipality.id, membership.municipalityId))
    .where(eq(membership.personId, personId))
    .orderBy(municipality.name, membership.role)
}
