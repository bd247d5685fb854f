import { createHash, randomUUID } from 'node:crypto'

import type { Json, JsonObject } from '../../engine/json.ts'
import { attachment } from '../api/front-office.ts'
import type { FieldError } from '../http/problem.ts'
import { mapJson } from '../json-path.ts'

const largestFile = 5 * 1024 * 1024

/** A file that came with a request, not yet stored. */
export interface NewDocument {
  id: string
  /** Where it stood in the request. */
  path: string
  kind: string
  name: string
  mediaType: string
  bytes: Buffer
  sha256: string
}

/** What the first bytes of a file say it is, whatever its sender calls it. */
const signatures: Record<string, Buffer> = {
  'application/pdf': Buffer.from('%PDF-'),
  'image/jpeg': Buffer.from([0xff, 0xd8, 0xff]),
  'image/png': Buffer.from([0x89, 0x50, 0x4e, 0x47]),
}

/** Takes the files out of a request: each `{name, mediaType, content}` becomes the id of a document to store. */
export function takeAttachments(request: JsonObject): {
  request: JsonObject
  documents: NewDocument[]
  errors: FieldError[]
} {
  const documents: NewDocument[] = []
  const errors: FieldError[] = []
  const changed = mapJson(request, (value, path) => {
    if (!looksLikeFile(value)) return value
    const read = attachment.safeParse(value)
    if (!read.success) {
      errors.push({
        path,
        message: 'Il documento va mandato come nome, formato (PDF, JPEG o PNG) e contenuto in base64.',
      })
      return value
    }
    const made = newDocument(read.data, path)
    if ('message' in made) {
      errors.push({ path, message: made.message })
      return value
    }
    documents.push(made)
    return made.id
  })
  return { request: asObject(changed), documents, errors }
}

/** A document to store from one attachment, or why it is refused. */
export function newDocument(
  file: { name: string; mediaType: string; content: string; kind?: string | undefined },
  path: string,
): NewDocument | { message: string } {
  const bytes = Buffer.from(file.content, 'base64')
  if (bytes.length > largestFile) return { message: 'Il documento supera 5 MB.' }
  const signature = signatures[file.mediaType]
  if (!signature || !bytes.subarray(0, signature.length).equals(signature)) {
    return { message: `Il contenuto non è del formato dichiarato (${file.mediaType}).` }
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const kind = file.kind ?? path.split('.').at(-1) ?? 'attachment'
  return { id: randomUUID(), path, kind, name: file.name, mediaType: file.mediaType, bytes, sha256 }
}

function looksLikeFile(value: Json): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && 'content' in value && 'mediaType' in value
  )
}

function asObject(value: Json): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
