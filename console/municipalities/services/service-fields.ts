import type { Text } from '../../../engine/json.ts'
import type { FormField } from '../../api-types.d.ts'

/** A field of text with what its format is in words, told where it is not kept. */
export type ServiceField = FormField & { format?: Text }

const formats = {
  code: {
    pattern: '[a-z][a-z0-9-]{1,39}',
    format: {
      it: 'Lettere minuscole, cifre e trattini, per esempio «trasporto-scolastico».',
      en: 'Lower-case letters, digits and hyphens, for example “trasporto-scolastico”.',
    },
  },
  category: {
    pattern: '9/[0-9A-Z]{9}/',
    format: {
      it: 'Serve un codice di tassonomia, come 9/0101109SP/.',
      en: 'A taxonomy code is needed, such as 9/0101109SP/.',
    },
  },
  iban: {
    pattern: 'IT\\d{2}[A-Z]\\d{10}[0-9A-Z]{12}',
    format: {
      it: 'Serve un IBAN italiano: IT e altri 25 caratteri.',
      en: 'An Italian IBAN is needed: IT and 25 more.',
    },
  },
  segregation: {
    pattern: '[0-4]\\d',
    format: { it: 'Due cifre, da 00 a 49.', en: 'Two digits, from 00 to 49.' },
  },
  fiscalCode: {
    pattern: '\\d{11}',
    format: { it: 'Servono 11 cifre.', en: '11 digits are needed.' },
  },
} as const

/** Named by requests and by the accounting map: set once. */
export const codeField: ServiceField = {
  key: 'code',
  label: { it: 'Codice', en: 'Code' },
  type: 'text',
  required: true,
  help: {
    it: 'Lo nominano le richieste, i file CSV e la mappa contabile: dopo non si cambia.',
    en: 'Requests, CSV files and the accounting map name it: it is never changed afterwards.',
  },
  ...formats.code,
}

const category: ServiceField = {
  key: 'category',
  label: { it: 'Codice di tassonomia', en: 'Taxonomy code' },
  type: 'text',
  required: true,
  ...formats.category,
}

/** What a service says; empty accounts and digits are those of pagoPA’s setting. */
export const serviceFields: ServiceField[] = [
  {
    key: 'name',
    label: { it: 'Nome', en: 'Name' },
    type: 'text',
    required: true,
    maxLength: 100,
    help: { it: 'Come comincia la causale di ogni avviso.', en: 'How the text of every notice begins.' },
  },
  {
    key: 'office',
    label: { it: 'Ufficio', en: 'Office' },
    type: 'text',
    maxLength: 200,
    help: {
      it: 'Stampato sull’avviso; vuoto: l’ufficio del procedimento.',
      en: 'Printed on the notice; empty: the procedure’s own office.',
    },
  },
  category,
  {
    key: 'iban',
    label: { it: 'IBAN', en: 'IBAN' },
    type: 'text',
    help: { it: 'Vuoto: il conto della piattaforma pagoPA.', en: 'Empty: the account of the pagoPA platform.' },
    ...formats.iban,
  },
  {
    key: 'postalIban',
    label: { it: 'IBAN postale', en: 'Postal IBAN' },
    type: 'text',
    help: {
      it: 'Con questo l’avviso porta anche il bollettino postale.',
      en: 'With it the notice carries a postal slip too.',
    },
    ...formats.iban,
  },
  {
    key: 'postalHolder',
    label: { it: 'Intestatario del conto postale', en: 'Holder of the postal account' },
    type: 'text',
    maxLength: 200,
    visible: 'values.postalIban != null',
  },
  {
    key: 'segregationCode',
    label: { it: 'Codice di segregazione', en: 'Segregation code' },
    type: 'text',
    help: { it: 'Vuoto: quello della piattaforma pagoPA.', en: 'Empty: the one of the pagoPA platform.' },
    ...formats.segregation,
  },
  {
    key: 'remindAfterDays',
    label: { it: 'Sollecito dopo giorni', en: 'Reminder after days' },
    type: 'integer',
    min: 1,
    max: 365,
    help: { it: 'Dalla scadenza; vuoto: nessun sollecito.', en: 'From the due date; empty: nobody is reminded.' },
  },
  {
    key: 'isTax',
    label: {
      it: 'È un tributo: una scadenza di sabato passa al primo giorno lavorativo',
      en: 'It is a tax: what is due on a Saturday moves to the next working day',
    },
    type: 'boolean',
  },
  {
    key: 'expires',
    label: { it: 'Dopo la scadenza non si può più pagare', en: 'Nobody can pay after the due date' },
    type: 'boolean',
  },
]

/** Another body's part of the debt. */
export const shareFields: ServiceField[] = [
  {
    key: 'payeeName',
    label: { it: 'Ente', en: 'Body' },
    type: 'text',
    required: true,
    maxLength: 140,
  },
  {
    key: 'payeeFiscalCode',
    label: { it: 'Codice fiscale dell’ente', en: 'The body’s fiscal code' },
    type: 'text',
    required: true,
    ...formats.fiscalCode,
  },
  { key: 'iban', label: { it: 'IBAN', en: 'IBAN' }, type: 'text', required: true, ...formats.iban },
  category,
  {
    key: 'description',
    label: { it: 'Causale', en: 'Reason for payment' },
    type: 'text',
    required: true,
    maxLength: 140,
  },
  {
    key: 'permille',
    label: { it: 'Millesimi', en: 'Thousandths' },
    type: 'integer',
    required: true,
    min: 0,
    max: 1000,
    help: {
      it: 'Della parte del comune, in aggiunta: 50 per il 5 %.',
      en: 'Of the town’s part, on top of it: 50 for 5 %.',
    },
  },
]
