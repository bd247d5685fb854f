import { isAscii } from 'node:buffer'
import { TextDecoder } from 'node:util'
import { FileRefused } from './file-refused.ts'

/** Encodings that banks and providers were seen to use, by the names that declarations give them. */
const encodings: Record<string, string> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  ascii: 'utf-8',
  'iso-8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  'iso-8859-15': 'iso-8859-15',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
}

const marks: [name: string, bytes: number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Longer than any XML declaration. */
const declarationBytes = 200

/**
 * The text of an XML file, by its byte order mark or its declaration, UTF-8 when it has neither. Bytes that are none in that encoding are refused: a name
 * read wrong would be stored wrong for ever.
 */
export async function* decoded(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let head = new Uint8Array(0)
  let size = 0
  let endsPlain = true
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > maxBytes) throw tooLong(maxBytes)
    if (decoder !== null) {
      // ASCII is the same in all of them, and much faster to read, unless it stands for two bytes or goes on with a character that began before.
      const isPlain: boolean = endsPlain && !isWide(decoder) && isAscii(chunk)
      yield isPlain ? latin1(chunk) : read(decoder, chunk)
      endsPlain = isPlain || (chunk.at(-1) ?? 0) < 0x80
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < declarationBytes) continue
    decoder = decoderFor(head)
    endsPlain = (head.at(-1) ?? 0) < 0x80
    yield read(decoder, head)
  }
  if (size === 0) throw empty()
  decoder ??= decoderFor(head)
  yield size < declarationBytes ? read(decoder, head) : ''
  yield read(decoder)
}

const latin1 = (chunk: Uint8Array): string =>
  Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1')

const isWide = ({ encoding }: TextDecoder): boolean => encoding.startsWith('utf-16')

function decoderFor(head: Uint8Array): TextDecoder {
  const mark = marks.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))
  const declared = /^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']/.exec(Buffer.from(head).toString('latin1'))?.[1]
  const encoding =
    mark?.[0] ?? withoutMark(head) ?? (declared === undefined ? 'utf-8' : encodings[declared.toLowerCase()])
  if (encoding === undefined) {
    throw new FileRefused(
      'encoding-unknown',
      {
        it: `La codifica "${declared ?? ''}" non è ammessa: salvare il file in UTF-8.`,
        en: `The encoding "${declared ?? ''}" is not supported: save the file as UTF-8.`,
      },
      { line: 1 },
    )
  }
  return new TextDecoder(encoding, { fatal: true })
}

/** UTF-16 without a mark shows by the zero beside the first `<`. */
function withoutMark(head: Uint8Array): string | null {
  if (head[0] === 0x3c && head[1] === 0) return 'utf-16le'
  return head[0] === 0 && head[1] === 0x3c ? 'utf-16be' : null
}

function read(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    throw new FileRefused('encoding-wrong', {
      it: `Il file contiene caratteri che non sono ${decoder.encoding.toUpperCase()}, la codifica che dichiara: chiederne una copia corretta.`,
      en: `The file holds bytes that are not ${decoder.encoding.toUpperCase()}, the encoding it declares: ask for a correct copy.`,
    })
  }
}

function empty(): FileRefused {
  return new FileRefused('file-empty', {
    it: 'Il file è vuoto: scaricarlo di nuovo.',
    en: 'The file is empty: download it again.',
  })
}

function tooLong(maxBytes: number): FileRefused {
  const megabytes = Math.round(maxBytes / 1_000_000)
  return new FileRefused('file-too-long', {
    it: `Il file supera ${megabytes} MB: non può essere un flusso o un giornale di cassa.`,
    en: `The file is longer than ${megabytes} MB: it cannot be a payment report or a cash journal.`,
  })
}
