import type { FlowRow } from './flow-row.ts'
import { eurosCell } from './euros-cell.ts'
import type { Column } from './stream-csv.ts'

/** A report a line. */
export const flowColumns: readonly Column<FlowRow>[] = [
  { header: { it: 'comune', en: 'municipality' }, cell: row => row.municipality.name },
  { header: { it: 'flusso', en: 'report' }, cell: row => row.flowId },
  { header: { it: 'PSP', en: 'PSP' }, cell: row => row.psp },
  { header: { it: 'nome del PSP', en: 'name of the PSP' }, cell: row => row.pspName },
  { header: { it: 'revisione', en: 'revision' }, cell: row => String(row.revision) },
  { header: { it: 'TRN', en: 'TRN' }, cell: row => row.regulationId },
  { header: { it: 'regolato il', en: 'settled on' }, cell: row => row.regulationOn },
  { header: { it: 'pagamenti', en: 'payments' }, cell: row => String(row.totalCount) },
  { header: { it: 'totale', en: 'total' }, cell: row => eurosCell(row.totalCents) },
  { header: { it: 'di altri partner', en: 'of other partners' }, cell: row => eurosCell(row.foreignCents) },
  { header: { it: 'accreditato', en: 'credited' }, cell: row => eurosCell(row.creditedCents) },
  { header: { it: 'differenza', en: 'difference' }, cell: row => eurosCell(row.differenceCents) },
  { header: { it: 'stato', en: 'state' }, cell: (row, of) => row.statusText[of] },
  { header: { it: 'riconciliato il', en: 'reconciled on' }, cell: row => row.reconciledOn ?? '' },
  { header: { it: 'ricevute mancanti', en: 'missing receipts' }, cell: row => String(row.missingReceipts) },
  { header: { it: 'in ritardo', en: 'late' }, cell: (row, of) => row.alarms.map(one => one.text[of]).join(' ') },
]
