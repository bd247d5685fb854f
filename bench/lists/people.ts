import { createHmac, randomBytes } from 'node:crypto'
import type pg from 'pg'

/** Somebody who reads lists, with a session of theirs. */
export interface Reader {
  name: string
  towns: string[]
  /** Office codes, by town; empty for roles outside the offices. */
  offices: { municipality: string; office: string }[]
  /** May see tasks. */
  works: boolean
  cookie: string
}

export const townId = (n: number): string => `10000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const all = Array.from({ length: 50 }, (_, index) => index + 1)

const readers = [
  { name: 'clerk of the smallest town', role: 'clerk', towns: [50], office: null },
  { name: 'clerk of the biggest town', role: 'clerk', towns: [1], office: null },
  { name: 'clerk of one office, biggest town', role: 'clerk', towns: [1], office: 'scuola' },
  { name: 'clerk of three towns', role: 'clerk', towns: [20, 30, 40], office: null },
  { name: 'operator of the consortium, 50 towns', role: 'operator', towns: all, office: null },
  { name: 'clerk in all 50 towns', role: 'clerk', towns: all, office: null },
] as const

/** Makes the readers with memberships and signed-in sessions, as the sign-in would. */
export async function signInReaders(superuser: pg.Client, secret: string): Promise<Reader[]> {
  const made: Reader[] = []
  for (const [index, { name, role, towns, office }] of readers.entries()) {
    const id = `30000000-0000-4000-8000-${String(index).padStart(12, '0')}`
    await superuser.query(
      'insert into person (id, subject, name) values ($1, $2, $3) on conflict (id) do update set name = excluded.name',
      [id, `reader-${index}`, name],
    )
    await superuser.query('delete from membership where person_id = $1', [id])
    for (const town of towns) {
      await superuser.query(
        'insert into membership (municipality_id, person_id, role, office_code) values ($1, $2, $3, $4)',
        [townId(town), id, role, office],
      )
    }
    made.push({
      name,
      towns: towns.map(townId),
      offices: office === null ? [] : towns.map(town => ({ municipality: townId(town), office })),
      works: role !== 'operator',
      cookie: await sessionOf(superuser, secret, id),
    })
  }
  return made
}

/** A session as express-session stores and signs it. */
export async function sessionOf(superuser: pg.Client, secret: string, person: string): Promise<string> {
  const sid = randomBytes(24).toString('base64url')
  const expires = new Date(Date.now() + 1_800_000)
  const cookie = { originalMaxAge: 1_800_000, expires, httpOnly: true, path: '/', sameSite: 'lax' }
  const sess = JSON.stringify({ cookie, signedIn: { person, at: new Date().toISOString() } })
  await superuser.query('insert into session (sid, sess, expire) values ($1, $2, $3)', [sid, sess, expires])
  const signature = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')
  return `iter-sid=${encodeURIComponent(`s:${sid}.${signature}`)}`
}
