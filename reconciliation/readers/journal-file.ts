import { FileRefused, isFileRefused } from './file-refused.ts'
import { type JournalMovement, type JournalPage, type JournalPiece, readJournalPage } from './journal.ts'
import type { Version } from './journal-shape.ts'
import { defaultZipLimits, isZip, xmlFilesOf } from './unzip.ts'

/** What the whole journal says, once every page has been read. */
export interface Journal {
  version: Version
  pages: JournalPage[]
}

export type JournalFilePiece = { type: 'movements'; movements: JournalMovement[] } | { type: 'end'; journal: Journal }

/**
 * Reads a cash journal: one XML page, or a zip with all of its pages. Movements come as they are read; whoever stores them does so only when the end has
 * come, since a missing page or a wrong line refuses the whole file.
 * @throws FileRefused
 */
export async function* readJournalFile(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<JournalFilePiece> {
  const pages: JournalPage[] = []
  const found: Version[] = []
  for await (const { name, content } of filesOf(chunks)) {
    for await (const piece of inFile(name, readJournalPage(content))) {
      if (piece.type === 'movements') yield piece
      if (piece.type === 'page') pages.push(piece.page)
      if (piece.type === 'end') found.push(piece.version)
    }
  }
  refuseIncomplete(pages)
  // The oldest of the pages': each page fits it and newer ones.
  const version = found.toSorted().at(0) ?? '1.8'
  yield { type: 'end', journal: { version, pages } }
}

async function* filesOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ name: string | null; content: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  const head = first.done === true ? new Uint8Array(0) : first.value
  const all = following(head, iterator)
  if (!isZip(head)) return yield { name: null, content: all }
  const archive = await wholeOf(all, defaultZipLimits.packed)
  for (const { name, chunks: content } of await xmlFilesOf(archive)) yield { name, content: content() }
}

async function* following(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}

async function wholeOf(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > limit) throw tooLong(limit)
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

/** A refusal inside an archive names the file. */
async function* inFile(name: string | null, pieces: AsyncGenerator<JournalPiece>): AsyncGenerator<JournalPiece> {
  try {
    yield* pieces
  } catch (error) {
    if (name === null || !isFileRefused(error)) throw error
    const { it, en } = error.text
    throw new FileRefused(error.code, { it: `${name}: ${it}`, en: `${name}: ${en}` }, error.place)
  }
}

function refuseIncomplete(pages: JournalPage[]): void {
  const [first] = pages
  if (first === undefined) return
  const other = pages.find(page => identityOf(page) !== identityOf(first))
  if (other !== undefined) throw mixed(first, other)
  const numbers = pages.map(page => page.page)
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice !== undefined) throw repeated(twice)
  const missing = Array.from({ length: first.pages }, (_, index) => index + 1).filter(it => !numbers.includes(it))
  if (missing.length > 0) throw incomplete(missing, first.pages)
}

const identityOf = ({ bank, body, exercise, from, to, pages }: JournalPage): string =>
  [bank, body, exercise, from, to, pages].join('/')

function mixed(first: JournalPage, other: JournalPage): FileRefused {
  const what = (page: JournalPage) => `${page.bodyName}, ${page.to}`
  return new FileRefused(
    'pages-mixed',
    {
      it: `L’archivio contiene pagine di giornali diversi (${what(first)}; ${what(other)}): caricarli uno alla volta.`,
      en: `The archive holds pages of different journals (${what(first)}; ${what(other)}): upload them one by one.`,
    },
    { page: other.page },
  )
}

function repeated(page: number): FileRefused {
  return new FileRefused(
    'page-repeated',
    {
      it: `La pagina ${page} è presente due volte: togliere la copia dall’archivio.`,
      en: `Page ${page} is there twice: take the copy out of the archive.`,
    },
    { page },
  )
}

function incomplete(missing: number[], pages: number): FileRefused {
  const which = missing.slice(0, 10).join(', ')
  return new FileRefused('pages-missing', {
    it: `Il giornale ha ${pages} pagine e mancano: ${which}. Caricare un unico zip con tutte le pagine.`,
    en: `The journal has ${pages} pages and these are missing: ${which}. Upload one zip with all its pages.`,
  })
}

function tooLong(limit: number): FileRefused {
  return new FileRefused('file-too-long', {
    it: `L’archivio supera ${limit / 1_000_000} MB: non può essere un giornale di cassa.`,
    en: `The archive is longer than ${limit / 1_000_000} MB: it cannot be a cash journal.`,
  })
}
