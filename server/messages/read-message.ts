import type { z } from 'zod'

import type { Json, JsonObject } from '../../engine/json.ts'
import type { sendMessage } from '../api/front-office.ts'
import { refuse } from '../http/problem.ts'
import { newDocument, takeAttachments } from '../intake/attachments.ts'
import type { NewDocument } from '../intake/attachments.ts'
import { officeOf, splitConfidential } from '../intake/prepare-request.ts'
import { valueAt, withValue } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'

type Body = z.output<typeof sendMessage.body & {}>

/** What came, taken apart into what may be read by whom, as a request is. */
export interface ReadMessage {
  /** For the case, with the ordinary documents. */
  data: JsonObject
  files: (NewDocument & { office: string | null })[]
  confidential: { ref: string; office: string; content: JsonObject }[]
}

const unsaid = 'attachment'

/** Takes a message apart. `document` is the case's: it says what was asked for. */
export function readMessage(manifest: Manifest, document: JsonObject, body: Body): ReadMessage {
  const taken = takeAttachments(body.data)
  if (taken.errors.length > 0) refuse('invalid', undefined, taken.errors)
  const within = taken.documents.map(file => ({ ...file, office: officeOf(manifest, file.path) }))
  let data = taken.request
  const beside = (body.documents ?? []).map((file, index) => {
    const made = newDocument({ ...file, kind: file.kind ?? unsaid }, `documents.${index}`)
    if ('message' in made) refuse('invalid', undefined, [{ path: `documents.${index}`, message: made.message }])
    const path = pathOfFile(manifest, document, made.kind)
    if (path !== null) data = withValue(data, path, made.id)
    return { ...made, office: path === null ? null : officeOf(manifest, path) }
  })
  const split = splitConfidential(manifest, data)
  const documents = beside.filter(one => one.office === null).map(({ id, kind, name }) => ({ id, kind, name }))
  return {
    data: { ...split.request, ...(documents.length > 0 && { documents }) },
    files: [...within, ...beside],
    confidential: split.confidential.map(({ ref, office, content }) => ({ ref, office, content })),
  }
}

/** The confidential path that a document is for: its kind names it, or it says nothing and that is what was asked for. */
function pathOfFile(manifest: Manifest, document: JsonObject, kind: string): string | null {
  const found = manifest.confidentialPaths.find(
    ({ path, askedAs }) =>
      kind === path ||
      kind === path.split('.').at(-1) ||
      (kind === unsaid && askedAs !== null && isAsked(valueAt(document, askedAs.at), askedAs.code)),
  )
  return found?.path ?? null
}

function isAsked(missing: Json | undefined, code: string): boolean {
  const codeOf = (one: Json) => (typeof one === 'object' && one !== null && 'code' in one ? one['code'] : one)
  return Array.isArray(missing) && missing.some(one => codeOf(one) === code)
}
