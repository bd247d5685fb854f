import { and, asc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { membership, office } from '../../db/schema/municipalities.ts'
import type { JsonObject } from '../../engine/json.ts'
import { listOffices } from '../api/municipalities.ts'
import type { office as officeView } from '../api/municipalities.ts'
import { addOffice, changeOffice } from '../api/town-settings.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { created, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import type { Staff } from '../sign-in/staff.ts'

type Office = z.input<typeof officeView>

/** The offices of a town. Their codes stay for good: the procedures' definitions name them. */
export function officeRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listOffices, ({ params }, staff) => {
      staff.require('municipalities.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => ok({ items: await officesOf(tx), nextCursor: null }))
    }),
    staffRoute(addOffice, ({ params, body, requestId }, staff) => {
      const municipality = params.municipalityId
      staff.require('offices.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const [made] = await tx
          .insert(office)
          .values({ municipalityId: municipality, ...body })
          .onConflictDoNothing()
          .returning({ id: office.id })
        if (!made) refuse('not-allowed', `Un ufficio con il codice «${body.code}» c’è già.`)
        await record(tx, staff, { municipality, action: 'office.added', id: made.id, requestId, detail: body })
        return created(await oneOf(tx, made.id))
      })
    }),
    staffRoute(changeOffice, ({ params, body, requestId }, staff) => {
      const { municipalityId: municipality, officeId: id } = params
      staff.require('offices.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const { code, name, confidential } = await oneOf(tx, id)
        await tx.update(office).set(body).where(eq(office.id, id))
        const detail = { code, before: { name, confidential }, after: body }
        await record(tx, staff, { municipality, action: 'office.changed', id, requestId, detail })
        return ok(await oneOf(tx, id))
      })
    }),
  ]
}

async function officesOf(tx: Tx): Promise<Office[]> {
  return tx
    .select({
      id: office.id,
      code: office.code,
      name: office.name,
      confidential: office.confidential,
      members: sql<number>`count(${membership.id})::int`,
    })
    .from(office)
    .leftJoin(
      membership,
      and(eq(membership.municipalityId, office.municipalityId), eq(membership.officeCode, office.code)),
    )
    .groupBy(office.municipalityId, office.id)
    .orderBy(asc(office.name))
}

async function oneOf(tx: Tx, id: string): Promise<Office> {
  return (await officesOf(tx)).find(one => one.id === id) ?? notFound()
}

interface AuditFacts {
  municipality: string
  action: 'office.added' | 'office.changed'
  id: string
  requestId: string
  detail: JsonObject
}

async function record(
  tx: Tx,
  staff: Staff,
  { municipality, action, id, requestId, detail }: AuditFacts,
): Promise<void> {
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor('offices.manage', municipality), session: staff.session },
    action,
    object: { type: 'office', id },
    requestId,
    detail,
  })
}
