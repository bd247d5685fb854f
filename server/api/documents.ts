import { z } from 'zod'

import { contract } from './contract.ts'
import { caseParams, count, id, instant, page, personRef, short } from './common.ts'

export const documentRow = z
  .object({
    id,
    kind: short,
    name: short,
    mediaType: short,
    size: count,
    sha256: short,
    direction: z.enum(['in', 'out', 'internal']),
    protocol: short.nullable(),
    confidential: z.boolean(),
    createdAt: instant,
    createdBy: personRef.nullable(),
    /** Where the bytes are, relative to the origin. */
    href: short,
  })
  .meta({ id: 'DocumentRow' })

export const listDocuments = contract({
  id: 'listDocuments',
  method: 'get',
  path: '/cases/{caseId}/documents',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Documenti di una pratica',
  params: caseParams,
  answers: { 200: page(documentRow) },
})

export const getDocument = contract({
  id: 'getDocument',
  method: 'get',
  path: '/cases/{caseId}/documents/{documentId}',
  auth: 'session',
  action: 'cases.read',
  tag: 'Pratiche',
  summary: 'Il documento',
  params: caseParams.extend({ documentId: id }),
  answers: { 200: { file: 'application/octet-stream' } },
})

/** Filed by staff before completing a task whose form has a field of type `document`; the field's value is the returned id. */
export const addDocument = contract({
  id: 'addDocument',
  method: 'post',
  path: '/cases/{caseId}/documents',
  auth: 'session',
  action: 'tasks.work',
  tag: 'Pratiche',
  summary: 'Aggiungi un documento',
  params: caseParams,
  files: true,
  body: z.strictObject({
    name: short.min(1),
    kind: short.min(1),
    mediaType: z.enum(['application/pdf', 'image/jpeg', 'image/png']),
    content: z.base64().max(7_000_000),
    /** Only this office will see it. */
    confidentialOffice: short.optional(),
  }),
  answers: { 201: documentRow },
})
