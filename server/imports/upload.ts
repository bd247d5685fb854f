import type { Readable } from 'node:stream'

import busboy from 'busboy'
import type { Request } from 'express'
import { z } from 'zod'

import { readRequest, refuse } from '../http/problem.ts'
import { requireWellFormed } from '../http/well-formed.ts'
import { largestImport } from './read-file.ts'
import type { Upload } from './take-file.ts'

const fields = z.object({ municipality: z.guid(), procedure: z.string().min(1).max(80) })

/** Reads the multipart form: the fields, then one file of at most ten megabytes. */
export async function readUpload(request: Readable & Request): Promise<Upload> {
  if (!request.is('multipart/form-data')) refuse('unsupported-media-type', 'Serve un modulo multipart/form-data.')
  const form = await readForm(request)
  const { municipality, procedure } = readRequest(fields, form.values)
  requireWellFormed({ ...form.values, file: form.file?.name })
  if (!form.file) refuse('invalid', undefined, [{ path: 'file', message: 'Manca il file.' }])
  return { municipality, procedure, ...form.file }
}

interface Form {
  values: { [name: string]: string }
  file: { name: string; bytes: Buffer } | null
}

function readForm(request: Readable & Request): Promise<Form> {
  return new Promise((resolve, reject) => {
    const form: Form = { values: {}, file: null }
    let tooLarge = false
    const parser = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 5, fieldSize: 1000, fileSize: largestImport, parts: 8 },
    })
    parser.on('field', (name, value) => {
      form.values[name] = value
    })
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => {
        tooLarge = true
      })
      stream.on('end', () => {
        form.file = { name: (filename || 'file.csv').slice(-200), bytes: Buffer.concat(chunks) }
      })
    })
    parser.on('error', reject)
    parser.on('close', () => {
      if (tooLarge) reject(Object.assign(new Error('too large'), { status: 413 }))
      else resolve(form)
    })
    request.on('error', reject)
    request.pipe(parser)
  })
}
