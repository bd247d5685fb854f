import { and, eq, gt, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { session } from '../../db/schema/people.ts'
import { absoluteEnd, hasRunOut, idleMinutes, sessionName, storedSession } from './sessions.ts'

export interface OwnSession {
  /** Opaque: says which, opens nothing. */
  id: string
  sid: string
  signedInAt: string
  lastSeenAt: string
  expiresAt: string
}

/** Where a person is signed in at this moment, the latest used first. */
export async function sessionsOf(tx: Tx, person: string): Promise<OwnSession[]> {
  const rows = await tx
    .select({ sid: session.sid, sess: session.sess, expire: sql<string>`${session.expire}::timestamptz` })
    .from(session)
    .where(and(eq(sql`${session.sess} -> 'signedIn' ->> 'person'`, person), gt(session.expire, sql`now()`)))
  return rows
    .flatMap(({ sid, sess, expire }) => {
      const at = storedSession.parse(sess).signedIn?.at
      if (at === undefined || hasRunOut(at, Date.now())) return []
      // Each use moves the end on: that is how the last one is known.
      const lastSeenAt = new Date(Date.parse(expire) - idleMinutes * 60_000).toISOString()
      return [{ id: sessionName(sid), sid, signedInAt: at, lastSeenAt, expiresAt: absoluteEnd(at) }]
    })
    .toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1))
}

/** Ends one of a person's own sessions, wherever it is open; false when they have none of this name. */
export async function endOwnSession(tx: Tx, person: string, id: string): Promise<boolean> {
  const found = (await sessionsOf(tx, person)).find(one => one.id === id)
  if (!found) return false
  await tx.delete(session).where(eq(session.sid, found.sid))
  return true
}
