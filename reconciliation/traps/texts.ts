import { flowId, foreign, journal, own, paid, payout, report, threeDots, type Trap } from './trap.ts'

const flowA = report('A', [{ iuv: own(1), amount: '60.00' }])
const onePaid = [paid(1, 6_000)]
const reference = 'RF81010000000042'

/** A report of one payment, credited by an entry with this text: read, it reconciles; unreadable, it is in error. */
function written(id: string, cause: string, words: Pick<Trap, 'title' | 'what'>, isRead = true): Trap {
  return {
    id,
    ...words,
    positions: onePaid,
    files: [flowA, journal('2026-11-20', [{ number: '1', amount: '60.00', cause }])],
    expect: {
      entries: { '1/2026': isRead ? 'reconciled sums-agree' : 'error reference-unreadable' },
      flows: { A: isRead ? 'reconciled' : 'waiting' },
      payments: { [own(1)]: isRead ? threeDots : 'paid reported no' },
    },
  }
}

/** What banks do to the text of a transfer, and credits of single payments. */
export const texts: Trap[] = [
  written('blanks', `/PUR/L GPE- RIVERSAMENTO/URI/2026-11- 20BPPIITRRXXX-A`, {
    title: { it: 'Spazi nella sigla e nell’identificativo', en: 'Blanks inside tag and id' },
    what: {
      it: 'La banca spezza la causale ogni tot caratteri: `2026-11- 20…`, `L GPE- RIVERSAMENTO`.',
      en: 'The bank breaks the text every so many characters: `2026-11- 20…`, `L GPE- RIVERSAMENTO`.',
    },
  }),
  written('case', payout('A').toLowerCase(), {
    title: { it: 'Maiuscole e minuscole', en: 'Upper and lower case' },
    what: { it: 'La banca cambia maiuscole e minuscole.', en: 'The bank changes the case.' },
  }),
  written('legacy-form', `/PUR/LGPE-RIVERSAMENTO COMUNE pagamenti del 20261119/URI/${flowId('A')}`, {
    title: { it: 'Forma precedente della causale', en: 'Older form of the text' },
    what: {
      it: 'SACI 1.4: descrizione e data dei pagamenti prima di URI.',
      en: 'SACI 1.4: description and date of the payments before URI.',
    },
  }),
  written('unannounced', `ACCREDITI VARI ${flowId('A')}`, {
    title: { it: 'Identificativo senza sigla', en: 'Id without its tag' },
    what: { it: 'Solo "ACCREDITI VARI" e l’identificativo.', en: 'Only "ACCREDITI VARI" and the id.' },
  }),
  written(
    'truncated',
    '/PUR/LGPE-RIVERSAMENTO/URI/2',
    {
      title: { it: 'Identificativo troncato', en: 'Id cut short' },
      what: {
        it: 'La causale finisce a metà identificativo: errore con i candidati per importo, data e TRN; mai "non pagoPA".',
        en: 'The text ends within the id: an error, with candidates by amount, date and TRN; never "not pagoPA".',
      },
    },
    false,
  ),
  {
    id: 'single-payment',
    title: { it: 'Accredito di un solo pagamento (RFB)', en: 'Credit of one payment (RFB)' },
    what: {
      it: 'Vietato ai flussi nuovi, ancora in uso: non avrà mai un flusso.',
      en: 'Forbidden to new flows, still in use: it will never have a report.',
    },
    positions: onePaid,
    files: [journal('2026-11-20', [{ number: '1', amount: '60.00', cause: `/RFB/${own(1)}/60.00` }])],
    expect: {
      entries: { '1/2026': 'unreported single-payment' },
      flows: {},
      payments: { [own(1)]: 'paid no reconciled' },
      codes: { [own(1)]: 'RT_TES' },
    },
  },
  {
    id: 'single-reference',
    title: { it: 'Accredito con riferimento ISO 11649 (RFS)', en: 'Credit with an ISO 11649 reference (RFS)' },
    what: {
      it: 'Il pagamento è indicato con un riferimento RF; spazi al posto delle barre.',
      en: 'The payment is named by an RF reference; blanks in place of slashes.',
    },
    positions: [{ iuv: reference, cents: 6_000, isPaid: true, receiptId: 'R-RF' }],
    files: [journal('2026-11-20', [{ number: '1', amount: '60.00', cause: `RFS ${reference}/60.00` }])],
    expect: {
      entries: { '1/2026': 'unreported single-payment' },
      flows: {},
      payments: { [reference]: 'paid no reconciled' },
    },
  },
  {
    id: 'single-differs',
    title: { it: 'Un solo pagamento, importo diverso', en: 'One payment, another amount' },
    what: { it: 'L’accredito RFB non è dell’importo dovuto.', en: 'The RFB credit is not of the amount due.' },
    positions: onePaid,
    files: [journal('2026-11-20', [{ number: '1', amount: '59.00', cause: `/RFB/${own(1)}/59.00` }])],
    expect: {
      entries: { '1/2026': 'error amount-differs' },
      flows: {},
      payments: { [own(1)]: 'paid no difference' },
    },
  },
  {
    id: 'single-unknown',
    title: { it: 'Un solo pagamento, sconosciuto', en: 'One payment, unknown' },
    what: {
      it: 'Lo IUV è del comune ma nessuno lo conosce (annullato, o di un altro programma).',
      en: 'The IUV is the town’s but nobody knows it (annulled, or of another program).',
    },
    files: [journal('2026-11-20', [{ number: '1', amount: '60.00', cause: `/RFB/${own(9)}/60.00` }])],
    expect: { entries: { '1/2026': 'error payment-unknown' }, flows: {}, payments: {} },
  },
  {
    id: 'single-other-partner',
    title: { it: 'Un solo pagamento, di un altro intermediario', en: 'One payment, of another partner' },
    what: {
      it: 'Il codice di segregazione dello IUV è di un altro intermediario.',
      en: 'The IUV’s segregation code is another technology partner’s.',
    },
    files: [journal('2026-11-20', [{ number: '1', amount: '60.00', cause: `/RFB/${foreign(1)}/60.00` }])],
    expect: { entries: { '1/2026': 'other-partner other-partners-payment' }, flows: {}, payments: {} },
  },
]
