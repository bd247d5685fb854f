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
  if (form === 'too-large') refuse(form, 'Il file ha più di dieci megabyte: dividerlo.')
  if (form === 'malformed') refuse(form, unreadable)
  requireWellFormed({ ...form.values, file: form.file?.name })
  const { municipality, procedure } = readRequest(fields, form.values)
  if (!form.file) refuse('invalid', undefined, [{ path: 'file', message: 'Manca il file.' }])
  if (!/\.(csv|txt)$/i.test(form.file.name))
    refuse('invalid', undefined, [{ path: 'file', message: 'Serve un file CSV (.csv o .txt).' }])
  return { municipality, procedure, ...form.file }
}

interface Form {
  values: Partial<Record<keyof z.infer<typeof fields>, string>>
  file: { name: string; bytes: Buffer } | null
}

type Fault = 'too-large' | 'malformed'

function readForm(request: Readable & Request): Promise<Form | Fault> {
  return new Promise((resolve, reject) => {
    const form: Form = { values: {}, file: null }
    const faults: Fault[] = []
    const parser = parserOf(request)
    parser.on('field', (name, value) => {
      if (name === 'municipality' || name === 'procedure') form.values[name] = value
    })
    parser.on('file', (_field, stream, { filename }) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('limit', () => faults.push('too-large'))
      stream.on('error', () => faults.push('malformed'))
      stream.on('end', () => {
        form.file = { name: (filename || 'file.csv').slice(-200), bytes: Buffer.concat(chunks) }
      })
    })
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit']) parser.on(limit, () => faults.push('malformed'))
    const end = (): void => {
      // What is left of a broken body has no reader any more.
      request.unpipe(parser)
      request.resume()
      resolve(faults[0] ?? form)
    }
    // A form that breaks off, or that is none: the sender's fault, not ours.
    parser.on('error', () => {
      faults.push('malformed')
      end()
    })
    parser.on('close', end)
    request.on('error', reject)
    request.pipe(parser)
  })
}

function parserOf(request: Readable & Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 5, fieldNameSize: 100, fieldSize: 1000, fileSize: largestImport, parts: 8 },
    })
  } catch {
    return refuse('malformed', unreadable)
  }
}

const unreadable = 'Il modulo multipart/form-data non si legge: municipality, procedure, poi un solo file.'
