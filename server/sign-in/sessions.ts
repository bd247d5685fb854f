import { createHash } from 'node:crypto'

import connectPgSimple from 'connect-pg-simple'
import type { RequestHandler } from 'express'
import session from 'express-session'
import type { Store } from 'express-session'
import pg from 'pg'
import { z } from 'zod'

export const idleMinutes = 30
const absoluteHours = 12

declare module 'express-session' {
  interface SessionData {
    /** Set once the provider has said who the person is. */
    signedIn: { person: string; at: string }
    /** Set while the person is at the provider's. */
    pending: { state: string; nonce: string; verifier: string; returnTo: string }
  }
}

export interface Sessions {
  middleware: RequestHandler
  store: Store
  /** True while the session is there and has not run out; asked by long-lived connections. */
  isAlive(sid: string): Promise<boolean>
  end(): Promise<void>
}

export const storedSession = z.object({ signedIn: z.object({ at: z.string() }).optional() })

/**
 * Server-side sessions in PostgreSQL: 30 minutes idle, 12 hours in all.
 * Under https the cookie is `__Host-sid`, Secure; on loopback it has no Secure flag, because not every browser takes such cookies from
 * http://127.0.0.1. The configuration refuses plain http anywhere else.
 */
export function createSessions(options: { databaseUrl: string; secret: string; https: boolean }): Sessions {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 4, application_name: 'iter-sessions' })
  // Without a listener a restarted server would end the process.
  pool.on('error', () => undefined)
  const PgStore = connectPgSimple(session)
  const store = new PgStore({ pool, tableName: 'session', pruneSessionInterval: 900 })
  const middleware = session({
    store,
    secret: options.secret,
    name: options.https ? '__Host-sid' : 'iter-sid',
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { path: '/', httpOnly: true, secure: options.https, sameSite: 'lax', maxAge: idleMinutes * 60_000 },
  })
  return {
    middleware,
    store,
    isAlive: sid =>
      new Promise(resolve => {
        store.get(sid, (error, found) => {
          const read = storedSession.safeParse(found)
          resolve(
            !error && read.success && read.data.signedIn !== undefined && !hasRunOut(read.data.signedIn.at, Date.now()),
          )
        })
      }),
    end: async () => {
      store.close()
      await pool.end()
    },
  }
}

/** When a session that began at `signedInAt` ends, whatever is done with it. */
export const absoluteEnd = (signedInAt: string): string =>
  new Date(Date.parse(signedInAt) + absoluteHours * 3_600_000).toISOString()

export const hasRunOut = (signedInAt: string, now: number): boolean => Date.parse(absoluteEnd(signedInAt)) <= now

/** A session's name in the audit: says which, opens nothing. */
export const sessionName = (sid: string): string => createHash('sha256').update(sid).digest('hex').slice(0, 16)
