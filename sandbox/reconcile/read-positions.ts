import { parse } from 'csv-parse/sync'
import { isDate } from '../../reconciliation/readers/values.ts'
import type { Position, Refusal } from './input.ts'

export const columns = ['iuv', 'amount_cents', 'due_date', 'paid', 'receipt_id'] as const
type Column = (typeof columns)[number]
type Row = Record<Column, string>

const yes = ['yes', 'y', 'true', '1', 'si', 'sì', 's']
const no = ['no', 'n', 'false', '0', '']
/** What a notice can hold. */
const largestCents = 2_147_483_647

export interface ReadPositions {
  positions: Position[]
  refused: Refusal[]
}

/** Reads `positions.csv` (commas or semicolons, UTF-8): rows that are wrong are told with their line, the others are taken. */
export function readPositions(text: string): ReadPositions {
  const [head = '', ...rest] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const delimiter = head.includes(';') ? ';' : ','
  const names = head.split(delimiter).map(name => name.trim().replaceAll('"', '').toLowerCase())
  const missing = columns.filter(column => !names.includes(column))
  if (missing.length > 0) return { positions: [], refused: [wrongHead(missing)] }

  const read: ReadPositions = { positions: [], refused: [] }
  rest.forEach((line, index) => {
    if (line.trim() === '') return
    const at = index + 2
    const outcome = rowOf(line, names, delimiter)
    const problem = typeof outcome === 'string' ? outcome : disagreement(outcome, read.positions)
    if (typeof outcome === 'string' || problem !== null) read.refused.push(wrongRow(at, problem ?? ''))
    else read.positions.push(outcome)
  })
  return read
}

/** The row, or what is wrong with it (a key of `problems`). */
function rowOf(line: string, names: string[], delimiter: string): Position | Problem {
  const cells = cellsOf(line, delimiter)
  if (cells === null || cells.length !== names.length) return 'cells'
  const cell = (column: Column) => (cells[names.indexOf(column)] ?? '').trim()
  const row: Row = {
    iuv: cell('iuv').toUpperCase(),
    amount_cents: cell('amount_cents'),
    due_date: cell('due_date'),
    paid: cell('paid').toLowerCase(),
    receipt_id: cell('receipt_id'),
  }
  if (!/^(?:\d{15}|\d{17}|RF\d{2}[0-9A-Z]{1,21})$/.test(row.iuv)) return 'iuv'
  if (!/^\d{1,10}$/.test(row.amount_cents)) return 'amount'
  const cents = Number(row.amount_cents)
  if (cents < 1 || cents > largestCents) return 'amount'
  if (!isDate(row.due_date) || row.due_date.length !== 10) return 'date'
  if (![...yes, ...no].includes(row.paid)) return 'paid'
  const isPaid = yes.includes(row.paid)
  if (!isPaid && row.receipt_id !== '') return 'receipt'
  return {
    iuv: row.iuv,
    cents,
    dueOn: row.due_date,
    isPaid,
    receiptId: row.receipt_id === '' ? null : row.receipt_id,
  }
}

/** Several rows with one IUV are several receipts of one debt: anything else is a mistake. */
function disagreement(row: Position, known: Position[]): Problem | null {
  const same = known.filter(it => it.iuv === row.iuv)
  if (known.some(it => it.receiptId !== null && it.receiptId === row.receiptId)) return 'same-receipt'
  if (same.length === 0) return null
  return row.receiptId === null || same.some(it => it.cents !== row.cents) ? 'same-iuv' : null
}

function cellsOf(line: string, delimiter: string): string[] | null {
  try {
    const [cells] = parse(line, { delimiter, relaxColumnCount: true })
    return cells ?? []
  } catch {
    return null
  }
}

const problems = {
  cells: {
    it: 'il numero di colonne non è quello dell’intestazione, o le virgolette non sono chiuse',
    en: 'it has not as many columns as the head, or a quotation mark is left open',
  },
  iuv: {
    it: 'lo IUV non è di 15 o 17 cifre né un riferimento RF',
    en: 'the IUV is neither 15 or 17 digits nor an RF reference',
  },
  amount: {
    it: 'l’importo deve essere in centesimi interi, maggiore di zero',
    en: 'the amount must be whole cents, more than zero',
  },
  date: { it: 'la scadenza deve essere aaaa-mm-gg', en: 'the due date must be yyyy-mm-dd' },
  paid: { it: '"paid" deve essere yes o no', en: '"paid" must be yes or no' },
  receipt: { it: 'ha una ricevuta ma non è pagata', en: 'it has a receipt but is not paid' },
  'same-receipt': { it: 'la ricevuta è già di un’altra riga', en: 'the receipt is another row’s already' },
  'same-iuv': {
    it: 'lo IUV c’è già: un’altra riga deve avere lo stesso importo e un’altra ricevuta',
    en: 'the IUV is there already: another row must have the same amount and another receipt',
  },
} as const
type Problem = keyof typeof problems

const isProblem = (name: string): name is Problem => name in problems

function wrongRow(line: number, problem: string): Refusal {
  const text = isProblem(problem) ? problems[problem] : problems.cells
  return {
    code: `position-${problem}`,
    text: { it: `Riga rifiutata: ${text.it}.`, en: `Row refused: ${text.en}.` },
    place: { line },
  }
}

function wrongHead(missing: string[]): Refusal {
  return {
    code: 'positions-head',
    text: {
      it: `Mancano le colonne ${missing.join(', ')}: la prima riga deve essere ${columns.join(',')}.`,
      en: `Columns ${missing.join(', ')} are missing: the first line must be ${columns.join(',')}.`,
    },
    place: { line: 1 },
  }
}
