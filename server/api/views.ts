import { z } from 'zod'

import { contract } from './contract.ts'
import { id, instant, municipalityRef, number64, page, personRef, short } from './common.ts'
import { caseColumns, caseSorts } from './cases.ts'
import { phases, statuses } from './case-views.ts'
import { missingKinds } from './payment-views.ts'
import { paymentSorts } from './payments.ts'

/** A filter and an order with a name. Words of the list's address only: nothing that names a citizen. */
export const viewQuery = z
  .strictObject({
    procedure: short.optional(),
    status: z.enum(statuses).optional(),
    phase: z.enum(phases).optional(),
    outcome: short.optional(),
    late: z.enum(['true', 'false']).optional(),
    open: z.enum(['true', 'false', 'all']).optional(),
    office: short.optional(),
    term: z.enum(['running', 'suspended']).optional(),
    /** Of payments. */
    missing: z.enum([...missingKinds, 'any']).optional(),
    service: short.optional(),
    duplicates: z.enum(['true', 'false']).optional(),
    sort: z.enum([...caseSorts, ...paymentSorts]).optional(),
    order: z.enum(['asc', 'desc']).optional(),
  })
  .meta({ id: 'ViewQuery' })

const audience = z.enum(['me', 'office', 'town'])
const list = z.enum(['cases', 'payments'])

export const savedView = z
  .object({
    id,
    list,
    name: short,
    municipality: municipalityRef,
    audience,
    /** The office it is shared with. */
    office: z.object({ code: short, name: short }).nullable(),
    /** Who made it; null for who is no longer of the staff. */
    owner: personRef.nullable(),
    mine: z.boolean(),
    /** The reader may rename and delete it: their own, and those shared in a town whose work they direct. */
    mayChange: z.boolean(),
    query: viewQuery,
    /** For `If-Match` when it is changed. */
    revision: number64,
    updatedAt: instant,
  })
  .meta({ id: 'SavedView' })

const given = {
  name: z.string().trim().min(1).max(80),
  audience,
  /** For `office`: one of the caller's own in that town. */
  office: short.optional(),
}

export const listViews = contract({
  id: 'listViews',
  method: 'get',
  path: '/views',
  auth: 'session',
  action: 'cases.read',
  tag: 'Viste',
  summary: 'Le mie viste e quelle condivise con me',
  query: z.object({ list: list.default('cases') }),
  answers: { 200: page(savedView) },
})

export const createView = contract({
  id: 'createView',
  method: 'post',
  path: '/views',
  auth: 'session',
  action: 'cases.read',
  tag: 'Viste',
  summary: 'Salva una vista',
  body: z.strictObject({ ...given, list: list.default('cases'), municipality: id, query: viewQuery }),
  answers: { 201: savedView },
})

export const changeView = contract({
  id: 'changeView',
  method: 'put',
  path: '/views/{viewId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Viste',
  summary: 'Rinomina, condividi o cambia una vista',
  params: z.object({ viewId: id }),
  body: z.strictObject({ ...given, query: viewQuery.optional() }),
  answers: { 200: savedView },
})

export const deleteView = contract({
  id: 'deleteView',
  method: 'delete',
  path: '/views/{viewId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Viste',
  summary: 'Elimina una vista',
  params: z.object({ viewId: id }),
  answers: { 204: null },
})

/** How a person likes their console: kept on the server, so that another browser shows the same. */
export const preferences = z
  .strictObject({ caseColumns: z.array(z.enum(caseColumns)).max(caseColumns.length).optional() })
  .meta({ id: 'Preferences' })

export const getPreferences = contract({
  id: 'getPreferences',
  method: 'get',
  path: '/preferences',
  auth: 'session',
  action: null,
  tag: 'Viste',
  summary: 'Come la persona vuole la console',
  answers: { 200: preferences },
})

export const savePreferences = contract({
  id: 'savePreferences',
  method: 'put',
  path: '/preferences',
  auth: 'session',
  action: null,
  tag: 'Viste',
  summary: 'Cambia come la persona vuole la console',
  body: preferences,
  answers: { 200: preferences },
})
