import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, count, flag, id, instant, jsonObject, listQuery, localDate, page, short, text } from './common.ts'
import { casePage, caseRow, phases, statuses } from './case-views.ts'

export const caseSorts = ['receivedAt', 'updatedAt', 'due', 'since', 'number', 'subject'] as const
/** Columns that a person may choose; the number is always there. */
export const caseColumns = [
  'protocol',
  'procedure',
  'subject',
  'applicant',
  'state',
  'step',
  'waiting',
  'since',
  'due',
  'received',
  'channel',
  'municipality',
] as const

/** What a list of cases is narrowed by; saved views hold the same. */
const filters = {
  procedure: short.optional(),
  status: z.enum(statuses).optional(),
  phase: z.enum(phases).optional(),
  outcome: short.optional(),
  late: flag.optional(),
  open: flag.optional(),
  /** Who has it now: the office whose task it waits for, else the procedure's own. */
  office: short.optional(),
  /** First and last day on which the procedure's term of an open case ends. */
  dueFrom: localDate.optional(),
  dueTo: localDate.optional(),
  /** Whether the law's clock of an open case runs or is stopped. */
  term: z.enum(['running', 'suspended']).optional(),
}

const sorting = {
  sort: z.enum(caseSorts).default('receivedAt'),
  order: z.enum(['asc', 'desc']).default('desc'),
}

const facet = (values: z.ZodType<string>) => z.array(z.object({ value: values, count })).max(200)

const caseList = page(caseRow).extend({
  /** Over all the caller may see in the town or towns asked for; each facet with every filter but its own and those on the term. */
  counts: z.object({
    total: count,
    open: count,
    /** Ten thousand and one means more than ten thousand: no more are counted. */
    late: count,
    phases: z.record(z.enum(phases), count),
    procedures: z.array(z.object({ value: short, title: text, count })).max(200),
    outcomes: facet(short),
    /** The office that was asked for, by its name. */
    office: short.nullable(),
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
  query: listQuery.extend({ ...filters, ...sorting }),
  answers: { 200: caseList },
})

/** What the list shows, whole: the same filter and order, streamed. Each export stands in the register of its towns. */
export const exportCases = contract({
  id: 'exportCases',
  method: 'get',
  path: '/cases.csv',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Le pratiche di un elenco in CSV',
  query: z.object({
    municipality: id.optional(),
    ...filters,
    ...sorting,
    /** Names of columns with commas between; all when not given. */
    columns: z.string().max(500).optional(),
    language: z.enum(['it', 'en']).default('it'),
  }),
  answers: { 200: { file: 'text/csv' } },
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
