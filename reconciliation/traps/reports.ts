import { journal, own, paid, payout, report, threeDots, type Trap } from './trap.ts'

const rowsA = [
  { iuv: own(1), amount: '60.00' },
  { iuv: own(2), amount: '40.00' },
]
const twoPaid = [paid(1, 6_000), paid(2, 4_000)]
const creditA = journal('2026-11-20', [{ number: '1', amount: '100.00', cause: payout('A') }])
const earlier = report('A', [{ iuv: own(1), amount: '60.00' }])
const later = report('A', rowsA, { flowAt: '2026-11-20T09:00:00' })
const reconciledA = {
  entries: { '1/2026': 'reconciled sums-agree' },
  payments: { [own(1)]: threeDots, [own(2)]: threeDots },
}

/** What reports bring by themselves: revisions, anomalies, outcomes. */
export const reports: Trap[] = [
  {
    id: 'revision',
    title: { it: 'Una revisione sostituisce il flusso', en: 'A revision replaces the report' },
    what: {
      it: 'Il PSP invia lo stesso flusso con data e ora successive.',
      en: 'The provider sends the same report with a later date and time.',
    },
    positions: twoPaid,
    files: [earlier, later, creditA],
    expect: { ...reconciledA, flows: { 'A 08:30': 'replaced waiting', 'A 09:00': 'reconciled' } },
  },
  {
    id: 'revision-late',
    title: { it: 'La revisione precedente arriva dopo', en: 'The earlier revision comes later' },
    what: {
      it: 'Le revisioni arrivano in ordine inverso: vale sempre la più recente.',
      en: 'Revisions come in reverse order: the newer one counts all the same.',
    },
    positions: twoPaid,
    files: [later, earlier, creditA],
    expect: { ...reconciledA, flows: { 'A 08:30': 'replaced waiting', 'A 09:00': 'reconciled' } },
  },
  {
    id: 'header-differs',
    title: { it: 'Testata e righe non concordano', en: 'Header and rows disagree' },
    what: {
      it: 'Numero o totale dichiarati non sono quelli delle righe: il flusso resta, ma non riconcilia nulla.',
      en: 'The count or total declared are not those of the rows: the report is kept, nothing is reconciled with it.',
    },
    positions: twoPaid,
    files: [report('A', rowsA, { count: 3, total: '110.00' }), creditA],
    expect: {
      entries: { '1/2026': 'error flow-anomalous' },
      flows: { A: 'anomalous waiting' },
      payments: { [own(1)]: 'paid anomalous no', [own(2)]: 'paid anomalous no' },
    },
  },
  {
    id: 'anomaly-mended',
    title: { it: 'La revisione corregge l’anomalia', en: 'The revision mends the anomaly' },
    what: {
      it: 'Dopo il flusso anomalo il PSP ne invia uno corretto.',
      en: 'After the anomalous report the provider sends a correct one.',
    },
    positions: twoPaid,
    files: [report('A', rowsA, { total: '110.00' }), creditA, later],
    expect: { ...reconciledA, flows: { 'A 08:30': 'replaced waiting', 'A 09:00': 'reconciled' } },
  },
  {
    id: 'rows-repeated',
    title: { it: 'Righe ripetute nel flusso', en: 'Rows repeated in the report' },
    what: {
      it: 'La stessa riscossione (IUV, IUR, indice) compare due volte.',
      en: 'The same collection (IUV, IUR, index) is there twice.',
    },
    positions: [paid(1, 6_000)],
    files: [
      report('A', [
        { iuv: own(1), amount: '60.00' },
        { iuv: own(1), amount: '60.00' },
      ]),
      journal('2026-11-20', [{ number: '1', amount: '120.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'error flow-anomalous' },
      flows: { A: 'anomalous waiting' },
      payments: { [own(1)]: 'paid anomalous no' },
    },
  },
  {
    id: 'revoked',
    title: { it: 'Pagamento revocato (esito 3)', en: 'Payment revoked (outcome 3)' },
    what: {
      it: 'La riga è visibile, il pagamento non è più pagato.',
      en: 'The row is visible, the payment is no longer paid.',
    },
    positions: twoPaid,
    files: [
      report('A', [
        { iuv: own(1), amount: '60.00' },
        { iuv: own(2), amount: '40.00', outcome: '3' },
      ]),
      journal('2026-11-20', [{ number: '1', amount: '60.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots, [own(2)]: 'revoked reported reconciled' },
    },
  },
  {
    id: 'no-receipt',
    title: { it: 'Pagato senza ricevuta (esiti 8 e 9)', en: 'Paid without a receipt (outcomes 8 and 9)' },
    what: {
      it: 'Il flusso dimostra il pagamento, la ricevuta manca e va recuperata.',
      en: 'The report proves the payment, the receipt is missing and must be recovered.',
    },
    positions: [
      { iuv: own(1), cents: 6_000, isPaid: false },
      { iuv: own(2), cents: 4_000, isPaid: false },
    ],
    files: [
      report('A', [
        { iuv: own(1), amount: '60.00', outcome: '8' },
        { iuv: own(2), amount: '40.00', outcome: '9' },
      ]),
      creditA,
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: 'no-receipt reported reconciled', [own(2)]: 'no-receipt reported reconciled' },
      codes: { [own(1)]: 'IUV_NO_RT' },
    },
  },
  {
    id: 'stand-in',
    title: { it: 'Pagamento in stand-in (esito 4)', en: 'Stand-in payment (outcome 4)' },
    what: {
      it: 'Lo schema pubblico elenca solo 0, 3 e 9; i flussi veri contengono anche 4 e 8.',
      en: 'The public schema lists 0, 3 and 9 only; real reports hold 4 and 8, too.',
    },
    positions: [paid(1, 6_000)],
    files: [
      report('A', [{ iuv: own(1), amount: '60.00', outcome: '4' }]),
      journal('2026-11-20', [{ number: '1', amount: '60.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
    },
  },
  {
    id: 'zero-total',
    title: { it: 'Flusso con totale zero', en: 'Report with a total of zero' },
    what: {
      it: 'Solo righe revocate: nessun bonifico è dovuto, il flusso si chiude senza provvisorio.',
      en: 'Revoked rows only: no transfer is due, the report closes without an entry.',
    },
    positions: [paid(1, 6_000)],
    files: [report('A', [{ iuv: own(1), amount: '60.00', outcome: '3' }])],
    expect: { entries: {}, flows: { A: 'nothing-due' }, payments: { [own(1)]: 'revoked reported no' } },
  },
  {
    id: 'stamp-duty',
    title: { it: 'Marca da bollo', en: 'Stamp duty' },
    what: {
      it: 'La marca (16,00) non è mai in un flusso: del pagamento di 46,00 si rendicontano 30,00.',
      en: 'Stamp duty (16.00) is in no report: of the payment of 46.00, 30.00 are reported.',
    },
    positions: [paid(1, 4_600)],
    files: [
      report('A', [{ iuv: own(1), amount: '30.00' }]),
      journal('2026-11-20', [{ number: '1', amount: '30.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
    },
  },
  {
    id: 'other-bodys-transfer',
    title: { it: 'TARI con TEFA: quota di un altro ente', en: 'Waste levy with another body’s share (TEFA)' },
    what: {
      it: 'Il secondo versamento è della Provincia e sta nei flussi della Provincia.',
      en: 'The second transfer is the Province’s and is in the Province’s reports.',
    },
    positions: [paid(1, 10_500)],
    files: [report('A', [{ iuv: own(1), amount: '100.00', transfer: 1 }]), creditA],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
    },
  },
  {
    id: 'two-receipts',
    title: { it: 'Debito pagato due volte (DOPPI)', en: 'Debt paid twice (DOPPI)' },
    what: {
      it: 'Due ricevute per lo stesso avviso: si tengono entrambe, il pagamento è segnalato.',
      en: 'Two receipts for one notice: both are kept, the payment is flagged.',
    },
    positions: [paid(1, 6_000), { ...paid(1, 6_000), receiptId: 'R-SECOND' }],
    files: [
      report('A', [
        { iuv: own(1), amount: '60.00' },
        { iuv: own(1), amount: '60.00', iur: 'R-SECOND' },
      ]),
      journal('2026-11-20', [{ number: '1', amount: '120.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
      codes: { [own(1)]: 'DOPPI' },
    },
  },
  {
    id: 'other-reference',
    title: { it: 'IUR diverso dalla ricevuta', en: 'IUR differs from the receipt' },
    what: {
      it: 'Alcuni PSP scrivono nel flusso un riferimento diverso dall’identificativo della ricevuta.',
      en: 'Some providers write another reference into the report than the receipt’s id.',
    },
    positions: [paid(1, 6_000)],
    files: [
      report('A', [{ iuv: own(1), amount: '60.00', iur: 'ALTRO-1' }]),
      journal('2026-11-20', [{ number: '1', amount: '60.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'reconciled sums-agree' },
      flows: { A: 'reconciled' },
      payments: { [own(1)]: threeDots },
    },
  },
  {
    id: 'ambiguous-id',
    title: { it: 'Stesso identificativo da due PSP', en: 'One id from two providers' },
    what: {
      it: 'Gli identificativi non sono unici tra PSP: decide una persona, mai un tentativo.',
      en: 'Ids are not unique among providers: a person decides, never a guess.',
    },
    positions: twoPaid,
    files: [
      report('A', [{ iuv: own(1), amount: '60.00' }]),
      report('A', [{ iuv: own(2), amount: '60.00' }], { psp: 'UNCRITMMXXX' }),
      journal('2026-11-20', [{ number: '1', amount: '60.00', cause: payout('A') }]),
    ],
    expect: {
      entries: { '1/2026': 'error flow-ambiguous' },
      flows: { 'A BPPIITRRXXX': 'ambiguous', 'A UNCRITMMXXX': 'ambiguous' },
      payments: { [own(1)]: 'paid reported no', [own(2)]: 'paid reported no' },
    },
  },
]
