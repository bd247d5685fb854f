import { and, eq } from 'drizzle-orm'

import type { Db } from '../../db/client.ts'
import { person } from '../../db/schema/people.ts'
import type { Claims } from './oidc.ts'

/** A person added by an administrator before their first sign-in is known by address only. */
export const subjectOfInvited = (email: string): string => `email:${email.toLowerCase()}`

/** The person of the staff that the provider vouches for; null for who has no place here. Updates name and address. */
export async function recogniseStaff(db: Db, claims: Claims, now: string): Promise<{ id: string } | null> {
  const seen = {
    ...(claims.name && { name: claims.name }),
    ...(claims.email && { email: claims.email }),
    lastSeenAt: now,
  }
  return db.global(async tx => {
    const known = await tx
      .update(person)
      .set(seen)
      .where(and(eq(person.subject, claims.subject), eq(person.active, true)))
      .returning({ id: person.id })
    if (known[0]) return known[0]
    if (!claims.email || !claims.emailVerified) return null
    const invited = await tx
      .update(person)
      .set({ ...seen, subject: claims.subject })
      .where(and(eq(person.subject, subjectOfInvited(claims.email)), eq(person.active, true)))
      .returning({ id: person.id })
    return invited[0] ?? null
  })
}
