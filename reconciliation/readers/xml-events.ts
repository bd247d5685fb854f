import { SaxesParser } from 'saxes'
import { decoded } from './decode.ts'
import { FileRefused } from './file-refused.ts'

export interface XmlHandler {
  /** `name` is without prefix, `namespace` of the root only. */
  open(name: string, place: { line: number; namespace?: string }): void
  /** The text directly inside the element; empty for one that holds others. */
  close(name: string, text: string, line: number): void
  /** Looks through the rows that lie plain in a text from `at` on, for the one who need not read them element by element. */
  skim?: (text: string, from: Spot) => Spot
  /** What a row ends with that may have plain ones behind it. */
  rowEnd?: string
}

/** A place in a text, and the line that it is in. */
export interface Spot {
  at: number
  line: number
}

export interface XmlLimits {
  bytes: number
  depth: number
  /** Characters of one element's text. */
  text: number
}

export const defaultLimits: XmlLimits = { bytes: 200_000_000, depth: 64, text: 20_000 }

/**
 * Reads XML piece by piece and tells what it meets; after each piece `yield`s, so that whoever collects rows can hand them on.
 * Never a document type (the door of external and exploding entities), never deeper or longer than the limits.
 * @throws FileRefused with the line
 */
export async function* readXml(
  chunks: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  limits: XmlLimits = defaultLimits,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false, position: true })
  const { rowEnd, skim } = handler
  let depth = 0
  let text = ''
  let isRowOver = false
  parser.on('doctype', () => refuse(parser, documentType))
  parser.on('error', error => refuse(parser, malformed(error.message)))
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > limits.depth) refuse(parser, tooDeep(limits.depth))
    const { line } = parser
    isRowOver = false
    handler.open(localName(name), depth === 1 ? { line, namespace: namespaceOf(name, attributes) } : { line })
    text = ''
  })
  const append = (more: string) => {
    text += more
    if (text.length > limits.text) refuse(parser, tooMuchText(limits.text))
  }
  parser.on('text', append)
  parser.on('cdata', append)
  parser.on('closetag', ({ name }) => {
    depth -= 1
    handler.close(localName(name), text.trim(), parser.line)
    text = ''
    isRowOver = depth === 1
  })
  /** Nothing is open but the root, and nothing begun. */
  let isBetween = false
  const write = (piece: string) => {
    for (let at = 0; at < piece.length;) {
      if (isBetween && skim !== undefined) at = moveOn(parser, piece, at, skim(piece, { at, line: parser.line }))
      if (at === piece.length) return
      const end = rowEnd === undefined ? -1 : piece.indexOf(rowEnd, at)
      const to = end < 0 || rowEnd === undefined ? piece.length : end + rowEnd.length
      isRowOver = false
      parser.write(piece.slice(at, to))
      // What looks like a row's end may be in a comment.
      isBetween = end >= 0 && isRowOver
      at = to
    }
  }
  let prolog = ''
  for await (const piece of decoded(chunks, limits.bytes)) {
    // Looked for before the parser sees it: a document type may be as long as the file.
    if (prolog !== null && depth === 0) prolog = prologOf(parser, prolog + piece)
    write(piece)
    yield
  }
  parser.close()
}

/** The parser has not seen what was skimmed, and counts lines and columns as if it had. */
function moveOn(parser: SaxesParser, text: string, from: number, { at, line }: Spot): number {
  const begun = text.lastIndexOf('\n', at - 1) + 1
  parser.column = begun > from ? at - begun : parser.column + at - from
  parser.line = line
  return at
}

/** What stands before the root; only its beginning matters, and it is never long. */
function prologOf(parser: SaxesParser, text: string): string {
  if (/<!DOCTYPE/i.test(text)) refuse(parser, documentType)
  return text.slice(0, 10_000)
}

type Refusal = { code: string; it: string; en: string }

function refuse(parser: SaxesParser, { code, it, en }: Refusal): never {
  throw new FileRefused(code, { it, en }, { line: parser.line, column: parser.column + 1 })
}

const documentType: Refusal = {
  code: 'document-type',
  it: 'Il file contiene una dichiarazione DOCTYPE, che nei flussi non è ammessa: chiederne una copia senza.',
  en: 'The file holds a DOCTYPE declaration, which these files never have: ask for a copy without it.',
}

const malformed = (detail: string): Refusal => ({
  code: 'xml-malformed',
  it: `Il file non è XML ben formato o è incompleto (${detail.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}): scaricarlo di nuovo.`,
  en: `The file is not well-formed XML, or is cut short (${detail.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}): download it again.`,
})

const tooDeep = (depth: number): Refusal => ({
  code: 'xml-too-deep',
  it: `Il file annida gli elementi oltre ${depth} livelli: non è un flusso né un giornale di cassa.`,
  en: `The file nests its elements more than ${depth} levels deep: it is neither a report nor a journal.`,
})

const tooMuchText = (characters: number): Refusal => ({
  code: 'xml-text-too-long',
  it: `Un elemento contiene più di ${characters} caratteri: non è un flusso né un giornale di cassa.`,
  en: `An element holds more than ${characters} characters: it is neither a report nor a journal.`,
})

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

function namespaceOf(name: string, attributes: Record<string, string>): string {
  const prefix = name.includes(':') ? `:${name.slice(0, name.indexOf(':'))}` : ''
  return attributes[`xmlns${prefix}`] ?? ''
}
