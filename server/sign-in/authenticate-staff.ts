import { eq } from 'drizzle-orm'
import type { Request } from 'express'

import type { Db } from '../../db/client.ts'
import { membershipsOf } from '../../db/queries/memberships-of.ts'
import { person } from '../../db/schema/people.ts'
import { refuse } from '../http/problem.ts'
import { absoluteEnd, hasRunOut, sessionName } from './sessions.ts'
import { staffOf } from './staff.ts'
import type { Staff } from './staff.ts'

/** The signed-in person behind a request, with the rights of this moment; 401 without a session that still runs. */
export async function authenticateStaff(db: Db, request: Request, now: string): Promise<Staff> {
  const signedIn = request.session.signedIn
  if (!signedIn || hasRunOut(signedIn.at, Date.parse(now))) refuse('not-signed-in')
  const found = await db.global(async tx => {
    const [row] = await tx.select().from(person).where(eq(person.id, signedIn.person))
    return row?.active ? { name: row.name, memberships: await membershipsOf(tx, row.id) } : null
  })
  if (!found) refuse('not-signed-in', 'Questa persona non è più attiva.')
  return staffOf({
    id: signedIn.person,
    name: found.name,
    session: sessionName(request.sessionID),
    signedInAt: signedIn.at,
    expiresAt: absoluteEnd(signedIn.at),
    memberships: found.memberships.map(one => ({
      municipality: one.municipality.id,
      role: one.role,
      office: one.office,
    })),
  })
}
