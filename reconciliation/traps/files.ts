import { flowId, journal, own, paid, payout, report, threeDots, type Trap } from './trap.ts'

const rowsA = [
  { iuv: own(1), amount: '60.00' },
  { iuv: own(2), amount: '40.00' },
]
const twoPaid = [paid(1, 6_000), paid(2, 4_000)]
const creditA = journal('2026-11-20', [{ number: '1', amount: '100.00', cause: payout('A') }])

/** Files that are not taken, or taken already. */
export const files: Trap[] = [
  {
    id: 'report-twice',
    title: { it: 'Stesso flusso caricato due volte', en: 'Same report imported twice' },
    what: {
      it: 'Lo stesso file, o la stessa revisione: nulla cambia e lo si dice.',
      en: 'The same file, or the same revision: nothing changes, and it is said.',
    },
    positions: twoPaid,
    files: [
      report('A', rowsA),
      creditA,
      { type: 'again', of: 1 },
      report('A', rowsA, { sender: 'Poste Italiane S.p.A.' }),
    ],
    expect: {
      files: { 3: 'known', 4: 'known' },
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: threeDots },
    },
  },
  {
    id: 'other-towns-report',
    title: { it: 'Flusso di un altro comune', en: 'Another town’s report' },
    what: { it: 'Rifiutato, dicendo di chi è.', en: 'Refused, saying whose it is.' },
    files: [report('A', rowsA, { receiver: '00122230194' })],
    expect: { files: { 1: 'other-body' }, entries: {}, flows: {}, payments: {} },
  },
  {
    id: 'report-cut',
    title: { it: 'File troncato o vuoto', en: 'File cut short or empty' },
    what: {
      it: 'Lo scaricamento si è interrotto: rifiutato per intero, con riga e motivo.',
      en: 'The download broke off: refused whole, with line and reason.',
    },
    files: [
      {
        type: 'text',
        text: '<?xml version="1.0"?>\n<FlussoRiversamento xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/">\n<versioneOggetto>1.0</versione',
      },
      { type: 'text', text: '' },
    ],
    expect: { files: { 1: 'xml-malformed', 2: 'file-empty' }, entries: {}, flows: {}, payments: {} },
  },
  {
    id: 'document-type',
    title: { it: 'File che richiama altri file (XXE)', en: 'File that calls other files (XXE)' },
    what: {
      it: 'Una dichiarazione DOCTYPE può leggere file del server o esplodere: rifiutato.',
      en: 'A DOCTYPE declaration can read the server’s files, or explode: refused.',
    },
    files: [
      {
        type: 'text',
        text: `<?xml version="1.0"?>\n<!DOCTYPE f [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<FlussoRiversamento>&e;${flowId('A')}</FlussoRiversamento>`,
      },
    ],
    expect: { files: { 1: 'document-type' }, entries: {}, flows: {}, payments: {} },
  },
]
