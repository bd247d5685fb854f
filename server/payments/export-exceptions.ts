import type { EntryRow } from './entry-row.ts'
import { eurosCell } from './euros-cell.ts'
import type { Column } from './stream-csv.ts'

/** A treasury entry a line, with why it did not match by itself and what it may be. */
export const exceptionColumns: readonly Column<EntryRow>[] = [
  { header: { it: 'comune', en: 'municipality' }, cell: row => row.municipality.name },
  { header: { it: 'codice tesoriere', en: 'treasury bank' }, cell: row => row.bank },
  { header: { it: 'esercizio', en: 'accounting year' }, cell: row => String(row.exercise) },
  { header: { it: 'provvisorio', en: 'entry' }, cell: row => row.number },
  { header: { it: 'data', en: 'date' }, cell: row => row.movedOn },
  { header: { it: 'importo', en: 'amount' }, cell: row => eurosCell(row.cents) },
  { header: { it: 'differenza', en: 'difference' }, cell: row => eurosCell(row.differenceCents) },
  { header: { it: 'classe', en: 'class' }, cell: (row, of) => row.classText[of] },
  { header: { it: 'codice', en: 'code' }, cell: row => row.code },
  { header: { it: 'perché', en: 'why' }, cell: (row, of) => row.reasonTexts.map(one => one[of]).join(' ') },
  {
    header: { it: 'flussi candidati', en: 'candidate reports' },
    cell: row => row.candidates.map(candidate).join('; '),
  },
  { header: { it: 'deciso', en: 'decided' }, cell: (row, of) => row.assignment?.text[of] ?? '' },
  { header: { it: 'versante', en: 'payer' }, cell: row => row.customer ?? '' },
  { header: { it: 'causale', en: 'text' }, cell: row => row.cause ?? '' },
]

const candidate = ({ flowId, psp, totalCents }: EntryRow['candidates'][number]): string =>
  `${flowId} ${psp} ${eurosCell(totalCents)}`
