import type { Entry, ZipFile } from 'yauzl'
import yauzl from 'yauzl'
import { FileRefused, isFileRefused } from './file-refused.ts'

export interface ZipLimits {
  /** Bytes of the archive itself, and of all that is in it. */
  packed: number
  unpacked: number
  entries: number
  /** How much smaller packing may have made an entry: more is a bomb. */
  ratio: number
}

export const defaultZipLimits: ZipLimits = { packed: 50_000_000, unpacked: 200_000_000, entries: 500, ratio: 250 }

export interface ZippedFile {
  name: string
  chunks: () => AsyncIterable<Uint8Array>
}

const signature = Buffer.from([0x50, 0x4b, 0x03, 0x04])

export const isZip = (head: Uint8Array): boolean => signature.equals(head.subarray(0, signature.length))

/**
 * The XML files of an archive, by name. The archive's directory stands at its end, so the archive is held whole (it is bounded); what is in it streams.
 * @throws FileRefused when it is no archive, damaged, encrypted, holds no XML, or would unpack beyond the limits
 */
export async function xmlFilesOf(archive: Buffer, limits: ZipLimits = defaultZipLimits): Promise<ZippedFile[]> {
  const zip = await yauzl.fromBufferPromise(archive, { lazyEntries: true, autoClose: false }).catch(error => {
    throw damaged(error)
  })
  const entries = await entriesOf(zip, limits)
  const found = entries.filter(entry => isXml(entry.fileName))
  if (found.length === 0) throw refused('zip-without-xml', ['non contiene file XML', 'holds no XML files'])
  return found
    .toSorted((a, b) => a.fileName.localeCompare(b.fileName, 'it', { numeric: true }))
    .map(entry => ({ name: entry.fileName, chunks: () => contentOf(zip, entry) }))
}

async function entriesOf(zip: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  let unpacked = 0
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry)
      unpacked += entry.uncompressedSize
      if (entry.isEncrypted()) throw refused('zip-encrypted', ['è protetto da password', 'is protected by a password'])
      const isBomb =
        entries.length > limits.entries ||
        unpacked > limits.unpacked ||
        entry.uncompressedSize > limits.ratio * Math.max(entry.compressedSize, 1_000)
      if (isBomb) throw refused('zip-too-large', ['è troppo grande una volta estratto', 'is too large once unpacked'])
    }
  } catch (error) {
    throw isFileRefused(error) ? error : damaged(error)
  }
  return entries
}

async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    // yauzl itself stops at the size that the directory promised.
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) yield chunk
  } catch (error) {
    throw isFileRefused(error) ? error : damaged(error)
  }
}

const isXml = (name: string): boolean => /\.xml$/i.test(name) && !name.startsWith('__MACOSX/')
function damaged(cause: unknown): FileRefused {
  const error = refused('zip-damaged', ['è danneggiato: scaricarlo di nuovo', 'is damaged: download it again'])
  error.cause = cause
  return error
}

function refused(code: string, [it, en]: [it: string, en: string]): FileRefused {
  return new FileRefused(code, { it: `L’archivio zip ${it}.`, en: `The zip archive ${en}.` })
}
