import type { Movement } from '../samples/journal.ts'
import { flowId, journal, own, paid, payout, report, threeDots, type Trap } from './trap.ts'

const flowA = report('A', [{ iuv: own(1), amount: '60.00' }])
const onePaid = [paid(1, 6_000)]
const entry: Movement = { number: '1', amount: '60.00', cause: payout('A') }
const reversal: Movement = {
  number: '1',
  amount: '60.00',
  operation: 'STORNATO',
  bill: '77',
  reverses: '1',
  cause: 'STORNO',
}
const allThree = { flows: { A: 'reconciled' }, payments: { [own(1)]: threeDots } }
const creditGone = { flows: { A: 'waiting' }, payments: { [own(1)]: 'paid reported no' } }

/** What cash journals bring: reversals, overlaps, pages, money that is not pagoPA's. */
export const journals: Trap[] = [
  {
    id: 'reversal',
    title: { it: 'Provvisorio stornato', en: 'Entry reversed' },
    what: {
      it: 'La banca storna il provvisorio: vale zero e il terzo punto si spegne di nuovo.',
      en: 'The bank takes the entry back: it nets to zero, the third dot goes off again.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [entry]), journal('2026-11-23', [reversal])],
    expect: { entries: { '1/2026': 'reversed fully-reversed' }, ...creditGone },
  },
  {
    id: 'reversal-first',
    title: { it: 'Storno prima del suo provvisorio', en: 'Reversal before its entry' },
    what: {
      it: 'I giornali arrivano in disordine: il risultato è lo stesso.',
      en: 'Journals come out of order: the outcome is the same.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-23', [reversal]), journal('2026-11-20', [entry])],
    expect: { entries: { '1/2026': 'reversed fully-reversed' }, ...creditGone },
  },
  {
    id: 'rejected-sent-again',
    title: { it: 'Bonifico respinto e inviato di nuovo', en: 'Transfer rejected and sent again' },
    what: {
      it: 'Il primo provvisorio è stornato, un secondo porta lo stesso flusso: non è un doppio accredito.',
      en: 'The first entry is reversed, a second brings the same report: that is no double credit.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [entry, reversal]), journal('2026-11-23', [{ ...entry, number: '2' }])],
    expect: {
      entries: { '1/2026': 'reversed fully-reversed', '2/2026': 'reconciled sums-agree' },
      ...allThree,
    },
  },
  {
    id: 'journal-twice',
    title: { it: 'Stesso giornale caricato due volte', en: 'Same journal imported twice' },
    what: { it: 'Nulla cambia, e lo si dice.', en: 'Nothing changes, and it is said.' },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [entry]), { type: 'again', of: 2 }],
    expect: { files: { 3: 'known' }, entries: { '1/2026': 'reconciled sums-agree' }, ...allThree },
  },
  {
    id: 'overlap',
    title: { it: 'Giornali sovrapposti', en: 'Overlapping journals' },
    what: {
      it: 'Il giornale successivo ripete movimenti del precedente: contati come già noti.',
      en: 'The next journal repeats movements of the one before: counted as known.',
    },
    positions: onePaid,
    files: [
      flowA,
      journal('2026-11-20', [{ ...entry, movedOn: '2026-11-20' }]),
      journal('2026-11-21', [
        { ...entry, movedOn: '2026-11-20' },
        { number: '2', amount: '5.00', cause: 'AFFITTO SALA' },
      ]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree', '2/2026': 'not-pagopa no-reference' },
      ...allThree,
    },
  },
  {
    id: 'cross-year',
    title: { it: 'A cavallo dell’anno', en: 'Across the year’s end' },
    what: {
      it: 'Il flusso è di dicembre, il provvisorio di gennaio; i numeri ricominciano ogni anno.',
      en: 'The report is of December, its entry of January; numbers restart every year.',
    },
    positions: onePaid,
    files: [
      journal('2026-01-02', [{ number: '1', amount: '5.00', cause: 'AFFITTO SALA' }]),
      report('A', [{ iuv: own(1), amount: '60.00' }], { regulationOn: '2026-12-31', flowAt: '2026-12-31T08:30:00' }),
      journal('2027-01-04', [entry], { exercise: 2027 }),
    ],
    expect: {
      entries: { '1/2026': 'not-pagopa no-reference', '1/2027': 'reconciled sums-agree' },
      ...allThree,
    },
  },
  {
    id: 'new-treasurer',
    title: { it: 'Cambio di tesoriere', en: 'Change of treasurer' },
    what: {
      it: 'Con un’altra banca i numeri ricominciano: lo stesso numero è un altro provvisorio.',
      en: 'Numbers restart with another bank: the same number is another entry.',
    },
    positions: onePaid,
    files: [
      journal('2026-06-30', [{ number: '1', amount: '5.00', cause: 'AFFITTO SALA' }], { bank: '03069' }),
      flowA,
      journal('2026-11-20', [entry]),
    ],
    expect: {
      entries: { '1/2026 03069': 'not-pagopa no-reference', '1/2026': 'reconciled sums-agree' },
      ...allThree,
    },
  },
  {
    id: 'bill-number-absent',
    title: { it: 'Numero di bolletta assente', en: 'Bill number absent' },
    what: {
      it: 'Il numero è facoltativo: vale quello del documento.',
      en: 'It is optional: the document’s number stands for it.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [{ ...entry, bill: null }])],
    expect: { entries: { '1/2026': 'reconciled sums-agree' }, ...allThree },
  },
  {
    id: 'regularisation',
    title: { it: 'Regolarizzazioni e uscite', en: 'Regularisations and payments out' },
    what: {
      it: 'La reversale regolarizza un provvisorio e un mandato rimborsa: non è denaro nuovo.',
      en: 'A collection order closes an entry, a payment order refunds: neither is new money.',
    },
    positions: onePaid,
    files: [
      flowA,
      journal('2026-11-20', [
        entry,
        {
          number: '92',
          amount: '60.00',
          document: 'REVERSALE',
          operation: 'REGOLARIZZATO',
          closes: [{ number: '1', amount: '60.00' }],
        },
        { number: '93', amount: '60.00', type: 'USCITA', document: 'MANDATO', cause: payout('A') },
      ]),
    ],
    expect: { entries: { '1/2026': 'reconciled sums-agree' }, ...allThree },
  },
  {
    id: 'pos-and-transfers',
    title: { it: 'POS, bonifici e contanti', en: 'POS, bank transfers and cash' },
    what: {
      it: 'Denaro senza riferimenti pagoPA, anche contro un avviso aperto: lo assegna una persona.',
      en: 'Money without a pagoPA reference, even against an open notice: a person assigns it.',
    },
    positions: [{ iuv: own(1), cents: 6_000, isPaid: false }],
    files: [
      journal('2026-11-20', [
        { number: '1', amount: '60.00', cause: 'BONIFICO DA ROSSI ANNA MENSA NOVEMBRE' },
        { number: '2', amount: '12.00', cause: 'INCASSO POS 20/11/2026' },
        { number: '3', amount: '8.00', cause: 'VERSAMENTO CONTANTI', execution: 'CASSA' },
      ]),
    ],
    expect: {
      entries: {
        '1/2026': 'not-pagopa no-reference',
        '2/2026': 'not-pagopa no-reference',
        '3/2026': 'not-pagopa no-reference',
      },
      flows: {},
      payments: { [own(1)]: 'no no no' },
    },
  },
  {
    id: 'postal-account',
    title: { it: 'Prelievo dal conto postale', en: 'Withdrawal from the postal account' },
    what: {
      it: 'Il flusso è accreditato sul conto postale: il giornale mostra solo un prelievo successivo, senza riferimenti.',
      en: 'The report is credited to the postal account: the journal shows only a later withdrawal, without reference.',
    },
    positions: onePaid,
    files: [
      flowA,
      journal('2026-11-27', [
        { number: '1', amount: '500.00', cause: 'PRELIEVO DAL CONTO', execution: 'PRELIEVO DA CC POSTALE' },
      ]),
    ],
    expect: { entries: { '1/2026': 'not-pagopa no-reference' }, ...creditGone },
  },
  {
    id: 'all-pages',
    title: { it: 'Giornale di più pagine', en: 'Journal of several pages' },
    what: {
      it: 'Un archivio con tutte le pagine è un solo giornale.',
      en: 'An archive with all pages is one journal.',
    },
    positions: onePaid,
    files: [
      flowA,
      {
        type: 'pages',
        pages: [
          { version: '1.8', page: 1, pages: 2, movements: [entry] },
          { version: '1.8', page: 2, pages: 2, movements: [{ number: '2', amount: '5.00', cause: 'AFFITTO SALA' }] },
        ],
      },
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree', '2/2026': 'not-pagopa no-reference' },
      ...allThree,
    },
  },
  {
    id: 'page-missing',
    title: { it: 'Manca una pagina', en: 'A page is missing' },
    what: {
      it: 'Un giornale incompleto è rifiutato per intero: i totali sarebbero sbagliati.',
      en: 'An incomplete journal is refused whole: its totals would be wrong.',
    },
    positions: onePaid,
    files: [flowA, { type: 'pages', pages: [{ version: '1.8', page: 1, pages: 2, movements: [entry] }] }],
    expect: { files: { 2: 'pages-missing' }, entries: {}, ...creditGone },
  },
  {
    id: 'other-towns-journal',
    title: { it: 'Giornale di un altro comune', en: 'Another town’s journal' },
    what: { it: 'Rifiutato, dicendo di chi è.', en: 'Refused, saying whose it is.' },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [entry], { body: '00122230194' })],
    expect: { files: { 2: 'other-body' }, entries: {}, ...creditGone },
  },
  {
    id: 'version-1-4',
    title: { it: 'Giornale nella versione 1.4', en: 'Journal of version 1.4' },
    what: {
      it: 'Altre date e altri elementi: riconosciuto dal contenuto.',
      en: 'Other dates and elements: recognised by what it holds.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [entry], { version: '1.4' })],
    expect: { entries: { '1/2026': 'reconciled sums-agree' }, ...allThree },
  },
  {
    id: 'one-of-several-missing',
    title: { it: 'Di più flussi, uno non è ancora arrivato', en: 'Of several reports, one has not come yet' },
    what: {
      it: 'Il provvisorio indica due flussi: si attende il secondo.',
      en: 'The entry names two reports: the second one is waited for.',
    },
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [{ number: '1', amount: '75.00', cause: `${payout('A')} ${flowId('B')}` }])],
    expect: { entries: { '1/2026': 'unreported waits-for-report' }, ...creditGone },
  },
]
