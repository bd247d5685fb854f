import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import busboy from 'busboy'
import type { Request } from 'express'
import { z } from 'zod'

import { readRequest, refuse } from '../http/problem.ts'
import { requireWellFormed } from '../http/well-formed.ts'

/** More than any report or journal has; the readers refuse what unpacks to more. */
export const largestPaymentFile = 200_000_000

export interface UploadedFile {
  municipality: string
  name: string
  sha256: string
  size: number
  /** Its first bytes: they tell what it is. */
  head: Buffer
  /** Where it lies while it is stored. */
  path: string
}

const fields = z.object({ municipality: z.guid() })
const headBytes = 4_096

type Parts = { municipality?: string; file: Omit<UploadedFile, 'municipality'> | null; faults: Fault[] }
type Fault = 'too-large' | 'malformed'

/**
 * Takes a multipart upload to a file on disk as it comes in, never whole in memory, and hands it to `use`; it is gone afterwards. While somebody's slow line
 * sends it, no connection to the database is held.
 */
export async function withUpload<T>(
  request: Readable & Request,
  mayUpload: (municipality: string) => void,
  use: (upload: UploadedFile) => Promise<T>,
): Promise<T> {
  if (!request.is('multipart/form-data')) refuse('unsupported-media-type', 'Serve un modulo multipart/form-data.')
  const folder = await mkdtemp(join(tmpdir(), 'iter-upload-'))
  try {
    const { municipality, file, faults } = await readParts(request, join(folder, 'file'), mayUpload)
    const [fault] = faults
    if (fault === 'too-large') refuse(fault, `Il file supera ${largestPaymentFile / 1_000_000} MB.`)
    if (fault === 'malformed') refuse(fault, unreadable)
    const read = readRequest(fields, { municipality })
    mayUpload(read.municipality)
    if (file === null) refuse('invalid', undefined, [{ path: 'file', message: 'Manca il file.' }])
    requireWellFormed({ file: file.name })
    return await use({ ...read, ...file })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readParts(
  request: Readable & Request,
  path: string,
  mayUpload: (municipality: string) => void,
): Promise<Parts> {
  return new Promise((resolve, reject) => {
    const parts: Parts = { file: null, faults: [] }
    const parser = parserOf(request)
    const writing: Promise<void>[] = []
    const end = (): void => {
      request.unpipe(parser)
      request.resume()
      Promise.all(writing).then(() => resolve(parts), reject)
    }
    parser.on('field', (name, value) => {
      if (name === 'municipality') parts.municipality = value
    })
    parser.on('file', (_field, stream, { filename }) => {
      stream.on('limit', () => parts.faults.push('too-large'))
      // Also of a file that nobody keeps: an error that nobody hears would end the process.
      stream.on('error', () => parts.faults.push('malformed'))
      const name = (filename || 'file.xml').slice(-200)
      const written = isAllowed(parts, mayUpload) ? writeTo(path, stream) : drain(stream)
      writing.push(
        written.then(
          found => {
            if (found !== null) parts.file = { ...found, name, path }
          },
          () => void parts.faults.push('malformed'),
        ),
      )
    })
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit']) {
      parser.on(limit, () => parts.faults.push('malformed'))
    }
    // A form that breaks off, or that is none: the sender's fault, not ours.
    parser.on('error', () => {
      parts.faults.push('malformed')
      end()
    })
    parser.on('close', end)
    request.on('error', reject)
    request.pipe(parser)
  })
}

/** Nobody fills our disk for a town that is not theirs: the field comes before the file. */
function isAllowed({ municipality }: Parts, mayUpload: (municipality: string) => void): boolean {
  if (!fields.safeParse({ municipality }).success) return false
  try {
    mayUpload(municipality ?? '')
    return true
  } catch {
    return false
  }
}

async function drain(stream: Readable): Promise<null> {
  stream.resume()
  return null
}

async function writeTo(path: string, stream: Readable) {
  const hash = createHash('sha256')
  let size = 0
  let head = Buffer.alloc(0)
  const tapped = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk)
      size += chunk.length
      if (head.length < headBytes) head = Buffer.concat([head, chunk]).subarray(0, headBytes)
      yield chunk
    }
  }
  await pipeline(stream, tapped, createWriteStream(path, { mode: 0o600 }))
  return { sha256: hash.digest('hex'), size, head }
}

function parserOf(request: Readable & Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fields: 5, fieldNameSize: 100, fieldSize: 1000, fileSize: largestPaymentFile, parts: 8 },
    })
  } catch {
    return refuse('malformed', unreadable)
  }
}

const unreadable = 'Il modulo multipart/form-data non si legge: municipality, poi un solo file.'
