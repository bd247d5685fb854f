import type { JsonObject, Text } from '../engine/json.ts'
import type { EntryClass, FlowStatus, Reason, ReasonCode } from './facts.ts'
import type { PartName } from './import-report.ts'
import type { ReportAnomaly } from './readers/report.ts'

/** What people read about matching, in the one place where it is written: pages, CSV, the printed report and `npm run reconcile` take it from here. */

/** Cents as people write euros in Italy: 1.234,56 with a sign when told. */
export function euros(cents: number, { isSigned = false }: { isSigned?: boolean } = {}): string {
  const [whole = '0', decimals = '00'] = (Math.abs(cents) / 100).toFixed(2).split('.')
  const sign = cents < 0 ? '−' : isSigned && cents > 0 ? '+' : ''
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${decimals}`
}

export const classWords = {
  reconciled: { it: 'Riconciliato', en: 'Reconciled' },
  'other-partner': { it: 'Di altro intermediario', en: 'Of another technology partner' },
  unreported: { it: 'Riconciliato non rendicontato', en: 'Reconciled, not reported' },
  error: { it: 'In errore', en: 'In error' },
  'not-pagopa': { it: 'Non da pagoPA', en: 'Not through pagoPA' },
  reversed: { it: 'Stornato', en: 'Reversed' },
} as const satisfies Record<EntryClass, Text>

export const partWords = {
  ...classWords,
  reconciled: { it: 'Riconciliati', en: 'Reconciled' },
  unreported: { it: 'Riconciliati non rendicontati', en: 'Reconciled, not reported' },
  reversed: { it: 'Stornati', en: 'Reversed' },
  known: { it: 'Già noti da un altro giornale', en: 'Known from another journal' },
  ignored: { it: 'Non pertinenti (uscite, regolarizzazioni)', en: 'Not concerned (outgoing, regularisations)' },
} as const satisfies Record<PartName, Text>

export const flowStatusWords = {
  waiting: { it: 'In attesa dell’accredito', en: 'Waits for its money' },
  partial: { it: 'Accreditato in parte', en: 'Credited in part' },
  reconciled: { it: 'Riconciliato', en: 'Reconciled' },
  difference: { it: 'Importi diversi', en: 'Amounts differ' },
  'nothing-due': { it: 'Nessun accredito dovuto', en: 'No money due' },
  'other-partner': { it: 'Di altro intermediario', en: 'Of another technology partner' },
  ambiguous: { it: 'Identificativo ambiguo', en: 'Ambiguous id' },
} as const satisfies Record<FlowStatus, Text>

/** The three dots, state by state. */
export const dotWords = {
  paid: {
    no: { it: 'non pagato', en: 'not paid' },
    paid: { it: 'pagato', en: 'paid' },
    'no-receipt': { it: 'pagato, manca la ricevuta', en: 'paid, receipt missing' },
    revoked: { it: 'revocato', en: 'revoked' },
  },
  reported: {
    no: { it: 'non rendicontato', en: 'not reported' },
    reported: { it: 'rendicontato', en: 'reported' },
    anomalous: { it: 'rendicontazione anomala', en: 'report anomalous' },
    'not-due': { it: 'rendicontazione non dovuta', en: 'no report due' },
  },
  reconciled: {
    no: { it: 'non riconciliato', en: 'not reconciled' },
    partial: { it: 'accreditato in parte', en: 'credited in part' },
    difference: { it: 'importi diversi', en: 'amounts differ' },
    reconciled: { it: 'riconciliato', en: 'reconciled' },
    'not-due': { it: 'accredito non dovuto', en: 'no credit due' },
  },
} as const satisfies Record<string, Record<string, Text>>

/** The names that accountants know, and what they stand for here. */
export const codeWords = {
  RT_IUF_TES: { it: 'Ricevuta, flusso e provvisorio concordano', en: 'Receipt, report and entry agree' },
  RT_IUF: { it: 'Ricevuta e flusso, manca l’accredito', en: 'Receipt and report, the credit is missing' },
  RT_NO_IUF: { it: 'Ricevuta senza flusso di rendicontazione', en: 'Receipt without a report' },
  RT_TES: { it: 'Ricevuta e provvisorio di un solo pagamento', en: 'Receipt and entry of one payment' },
  IUV_NO_RT: { it: 'Rendicontato senza ricevuta', en: 'Reported without a receipt' },
  IUF_NO_TES: { it: 'Flusso che non si può abbinare al provvisorio', en: 'Report that cannot be matched to the entry' },
  IUF_TES_DIV_IMP: { it: 'Importi diversi tra flusso e provvisorio', en: 'Report and entry differ in amount' },
  TES_NO_IUF_OR_IUV: {
    it: 'Provvisorio che indica un flusso o un pagamento non noto',
    en: 'Entry naming a report or payment that is not known',
  },
  TES_NO_MATCH: { it: 'Provvisorio senza riferimenti pagoPA', en: 'Entry without a pagoPA reference' },
  DOPPI: { it: 'Più ricevute per lo stesso debito', en: 'Several receipts for one debt' },
  ALTRO_INTERMEDIARIO: { it: 'Di altro intermediario tecnologico', en: 'Of another technology partner' },
  STORNATO: { it: 'Provvisorio stornato', en: 'Entry reversed' },
} as const satisfies Record<string, Text>

type Sentence = (reason: { about: string; expected: string; found: string; difference: string }) => Text

const sentences = {
  'sums-agree': ({ about }) => ({
    it: `La somma dei provvisori è uguale al totale di ${about}.`,
    en: `The entries add up to the total of ${about}.`,
  }),
  'single-payment': ({ about }) => ({
    it: `Accredito del solo pagamento ${about}: l’importo concorda, un flusso non esiste.`,
    en: `Credit of the one payment ${about}: the amount agrees, there is no report of it.`,
  }),
  assigned: ({ about }) => ({
    it: about === '' ? 'Così deciso da una persona.' : `Assegnato da una persona a ${about}.`,
    en: about === '' ? 'Decided so by a person.' : `Assigned to ${about} by a person.`,
  }),
  'waits-for-report': ({ about }) => ({
    it: `Il denaro è arrivato prima del flusso ${about}: si chiude da solo quando il flusso arriva.`,
    en: `The money came before the report ${about}: it closes by itself when the report comes.`,
  }),
  'partial-credit': ({ about, expected, found, difference }) => ({
    it: `Accreditati ${found} € dei ${expected} € di ${about} (differenza ${difference} €): manca il resto.`,
    en: `€ ${found} of the € ${expected} of ${about} were credited (difference € ${difference}): the rest is missing.`,
  }),
  'amount-differs': ({ about, expected, found, difference }) => ({
    it: `Accreditati ${found} €, ma ${about} è di ${expected} € (differenza ${difference} €).`,
    en: `€ ${found} were credited, but ${about} is of € ${expected} (difference € ${difference}).`,
  }),
  'already-reconciled': ({ about, found }) => ({
    it: `Il flusso è già riconciliato con il provvisorio ${about}: questi ${found} € sono in più.`,
    en: `The report is reconciled with entry ${about} already: these € ${found} are too much.`,
  }),
  'flow-anomalous': ({ about }) => ({
    it: `Il flusso ${about} è anomalo (testata e righe non concordano): serve una revisione del PSP.`,
    en: `Report ${about} is anomalous (header and rows disagree): the provider must send a revision.`,
  }),
  'flow-ambiguous': ({ about }) => ({
    it: `Più PSP hanno inviato un flusso ${about}: una persona deve dire quale.`,
    en: `Several providers sent a report ${about}: a person must say which.`,
  }),
  'several-flows-differ': ({ about, expected, found, difference }) => ({
    it: `Accreditati ${found} €, ma ${about} insieme sono ${expected} € (differenza ${difference} €).`,
    en: `€ ${found} were credited, but ${about} together are € ${expected} (difference € ${difference}).`,
  }),
  'reference-unreadable': ({ about }) => ({
    it: `La causale è di pagoPA ma il riferimento non si legge${about === '' ? '' : `: "${about}"`}.`,
    en: `The text is pagoPA’s, but its reference cannot be read${about === '' ? '' : `: "${about}"`}.`,
  }),
  'payment-unknown': ({ about }) => ({
    it: `Il pagamento ${about} non è tra quelli noti.`,
    en: `Payment ${about} is not among those known.`,
  }),
  'other-partners-flow': ({ about }) => ({
    it: `Tutti i pagamenti di ${about} sono di un altro intermediario.`,
    en: `All payments of ${about} are another technology partner’s.`,
  }),
  'other-partners-payment': ({ about }) => ({
    it: `Il pagamento ${about} è di un altro intermediario.`,
    en: `Payment ${about} is another technology partner’s.`,
  }),
  'no-reference': () => ({
    it: 'La causale non contiene riferimenti pagoPA.',
    en: 'The text holds no pagoPA reference.',
  }),
  'fully-reversed': () => ({
    it: 'Il provvisorio è stato stornato per intero.',
    en: 'The entry was taken back in full.',
  }),
} as const satisfies Record<ReasonCode, Sentence>

/** Why an entry is in its class, as one sentence. */
export function reasonWords({ code, about = [], expectedCents = 0, foundCents = 0 }: Reason): Text {
  return sentences[code]({
    about: about.join(', '),
    expected: euros(expectedCents),
    found: euros(foundCents),
    difference: euros(foundCents - expectedCents, { isSigned: true }),
  })
}

/** The same for a reason as it is stored. */
export function storedReasonWords({ code, about, expectedCents, foundCents }: JsonObject): Text {
  if (!isReasonCode(code)) throw new Error(`There is no sentence for the reason ${JSON.stringify(code)}`)
  return reasonWords({
    code,
    about: Array.isArray(about) ? about.map(String) : [],
    expectedCents: Number(expectedCents ?? 0),
    foundCents: Number(foundCents ?? 0),
  })
}

const isReasonCode = (code: unknown): code is ReasonCode => typeof code === 'string' && Object.hasOwn(sentences, code)

/** An anomaly as it is stored, with its sentence. */
export function storedAnomaly({ code, expected, found, about }: JsonObject): { code: string; text: Text } {
  if (code !== 'count-differs' && code !== 'sum-differs' && code !== 'row-repeated') {
    throw new Error(`There is no sentence for the anomaly ${JSON.stringify(code)}`)
  }
  const text = anomalyWords({
    code,
    expected: Number(expected ?? 0),
    found: Number(found ?? 0),
    about: Array.isArray(about) ? about.map(String) : [],
  })
  return { code, text }
}

/** What header and rows of a report disagree about. */
export function anomalyWords({ code, expected = 0, found = 0, about = [] }: ReportAnomaly): Text {
  switch (code) {
    case 'count-differs':
      return {
        it: `La testata dichiara ${expected} pagamenti, le righe sono ${found}.`,
        en: `The header says ${expected} payments, there are ${found} rows.`,
      }
    case 'sum-differs':
      return {
        it: `La testata dichiara ${euros(expected)} €, le righe sommano ${euros(found)} €.`,
        en: `The header says € ${euros(expected)}, the rows add up to € ${euros(found)}.`,
      }
    case 'row-repeated':
      return {
        it: `Righe ripetute: ${found} (${about.join(', ')}).`,
        en: `Repeated rows: ${found} (${about.join(', ')}).`,
      }
  }
}
