import { z } from 'zod'

import { contract } from './contract.ts'
import { count, id, instant, listQuery, long, municipalityRef, page, personRef, short, text } from './common.ts'

export const importRow = z
  .object({
    id,
    procedure: short,
    procedureTitle: text,
    municipality: municipalityRef,
    name: short,
    sha256: short,
    /** `read` waits for the confirmation of its good rows; without any there is `nothing-to-confirm`. */
    state: z.enum(['read', 'nothing-to-confirm', 'confirmed', 'done']),
    rows: count,
    good: count,
    bad: count,
    duplicate: count,
    /** Cases made so far. */
    created: count,
    columns: z.array(z.object({ header: short, label: text, required: z.boolean(), present: z.boolean() })).max(200),
    createdAt: instant,
    createdBy: personRef.nullable(),
    confirmedAt: instant.nullable(),
    confirmedBy: personRef.nullable(),
  })
  .meta({ id: 'ImportFile' })

export const importLine = z
  .object({
    id,
    /** Line in the file; the header is line 1. */
    line: count,
    state: z.enum(['good', 'bad', 'duplicate', 'created']),
    reasons: z.array(z.object({ column: short, message: long })).max(200),
    values: z.record(short, long),
    caseId: id.nullable(),
    number: short.nullable(),
  })
  .meta({ id: 'ImportLine' })

const params = z.object({ importId: id })

export const listImports = contract({
  id: 'listImports',
  method: 'get',
  path: '/imports',
  auth: 'session',
  action: 'imports.read',
  tag: 'Importazioni',
  summary: 'File importati',
  query: listQuery,
  answers: { 200: page(importRow) },
})

/** Multipart: `municipality`, `procedure`, `file` (in this order). The same bytes again answer 200 with the first file. */
export const createImport = contract({
  id: 'createImport',
  method: 'post',
  path: '/imports',
  auth: 'session',
  action: 'imports.create',
  tag: 'Importazioni',
  summary: 'Leggi un file di domande',
  upload: true,
  answers: { 200: importRow, 201: importRow },
})

export const getImport = contract({
  id: 'getImport',
  method: 'get',
  path: '/imports/{importId}',
  auth: 'session',
  action: 'imports.read',
  tag: 'Importazioni',
  summary: 'Un file importato',
  params,
  answers: { 200: importRow },
})

export const listImportLines = contract({
  id: 'listImportLines',
  method: 'get',
  path: '/imports/{importId}/rows',
  auth: 'session',
  action: 'imports.read',
  tag: 'Importazioni',
  summary: 'Le righe del file',
  params,
  query: z.object({
    state: z.enum(['good', 'bad', 'duplicate', 'created']).optional(),
    cursor: short.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50).meta({ format: 'int32' }),
  }),
  answers: { 200: page(importLine) },
})

export const confirmImport = contract({
  id: 'confirmImport',
  method: 'post',
  path: '/imports/{importId}/confirm',
  auth: 'session',
  action: 'imports.confirm',
  tag: 'Importazioni',
  summary: 'Conferma: le righe buone diventano pratiche',
  params,
  body: z.strictObject({}),
  answers: { 202: importRow },
})

export const getBadRows = contract({
  id: 'getBadRows',
  method: 'get',
  path: '/imports/{importId}/bad-rows.csv',
  auth: 'session',
  action: 'imports.read',
  tag: 'Importazioni',
  summary: 'Le righe scartate con il motivo, da correggere e ripresentare',
  params,
  answers: { 200: { file: 'text/csv' } },
})
