import { createHash, randomUUID } from 'node:crypto'

import { z } from 'zod'

import { isFiscalCode } from '../../engine/fiscal-code.ts'
import { evaluateExpression } from '../../engine/feel/evaluate.ts'
import { parseExpression } from '../../engine/feel/parse.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { FieldError } from '../http/problem.ts'
import { leaves, valueAt, withValue, withoutValue } from '../json-path.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Manifest } from '../procedures/manifest.ts'
import { takeAttachments } from './attachments.ts'
import type { NewDocument } from './attachments.ts'
import { listErrors } from './town-lists.ts'
import type { TownLists } from './town-lists.ts'

/** A request that was found good, taken apart into what may be read by whom. */
export interface Prepared {
  /** What goes into the case document. */
  request: JsonObject
  confidential: { id: string; ref: string; office: string; content: JsonObject }[]
  documents: (NewDocument & { office: string | null })[]
  evidence: Evidence | null
  refs: { [name: string]: string }
  applicant: { name: string; fiscalCode: string } | null
  subject: { name: string; fiscalCode: string } | null
  title: string
}

interface Evidence {
  id: string
  method: 'SPID' | 'CIE'
  requestId: string
  raw: Buffer
  digest: string
}

export type Preparation = { prepared: Prepared } | { errors: FieldError[] }

const identity = z.strictObject({
  method: z.enum(['SPID', 'CIE']),
  response: z.base64().min(1).max(500_000),
  requestId: z.string().min(1).max(200),
})

const personOf = z.looseObject({
  firstName: z.string().nullish(),
  lastName: z.string(),
  fiscalCode: z.string(),
})

/**
 * Checks a request against its procedure, and against the town's lists where they are given, and takes it apart.
 * Errors carry the request's paths and Italian sentences.
 */
export function prepareRequest(definition: Definition, original: JsonObject, lists?: TownLists): Preparation {
  const taken = takeAttachments(original)
  const checked = definition.request.safeParse(taken.request)
  const errors = [...taken.errors, ...schemaErrors(checked), ...fiscalCodeErrors(taken.request)]
  if (lists) errors.push(...listErrors(definition.manifest, taken.request, lists))
  const evidence = evidenceOf(taken.request['identity'], errors)
  if (errors.length > 0) return { errors: errors.slice(0, 200) }
  const split = splitConfidential(definition.manifest, withoutValue(taken.request, 'identity'))
  const refs = { ...split.refs, ...(evidence && { evidence: evidence.id }) }
  const applicant = nameAndCode(split.request['applicant']) ?? nameAndCode(split.request['debtor'])
  const subject = nameAndCode(split.request['child']) ?? applicant
  return {
    prepared: {
      ...split,
      refs,
      documents: taken.documents.map(document => ({
        ...document,
        office: officeOf(definition.manifest, document.path),
      })),
      evidence,
      applicant,
      subject,
      title: titleOf(definition.manifest, { request: split.request }, subject),
    },
  }
}

function schemaErrors(checked: { success: boolean; error?: z.ZodError }): FieldError[] {
  return (checked.error?.issues ?? []).map(issue => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }))
}

function fiscalCodeErrors(request: JsonObject): FieldError[] {
  return leaves(request)
    .filter(({ path, value }) => /(^|\.)fiscalCode$/.test(path) && typeof value === 'string' && !isFiscalCode(value))
    .map(leaf => ({
      path: leaf.path,
      message: 'Codice fiscale non valido: controllare le lettere e il carattere finale.',
    }))
}

function evidenceOf(value: Json | undefined, errors: FieldError[]): Evidence | null {
  if (value === undefined || value === null) return null
  const read = identity.safeParse(value)
  if (!read.success) {
    errors.push({
      path: 'identity',
      message: "Servono method (SPID o CIE), requestId e response (l'intera Response in base64).",
    })
    return null
  }
  const raw = Buffer.from(read.data.response, 'base64')
  const digest = createHash('sha256').update(raw).digest('hex')
  return { id: randomUUID(), method: read.data.method, requestId: read.data.requestId, raw, digest }
}

/** What only one office may read leaves the request; its place is taken by the sealed row's id under `refs`. */
export function splitConfidential(manifest: Manifest, original: JsonObject) {
  const records = new Map<string, { id: string; ref: string; office: string; content: JsonObject }>()
  let request = original
  for (const { path, ref, office, unless } of manifest.confidentialPaths) {
    const value = valueAt(request, path)
    if (typeof value === 'string' && unless.includes(value)) continue
    request = withoutValue(request, path)
    if (value === undefined || value === null || value === '' || value === 'none') continue
    const holder = office ?? manifest.confidentialOffice ?? manifest.office
    const record = records.get(ref) ?? { id: randomUUID(), ref, office: holder, content: {} }
    records.set(ref, { ...record, content: withValue(record.content, path, value) })
  }
  const confidential = [...records.values()]
  return { request, confidential, refs: Object.fromEntries(confidential.map(record => [record.ref, record.id])) }
}

/** A document at or below a confidential path belongs to that path's office. */
export function officeOf(manifest: Manifest, path: string): string | null {
  const holder = manifest.confidentialPaths.find(one => path === one.path || path.startsWith(`${one.path}.`))
  return holder ? (holder.office ?? manifest.confidentialOffice ?? manifest.office) : null
}

function nameAndCode(value: Json | undefined): { name: string; fiscalCode: string } | null {
  const read = personOf.safeParse(value)
  if (!read.success) return null
  const { firstName, lastName, fiscalCode } = read.data
  return { name: `${firstName ?? ''} ${lastName}`.trim(), fiscalCode: fiscalCode.toUpperCase() }
}

function titleOf(manifest: Manifest, document: JsonObject, subject: { name: string } | null): string {
  const title = manifest.titleFeel ? feelText(manifest.titleFeel, document) : null
  return (title ?? `${manifest.title.it}${subject ? `, ${subject.name}` : ''}`).slice(0, 200)
}

/** A FEEL expression's text, or null when it has none: a title is never a reason to refuse a request. */
export function feelText(expression: string, document: JsonObject): string | null {
  const parsed = parseExpression(expression)
  if ('error' in parsed) return null
  try {
    const value = evaluateExpression(parsed.ast, document)
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}
