import { flowId, foreign, journal, own, paid, payout, report, threeDots, type Trap } from './trap.ts'

const twoPaid = [paid(1, 6_000), paid(2, 4_000)]
const flowA = report('A', [
  { iuv: own(1), amount: '60.00' },
  { iuv: own(2), amount: '40.00' },
])
const flowB = report('B', [{ iuv: own(3), amount: '15.00' }])

/** One report, several entries, and the reverse. */
export const sums: Trap[] = [
  {
    id: 'split-flow',
    title: { it: 'Flusso accreditato in più provvisori', en: 'Report credited in several entries' },
    what: {
      it: 'Il PSP versa un flusso con un bonifico ordinario e uno integrativo (TXT 0-9).',
      en: 'The provider pays one report by an ordinary and a supplementary transfer (TXT 0-9).',
    },
    positions: twoPaid,
    files: [
      flowA,
      journal('2026-11-20', [
        { number: '1', amount: '70.00', cause: `/PUR/LGPE-RIVERSAMENTO/TXT/0/URI/${flowId('A')}` },
      ]),
      journal('2026-11-23', [
        { number: '2', amount: '30.00', cause: `/PUR/LGPE-RIVERSAMENTO/TXT/1/URI/${flowId('A')}` },
      ]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree', '2/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: threeDots },
      codes: { [own(1)]: 'RT_IUF_TES' },
    },
  },
  {
    id: 'partial-credit',
    title: { it: 'Flusso accreditato solo in parte', en: 'Report credited in part' },
    what: {
      it: 'Arriva meno del totale del flusso: il terzo punto resta spento.',
      en: 'Less than the report’s total comes: the third dot stays off.',
    },
    positions: twoPaid,
    files: [flowA, journal('2026-11-20', [{ number: '1', amount: '99.99', cause: payout('A') }])],
    expect: {
      entries: { '1/2026': 'error partial-credit' },
      flows: { A: 'partial' },
      payments: { [own(1)]: 'paid reported partial', [own(2)]: 'paid reported partial' },
      codes: { [own(1)]: 'IUF_TES_DIV_IMP' },
    },
  },
  {
    id: 'amount-differs',
    title: { it: 'Accredito diverso dal flusso', en: 'Credit differs from the report' },
    what: { it: 'Il provvisorio supera il totale del flusso.', en: 'The entry is larger than the report’s total.' },
    positions: twoPaid,
    files: [flowA, journal('2026-11-20', [{ number: '1', amount: '100.01', cause: payout('A') }])],
    expect: {
      entries: { '1/2026': 'error amount-differs' },
      flows: { A: 'difference' },
      payments: { [own(1)]: 'paid reported difference', [own(2)]: 'paid reported difference' },
    },
  },
  {
    id: 'credited-twice',
    title: { it: 'Stesso flusso su un nuovo provvisorio', en: 'Same report on a new entry' },
    what: {
      it: 'Un flusso già riconciliato viene accreditato una seconda volta.',
      en: 'A report that is reconciled already is credited once more.',
    },
    positions: twoPaid,
    files: [
      flowA,
      journal('2026-11-20', [{ number: '1', amount: '100.00', cause: payout('A') }]),
      journal('2026-11-23', [{ number: '2', amount: '100.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree', '2/2026': 'error already-reconciled' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: threeDots },
    },
  },
  {
    id: 'several-flows',
    title: { it: 'Più flussi in un solo provvisorio', en: 'Several reports in one entry' },
    what: {
      it: 'La banca somma due bonifici e scrive entrambi gli identificativi nella causale.',
      en: 'The bank adds two transfers up and writes both ids into the text.',
    },
    positions: [...twoPaid, paid(3, 1_500)],
    files: [
      flowA,
      flowB,
      journal('2026-11-20', [{ number: '1', amount: '115.00', cause: `${payout('A')} ${payout('B')}` }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled', B: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: threeDots, [own(3)]: threeDots },
    },
  },
  {
    id: 'several-flows-differ',
    title: { it: 'Più flussi in un provvisorio, somma diversa', en: 'Several reports in one entry, sums differ' },
    what: {
      it: 'La somma dei flussi indicati non è quella accreditata: nessuno può dire di quale manca.',
      en: 'The reports named do not add up to the credit: nobody can say which one lacks.',
    },
    positions: [...twoPaid, paid(3, 1_500)],
    files: [
      flowA,
      flowB,
      journal('2026-11-20', [{ number: '1', amount: '110.00', cause: `${payout('A')} ${payout('B')}` }]),
    ],
    expect: {
      entries: { '1/2026': 'error several-flows-differ' },
      flows: { A: 'difference', B: 'difference' },
      payments: {
        [own(1)]: 'paid reported difference',
        [own(2)]: 'paid reported difference',
        [own(3)]: 'paid reported difference',
      },
    },
  },
  {
    id: 'treasury-before-report',
    title: { it: 'Accredito prima del flusso', en: 'Money before its report' },
    what: {
      it: 'Il provvisorio arriva prima del flusso, che poi chiude l’attesa da solo.',
      en: 'The entry comes before its report, which then closes the wait by itself.',
    },
    positions: twoPaid,
    files: [journal('2026-11-20', [{ number: '1', amount: '100.00', cause: payout('A') }]), flowA],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: threeDots },
    },
  },
  {
    id: 'report-missing',
    title: { it: 'Accredito il cui flusso non arriva', en: 'Money whose report does not come' },
    what: {
      it: 'La causale è leggibile, ma il flusso non c’è (ancora).',
      en: 'The text can be read, but the report is not there (yet).',
    },
    positions: twoPaid,
    files: [journal('2026-11-20', [{ number: '1', amount: '100.00', cause: payout('A') }])],
    expect: {
      entries: { '1/2026': 'unreported waits-for-report' },
      flows: {},
      payments: { [own(1)]: 'paid no no', [own(2)]: 'paid no no' },
      codes: { [own(1)]: 'RT_NO_IUF' },
    },
  },
  {
    id: 'credit-missing',
    title: { it: 'Flusso il cui accredito non arriva', en: 'Report whose money does not come' },
    what: {
      it: 'Il flusso è arrivato, nessun provvisorio lo indica.',
      en: 'The report came, no entry names it.',
    },
    positions: twoPaid,
    files: [flowA],
    expect: {
      entries: {},
      flows: { A: 'waiting' },
      payments: { [own(1)]: 'paid reported no', [own(2)]: 'paid reported no' },
      codes: { [own(1)]: 'RT_IUF' },
    },
  },
  {
    id: 'other-partner-flow',
    title: { it: 'Flusso di un altro intermediario', en: 'Report of another technology partner' },
    what: {
      it: 'Tutte le righe sono di un altro intermediario del comune: contato a parte, mai in errore.',
      en: 'Every row is of another partner of the town: counted apart, never in error.',
    },
    files: [
      report('A', [{ iuv: foreign(1), amount: '7.00' }]),
      journal('2026-11-20', [{ number: '1', amount: '7.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'other-partner other-partners-flow' },
      flows: { A: 'other-partner' },
      payments: {},
    },
  },
  {
    id: 'other-partner-rows',
    title: { it: 'Alcune righe di un altro intermediario', en: 'Some rows of another technology partner' },
    what: {
      it: 'Il flusso è misto: si confronta il totale, le righe altrui non diventano pagamenti nostri.',
      en: 'The report is mixed: its total is compared, others’ rows do not become payments of ours.',
    },
    positions: [paid(1, 6_000)],
    files: [
      report('A', [
        { iuv: own(1), amount: '60.00' },
        { iuv: foreign(1), amount: '7.00' },
      ]),
      journal('2026-11-20', [{ number: '1', amount: '67.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
    },
  },
]
