import { stringify } from 'csv-stringify/sync'

/** UTF-8 with its mark and `;`, as Italian spreadsheets open it. Cells that a spreadsheet would run as a formula are made text. */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return csvHeader(header) + csvRows(rows)
}

/** The first line, with the mark before it; `csvRows` follow, as many times as there are batches. */
export const csvHeader = (header: readonly string[]): string => `\uFEFF${csvRows([header])}`

export function csvRows(rows: readonly (readonly string[])[]): string {
  const safe = rows.map(row => row.map(neutralised))
  return stringify(safe, { delimiter: ';', record_delimiter: '\r\n' })
}

/** An apostrophe before what begins like a formula, tabs and line ends included: spreadsheets show the text and run nothing. */
export function neutralised(cell: string): string {
  return /^\s*[=+\-@\t\r]/.test(cell) && !/^-?\d+(?:[.,]\d+)?$/.test(cell) ? `'${cell}` : cell
}
