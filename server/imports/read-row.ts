import { digestOf } from '../../db/canonical-json.ts'
import { cleanFiscalCode } from '../../engine/fiscal-code.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import { parseDate } from '../../engine/terms/civil.ts'
import { prepareRequest } from '../intake/prepare-request.ts'
import type { TownLists } from '../intake/town-lists.ts'
import { valueAt, withValue } from '../json-path.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { CsvColumn, Manifest } from '../procedures/manifest.ts'
import type { ReadRow } from './read-file.ts'

interface Reason {
  column: string
  message: string
}

/** A row as a request, or all that is wrong with it. */
export type RowReading = { request: JsonObject; key: string; reasons: [] } | { reasons: Reason[] }

/** Reads one row by the procedure's columns and checks it as a request from a portal would be checked. */
export function readRow(definition: Definition, row: ReadRow, lists?: TownLists): RowReading {
  const { manifest } = definition
  const reasons: Reason[] = []
  let request: JsonObject = {}
  for (const [path, value] of Object.entries(manifest.csvDefaults)) request = withValue(request, path, value)
  for (const column of manifest.csv) {
    const cell = row.cells[column.header] ?? ''
    if (cell === '') {
      if (column.required) reasons.push({ column: column.header, message: 'Manca.' })
      continue
    }
    const read = cellValue(column, cell)
    if ('fault' in read) reasons.push({ column: column.header, message: read.fault })
    else request = withValue(request, column.path, read.value)
  }
  if (reasons.length > 0) return { reasons }
  const preparation = prepareRequest(definition, request, lists)
  if ('prepared' in preparation) return { request, key: rowKeyOf(manifest, request), reasons: [] }
  return {
    reasons: preparation.errors.map(error => ({ column: columnOf(manifest.csv, error.path), message: error.message })),
  }
}

/** What makes two rows, of whatever files, the same request. A digest: it holds a fiscal code. */
export function rowKeyOf(manifest: Manifest, request: JsonObject): string {
  const values = manifest.rowKey.map(path => valueAt(request, path) ?? null)
  return digestOf([manifest.key, ...values.map(value => (typeof value === 'string' ? value.toUpperCase() : value))])
}

type CellReading = { value: Json } | { fault: string }

const cellReaders = {
  text: (_column, cell) => ({ value: cell }),
  'fiscal-code': (_column, cell) => ({ value: cleanFiscalCode(cell) }),
  choice: (column, cell) => choiceOf(column, cell),
  list: (column, cell) => listOf(column, cell),
  date: (_column, cell) => dateOf(cell),
  money: (_column, cell) => moneyOf(cell),
  integer: (_column, cell) =>
    /^-?\d{1,9}$/.test(cell) ? { value: Number(cell) } : { fault: 'Serve un numero intero.' },
  boolean: (_column, cell) => booleanOf(cell),
} as const satisfies Record<CsvColumn['type'], (column: CsvColumn, cell: string) => CellReading>

const cellValue = (column: CsvColumn, cell: string): CellReading => cellReaders[column.type](column, cell)

function choiceOf({ values }: CsvColumn, cell: string): CellReading {
  if (!values) return { value: cell }
  const wanted = cell.toLowerCase()
  const found = Object.entries(values).find(
    ([name, value]) => name.toLowerCase() === wanted || String(value) === wanted,
  )
  return found ? { value: found[1] } : { fault: `«${cell.slice(0, 40)}» non è tra: ${Object.keys(values).join(', ')}.` }
}

function listOf(column: CsvColumn, cell: string): CellReading {
  const value: Json[] = []
  for (const part of cell.split(/[\s,|/]+/).filter(Boolean)) {
    const read = choiceOf(column, part)
    if ('fault' in read) return read
    value.push(read.value)
  }
  return { value }
}

/** `2018-05-01` or `1/5/2018`. */
function dateOf(cell: string): CellReading {
  const italian = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(cell)
  const iso = italian ? `${italian[3]}-${italian[2]?.padStart(2, '0')}-${italian[1]?.padStart(2, '0')}` : cell
  return parseDate(iso) === null ? { fault: 'Serve una data, come 01/05/2018.' } : { value: iso }
}

/** `8500`, `8500,00`, `8.500,00` or `8500.50` euros, to cents. */
function moneyOf(cell: string): CellReading {
  const bare = cell.replace(/[€\s]/g, '')
  const match = /^(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?$/.exec(bare) ?? /^(\d{1,9})(?:\.(\d{1,2}))$/.exec(bare)
  if (!match) return { fault: 'Serve un importo in euro, come 8500,00.' }
  return { value: Number(match[1]?.replaceAll('.', '')) * 100 + Number((match[2] ?? '').padEnd(2, '0')) }
}

function booleanOf(cell: string): CellReading {
  const word = cell.toLowerCase()
  if (['sì', 'si', 's', '1', 'true', 'vero', 'x'].includes(word)) return { value: true }
  return ['no', 'n', '0', 'false', 'falso'].includes(word) ? { value: false } : { fault: 'Serve sì o no.' }
}

/** The column that an error's path comes from; the path itself when none does. */
function columnOf(columns: readonly CsvColumn[], path: string): string {
  const at = columns.find(column => path === column.path || path.startsWith(`${column.path}.`))
  return at?.header ?? columns.find(column => column.path.startsWith(`${path}.`))?.header ?? path
}
