import { z } from 'zod'

import { contract } from './contract.ts'
import { count, instant, jsonObject, listQuery, page, short, text } from './common.ts'
import { form } from './forms.ts'

export const procedureRow = z
  .object({
    /** The procedure's key. */
    id: short,
    key: short,
    version: count,
    title: text,
    law: short,
    office: short,
    responsible: short,
    termDays: count,
    numberPrefix: short,
    planHash: short,
    publishedAt: instant,
    openCases: count,
  })
  .meta({ id: 'ProcedureRow' })

export const csvColumn = z
  .object({
    header: short,
    path: short,
    type: short,
    required: z.boolean(),
    label: text,
    help: text.nullable(),
    example: short.nullable(),
  })
  .meta({ id: 'CsvColumn' })

export const procedurePage = procedureRow
  .extend({
    csv: z.array(csvColumn).max(200),
    /** Labels of the request's paths and of its values. */
    labels: z.record(short, text),
    requestSchema: jsonObject,
    forms: z.array(form).max(100),
    /** The counter's form: same paths as the request. */
    requestForm: jsonObject.nullable(),
    bpmn: z.string().max(2_000_000),
  })
  .meta({ id: 'ProcedurePage' })

export const listProcedures = contract({
  id: 'listProcedures',
  method: 'get',
  path: '/procedures',
  auth: 'session',
  action: 'procedures.read',
  tag: 'Procedimenti',
  summary: 'I procedimenti pubblicati',
  query: listQuery,
  answers: { 200: page(procedureRow) },
})

export const getProcedure = contract({
  id: 'getProcedure',
  method: 'get',
  path: '/procedures/{key}',
  auth: 'session',
  action: 'procedures.read',
  tag: 'Procedimenti',
  summary: 'Un procedimento: diagramma, moduli, domanda, colonne del CSV',
  params: z.object({ key: short }),
  answers: { 200: procedurePage },
})

/** An empty file with the right headers and one example row. */
export const getCsvTemplate = contract({
  id: 'getCsvTemplate',
  method: 'get',
  path: '/procedures/{key}/template.csv',
  auth: 'session',
  action: 'procedures.read',
  tag: 'Procedimenti',
  summary: 'Modello di CSV per le domande',
  params: z.object({ key: short }),
  answers: { 200: { file: 'text/csv' } },
})
