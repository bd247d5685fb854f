import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, count, flag, id, instant, jsonObject, listQuery, page, short } from './common.ts'
import { casePage, caseRow, phases, statuses } from './case-views.ts'

const filters = {
  procedure: short.optional(),
  status: z.enum(statuses).optional(),
  phase: z.enum(phases).optional(),
  outcome: short.optional(),
  late: flag.optional(),
  open: flag.optional(),
  sort: z.enum(['receivedAt', 'updatedAt', 'due', 'since', 'number', 'subject']).default('receivedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
}

const caseList = page(caseRow).extend({
  /** Over all the caller may see, with every filter but the phase and lateness. */
  counts: z.object({
    total: count,
    open: count,
    late: count,
    phases: z.record(z.enum(phases), count),
  }),
})

export const listCases = contract({
  id: 'listCases',
  method: 'get',
  path: '/cases',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Pratiche',
  query: listQuery.extend(filters),
  answers: { 200: caseList },
})

/** By POST, so that names and fiscal codes never stand in a URL or a log. */
export const searchCases = contract({
  id: 'searchCases',
  method: 'post',
  path: '/cases/search',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Cerca per numero, protocollo, nome o codice fiscale',
  body: z.strictObject({
    q: z.string().trim().min(2).max(100),
    municipality: id.optional(),
    limit: z.int().min(1).max(100).default(25).meta({ format: 'int32' }),
  }),
  answers: { 200: page(caseRow) },
})

export const getCase = contract({
  id: 'getCase',
  method: 'get',
  path: '/cases/{caseId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'La pratica',
  params: caseParams,
  answers: { 200: casePage },
})

/** Filed by a clerk at the counter, in the same form as the front offices' requests. */
export const createCaseAtCounter = contract({
  id: 'createCaseAtCounter',
  method: 'post',
  path: '/cases',
  auth: 'session',
  action: 'cases.create',
  tag: 'Pratiche',
  summary: 'Nuova pratica allo sportello',
  files: true,
  body: z.strictObject({ procedure: short, municipality: id, request: jsonObject }),
  idempotent: true,
  answers: {
    201: z.object({
      id,
      number: short,
      receivedAt: instant,
      status: short,
      links: z.object({ self: short, receipt: short }),
    }),
  },
})
