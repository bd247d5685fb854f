import { createHash, randomBytes } from 'node:crypto'

import { eq } from 'drizzle-orm'

import type { Db } from '../../db/client.ts'
import { serviceToken } from '../../db/schema/municipalities.ts'
import { scopes } from '../api/contract.ts'
import type { Scope } from '../api/contract.ts'
import { refuse } from '../http/problem.ts'

/** A program of a front office, known by its token. */
export interface Service {
  id: string
  name: string
  municipality: string
  scopes: readonly Scope[]
}

const shape = /^iter_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})$/

/** The municipality stands in the token, so that the look-up stays within one town's rows; 256 random bits need no slow hash. */
export function newServiceToken(municipality: string): { token: string; hash: string } {
  const token = `iter_${municipality}_${randomBytes(32).toString('base64url')}`
  return { token, hash: hashOf(token) }
}

/** The service behind an Authorization header; 401 for whatever is not a live token. */
export async function authenticateService(db: Db, header: string, now: string): Promise<Service> {
  const token = /^Bearer (\S{1,200})$/.exec(header)?.[1] ?? ''
  const municipality = shape.exec(token)?.[1]
  if (!municipality) refuse('token-refused')
  const found = await db.withTenants([municipality], async tx => {
    const [row] = await tx
      .select()
      .from(serviceToken)
      .where(eq(serviceToken.hash, hashOf(token)))
    return row
  })
  if (!found || found.revokedAt !== null) refuse('token-refused')
  if (found.expiresAt !== null && found.expiresAt <= now)
    refuse('token-refused', 'La chiave è scaduta: chiederne una nuova al comune.')
  return { id: found.id, name: found.name, municipality, scopes: scopes.filter(scope => found.scopes.includes(scope)) }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')
