import { parse } from 'csv-parse/sync'
import { z } from 'zod'

import type { CsvColumn } from '../procedures/manifest.ts'

export const largestImport = 10 * 1024 * 1024
const mostRows = 20_000
const mostColumns = 200
const longestRow = 100_000

/** Columns that a file of bad rows has besides its own: ignored, so that it can be corrected and sent again as it is. */
const reportColumns = ['riga', 'motivo']

export interface ReadRow {
  /** Line in the file, the header being 1. */
  line: number
  /** header -> cell, trimmed; only known columns. */
  cells: { [header: string]: string }
}

/** A file that can be read row by row, or why it is refused whole. */
export type ReadFile = { rows: ReadRow[]; present: string[] } | { refused: string }

/** Reads a CSV file of requests: UTF-8 (with or without its mark) or Windows-1252, `;` or `,`, headers as the procedure documents them. */
export function readFile(bytes: Buffer, columns: readonly CsvColumn[]): ReadFile {
  if (bytes.length === 0) return { refused: 'Il file è vuoto.' }
  if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
    return { refused: 'Il file è in UTF-16: salvarlo come CSV in UTF-8.' }
  if (bytes.includes(0)) return { refused: 'Non è un file CSV: contiene byte che un testo non ha.' }
  const found = parsed(decoded(bytes))
  if (typeof found === 'string') return { refused: found }
  const [header, ...body] = found
  if (!header) return { refused: 'Il file è vuoto.' }
  if (header.cells.length > mostColumns) return { refused: `Il file ha più di ${mostColumns} colonne.` }
  const headers = header.cells.map(cell => cell.trim().toLowerCase())
  const refused = headerFault(headers, columns)
  if (refused) return { refused }
  if (body.length === 0) return { refused: 'Il file ha solo la riga delle intestazioni.' }
  if (body.length > mostRows) return { refused: `Il file ha più di ${mostRows} righe: dividerlo.` }
  const wrong = body.find(row => row.cells.length !== headers.length)
  if (wrong) {
    return { refused: `La riga ${wrong.line} ha ${wrong.cells.length} colonne, l'intestazione ${headers.length}.` }
  }
  const known = new Set(columns.map(column => column.header))
  const rows = body.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(
      headers.flatMap((name, index) => (known.has(name) ? [[name, textOf(cells[index] ?? '')]] : [])),
    ),
  }))
  return { rows, present: headers.filter(name => known.has(name)) }
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Every sequence of bytes is some Windows-1252: what older Italian spreadsheets write.
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const table = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

const csvFault = z.object({ code: z.string(), lines: z.number().optional() })

/** The table with the line on which each record begins; a sentence when the quoting is broken. */
function parsed(text: string): { line: number; cells: string[] }[] | string {
  const first = text.split(/\r?\n/, 1)[0] ?? ''
  const delimiter = first.split(';').length >= first.split(',').length ? ';' : ','
  try {
    const records: unknown = parse(text, {
      delimiter,
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRow,
    })
    return table
      .parse(records)
      .map(({ record, info }) => ({ line: firstLine(info.lines, record), cells: record }))
      .filter(row => row.cells.some(cell => cell.trim() !== ''))
  } catch (error) {
    const fault = csvFault.safeParse(error).data
    const where = fault?.lines === undefined ? '' : ` alla riga ${fault.lines}`
    if (fault?.code === 'CSV_MAX_RECORD_SIZE') return `C'è una riga di più di ${longestRow} caratteri${where}.`
    return `Le virgolette non tornano${where}: il file non si può leggere.`
  }
}

/** csv-parse counts the line where a record ends. */
const firstLine = (last: number, cells: string[]): number =>
  last - cells.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0)

function headerFault(headers: string[], columns: readonly CsvColumn[]): string | null {
  const twice = headers.find((name, index) => headers.indexOf(name) !== index)
  if (twice !== undefined) return `La colonna «${twice}» c'è due volte.`
  const missing = columns
    .filter(column => column.required && !headers.includes(column.header))
    .map(column => column.header)
  if (missing.length > 0) return `Mancano le colonne: ${missing.join(', ')}.`
  const known = columns.map(column => column.header)
  const unknown = headers.filter(name => !known.includes(name) && !reportColumns.includes(name))
  return unknown.length > 0
    ? `Colonne sconosciute: ${unknown.map(name => name.slice(0, 60) || '(vuota)').join(', ')}.`
    : null
}

/** A cell without surrounding spaces, and without the apostrophe that our own files put before a formula. */
const textOf = (cell: string): string => cell.trim().replace(/^'(?=[=+\-@])/, '')
