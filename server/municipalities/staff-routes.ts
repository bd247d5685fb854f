import { and, asc, eq, isNull } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { findStaff, listStaff as queryStaff } from '../../db/queries/list-staff.ts'
import type { StaffLine } from '../../db/queries/list-staff.ts'
import { membership, serviceToken } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import type { JsonObject } from '../../engine/json.ts'
import { scopes } from '../api/contract.ts'
import {
  addStaff,
  createServiceToken,
  listServiceTokens,
  listStaff,
  removeStaff,
  revokeServiceToken,
} from '../api/municipalities.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, nothing, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { subjectOfInvited } from '../sign-in/recognise-staff.ts'
import { newServiceToken } from '../sign-in/service-token.ts'
import type { Staff } from '../sign-in/staff.ts'

export function staffRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listStaff, ({ params, query }, staff) => {
      staff.require('staff.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => {
        const { items, nextCursor } = await queryStaff(tx, query, query)
        return ok({ items: items.map(staffRow), nextCursor })
      })
    }),
    staffRoute(addStaff, ({ params, body, requestId }, staff) => {
      const municipality = params.municipalityId
      staff.require('staff.manage', municipality)
      // A consortium's operators are named where all its towns are managed, not by one of them.
      if (body.role === 'operator') refuse('forbidden', 'Gli operatori del consorzio non si nominano da un comune.')
      return db.withTenants([municipality], async tx => {
        const personId = await findOrInvite(tx, body)
        const [made] = await tx
          .insert(membership)
          .values({ municipalityId: municipality, personId, role: body.role, officeCode: body.office })
          .onConflictDoNothing()
          .returning({ id: membership.id })
        if (!made) refuse('not-allowed', 'Questa persona ha già questo ruolo.')
        const detail = { person: personId, role: body.role, office: body.office }
        await record(tx, staff, { municipality, action: 'staff.added', id: made.id, requestId, detail })
        return created(staffRow((await findStaff(tx, made.id)) ?? notFound()))
      })
    }),
    staffRoute(removeStaff, ({ params, requestId }, staff) => {
      const { municipalityId: municipality, membershipId: id } = params
      staff.require('staff.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const [gone] = await tx.delete(membership).where(eq(membership.id, id)).returning()
        if (!gone) notFound()
        if (gone.personId === staff.id && gone.role === 'administrator') {
          refuse('not-allowed', 'Nessuno si toglie da solo il ruolo di amministratore.')
        }
        const detail = { person: gone.personId, role: gone.role, office: gone.officeCode }
        await record(tx, staff, { municipality, action: 'staff.removed', id, requestId, detail })
        return nothing
      })
    }),
    staffRoute(listServiceTokens, ({ params }, staff) => {
      staff.require('service-tokens.manage', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => {
        const rows = await tx.select().from(serviceToken).orderBy(asc(serviceToken.createdAt))
        return ok({ items: rows.map(tokenRow), nextCursor: null })
      })
    }),
    staffRoute(createServiceToken, ({ params, body, requestId, now }, staff) => {
      const municipality = params.municipalityId
      staff.require('service-tokens.manage', municipality)
      const fault = expiryFault(body.expiresAt, now)
      if (fault) refuse('invalid', undefined, [{ path: 'expiresAt', message: fault }])
      const { token, hash } = newServiceToken(municipality)
      return db.withTenants([municipality], async tx => {
        const [made] = await tx
          .insert(serviceToken)
          .values({
            municipalityId: municipality,
            name: body.name,
            hash,
            scopes: body.scopes,
            expiresAt: new Date(body.expiresAt).toISOString(),
            createdBy: staff.id,
          })
          .returning()
        if (!made) refuse('defect')
        const detail = { name: body.name, scopes: body.scopes, expiresAt: body.expiresAt }
        await record(tx, staff, { municipality, action: 'service-token.created', id: made.id, requestId, detail })
        return created({ ...tokenRow(made), token })
      })
    }),
    staffRoute(revokeServiceToken, ({ params, requestId, now }, staff) => {
      const { municipalityId: municipality, tokenId: id } = params
      staff.require('service-tokens.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const [gone] = await tx
          .update(serviceToken)
          .set({ revokedAt: now })
          .where(and(eq(serviceToken.id, id), isNull(serviceToken.revokedAt)))
          .returning({ id: serviceToken.id })
        if (!gone) notFound()
        await record(tx, staff, { municipality, action: 'service-token.revoked', id, requestId, detail: {} })
        return nothing
      })
    }),
  ]
}

const oneYear = 366 * 86_400_000

function expiryFault(expiresAt: string, now: string): string | null {
  const left = Date.parse(expiresAt) - Date.parse(now)
  if (left <= 0) return 'La scadenza è già passata.'
  return left > 2 * oneYear ? 'Al massimo due anni.' : null
}

const staffRow = ({ id, personId, name, email, active, role, code, officeName }: StaffLine) => ({
  id,
  person: { id: personId, name },
  email: email ?? '',
  active,
  role,
  office: code !== null && officeName !== null ? { code, name: officeName } : null,
})

async function findOrInvite(tx: Tx, { email, name }: { email: string; name: string }): Promise<string> {
  const [known] = await tx.select({ id: person.id }).from(person).where(eq(person.email, email))
  if (known) return known.id
  const [made] = await tx
    .insert(person)
    .values({ subject: subjectOfInvited(email), name, email })
    .returning({ id: person.id })
  return made?.id ?? refuse('defect')
}

function tokenRow(row: typeof serviceToken.$inferSelect) {
  return {
    id: row.id,
    name: row.name,
    scopes: scopes.filter(scope => row.scopes.includes(scope)),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt ?? '9999-12-31T00:00:00.000Z',
    revokedAt: row.revokedAt,
  }
}

interface AuditFacts {
  municipality: string
  action: string
  id: string
  requestId: string
  detail: JsonObject
}

async function record(
  tx: Tx,
  staff: Staff,
  { municipality, action, id, requestId, detail }: AuditFacts,
): Promise<void> {
  const right = action.startsWith('staff.') ? 'staff.manage' : 'service-tokens.manage'
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor(right, municipality), session: staff.session },
    action,
    object: { type: action.split('.')[0] ?? action, id },
    requestId,
    detail,
  })
}
