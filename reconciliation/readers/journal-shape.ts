import type { Child, Shape } from './structure.ts'
import { date, dateTime, group, leaf, one, oneOf, optional, pattern, rows, skip, whole, words } from './values.ts'

/** The cash journal of the treasury (OPI, giornale di cassa). Versions differ in few places: one shape holds them, `versionsWith` tells them apart. */
export const versions = ['1.8', '1.7.1', '1.6.1', '1.4'] as const
export type Version = (typeof versions)[number]

const many = Number.POSITIVE_INFINITY
const text = words(0, many)
const someText = words(1, many)
const digits = pattern(/^\+?\d{1,30}$/, 'un numero intero')
const decimal = (form: RegExp): Shape => leaf(value => form.test(value), 'un importo con al massimo due decimali')
const money = decimal(/^[+-]?(?=\.?\d)\d{0,13}(?:\.\d{0,2}0*)?$/)

const movementKinds = oneOf('ENTRATA', 'USCITA')
const documentKinds = oneOf(
  'REVERSALE',
  'MANDATO',
  'SOSPESO ENTRATA',
  'SOSPESO USCITA',
  'ANTICIPAZIONE',
  'GIROCONTO',
  'FONDO DI CASSA',
  'DEFICIT DI CASSA',
)
const operationKinds = oneOf('ESEGUITO', 'STORNATO', 'REGOLARIZZATO', 'RIPRISTINATO')

/** How money moved, and the versions that know it by that name. */
const executions: Record<string, readonly Version[]> = {
  "ACCREDITO BANCA D'ITALIA": versions,
  'ACCREDITO CONTO CORRENTE POSTALE': versions,
  'ACCREDITO TESORERIA PROVINCIALE STATO': ['1.8', '1.7.1'],
  'ACCREDITO TESORERIA PROVINCIALE STATO PER TAB A': ['1.6.1', '1.4'],
  'ACCREDITO TESORERIA PROVINCIALE STATO PER TAB B': ['1.6.1', '1.4'],
  'ADDEBITO PREAUTORIZZATO': versions,
  'ASSEGNO BANCARIO E POSTALE': versions,
  'ASSEGNO CIRCOLARE': versions,
  'ASSEGNO DI TRAENZA PER COMMUTAZIONE EX ART 219 TUEL': ['1.8', '1.7.1'],
  'AVVISO PAGOPA': versions,
  'BONIFICO ESTERO EURO': versions,
  CASSA: versions,
  COMPENSAZIONE: versions,
  'DISPOSIZIONE DOCUMENTO ESTERNO': versions,
  F24EP: versions,
  'PRELIEVO DA CC POSTALE': versions,
  REGOLARIZZAZIONE: versions,
  "REGOLARIZZAZIONE ACCREDITO BANCA D'ITALIA": ['1.6.1', '1.4'],
  'REGOLARIZZAZIONE ACCREDITO TESORERIA PROVINCIALE STATO PER TAB A': ['1.6.1', '1.4'],
  'REGOLARIZZAZIONE ACCREDITO TESORERIA PROVINCIALE STATO PER TAB B': ['1.6.1', '1.4'],
  'SEPA CREDIT TRANSFER': versions,
  'SEPA INSTANT CREDIT TRANSFER': ['1.8'],
  SOSTITUZIONE: ['1.8', '1.7.1'],
  'VAGLIA POSTALE': ['1.4'],
  'VAGLIA TESORO': ['1.4'],
}

export const versionsWith = (execution: string): readonly Version[] => executions[execution] ?? []

const person = (kind: string, ...more: Child[]): Shape =>
  group(
    one(`anagrafica_${kind}`, text),
    optional(`indirizzo_${kind}`, text),
    optional(`cap_${kind}`, words(1, 16)),
    optional(`localita_${kind}`, text),
    optional(`provincia_${kind}`, text),
    optional(`stato_${kind}`, pattern(/^[A-Z]{2}$/, 'il codice di uno Stato, due lettere')),
    ...more,
    optional(`codice_fiscale_${kind}`, words(1, 35)),
  )

/** Who pays, on what terms: checked, and only the payer's name is kept. */
const execution: Child[] = [
  one('tipo_esecuzione', oneOf(...Object.keys(executions))),
  optional('coordinate', someText),
  optional('codice_riferimento_operazione', someText),
  optional('end_to_end_id', words(1, 35)),
  optional('codice_riferimento_interno', words(1, 60)),
  optional('tipo_contabilita', oneOf('FRUTTIFERO', 'INFRUTTIFERO')),
  optional('destinazione', oneOf('LIBERA', 'VINCOLATA')),
  one('assoggettamento_bollo', text),
  optional('importo_bollo', money),
  optional('assoggettamento_spese', text),
  optional('importo_spese', money),
  optional('assoggettamento_commissioni', text),
  optional('importo_commissioni', money),
  one('cliente', person('cliente', optional('partita_iva_cliente', words(1, 35)))),
  optional('delegato', person('delegato')),
  optional(
    'creditore_effettivo',
    person('creditore_effettivo', optional('partita_iva_creditore_effettivo', words(1, 35))),
  ),
]

const movement: Child[] = [
  optional('identificativo_flusso', pattern(/^[a-zA-Z0-9#_.-]{1,70}$/, 'al massimo 70 lettere, cifre, #, _, - o .')),
  optional('numero_movimento', digits),
  one('tipo_movimento', movementKinds),
  one('tipo_documento', documentKinds),
  one('tipo_operazione', operationKinds),
  one('numero_documento', digits),
  optional(
    'sospeso_da_regolarizzare',
    group(
      one('data_effettiva_sospeso', date),
      one('codice_gestionale_provvisorio', pattern(/^(?:\d{4}|\d{10})$/, '4 o 10 cifre')),
    ),
  ),
  optional('tipologia_pagamento_funzionario_delegato', text),
  optional('numero_pagamento_funzionario_delegato', text),
  one('progressivo_documento', digits),
  one('importo', money),
  optional('importo_ritenute', money),
  optional('numero_bolletta_quietanza', digits),
  optional('numero_bolletta_quietanza_storno', digits),
  one('data_movimento', date),
  optional('data_movimento_siope', date),
  optional('data_valuta_ente', date),
  ...execution,
  // Once by the schema; banks were seen to break a long one over several.
  { name: 'causale', shape: someText, min: 1, max: many },
  optional('numero_sospeso', digits),
  optional('sospeso', group(one('numero_provvisorio', digits), one('importo_provvisorio', money)), 1_000),
  optional('dati_a_disposizione_BT', skip),
]

const header: Child[] = [
  optional('Signature', skip),
  one(
    'testata_messaggio',
    group(
      one('codice_ABI_BT', pattern(/^\d{5}$/, 'un codice ABI di 5 cifre')),
      one('data_ora_creazione_flusso', dateTime),
      one('codice_ente', someText),
      one('descrizione_ente', someText),
      one('codice_istat_ente', someText),
      one('codice_fiscale_ente', pattern(/^[A-Z0-9]{11,16}$/, 'un codice fiscale')),
      one('codice_tramite_ente', someText),
      one('codice_tramite_BT', someText),
      one('codice_ente_BT', someText),
    ),
  ),
  one('identificativo_flusso_BT', words(1, 70)),
  optional('pagina', whole(1, 9_999_999)),
  optional('pagine_totali', whole(1, 9_999_999)),
  optional('riferimento_ente', text),
  one('esercizio', whole(1_999, 2_099)),
  optional('data_inizio_periodo_riferimento', date),
  optional('data_fine_periodo_riferimento', date),
  optional('data_riferimento_GdC', date),
]

const accounts: Child = {
  name: 'informazioni_conto_evidenza',
  min: 1,
  max: many,
  shape: group(
    one('conto_evidenza', words(1, 25)),
    optional('descrizione_conto_evidenza', someText),
    rows('movimento_conto_evidenza', 0, ...movement),
    optional('saldo_precedente_conto_evidenza', money),
    optional('totale_entrate_conto_evidenza', money),
    optional('totale_uscite_conto_evidenza', money),
    optional('saldo_finale_conto_evidenza', money),
  ),
}

export const journalRoot = {
  name: 'flusso_giornale_di_cassa',
  namespace: '',
  shape: group(
    ...header,
    accounts,
    optional('saldo_complessivo_precedente', money),
    optional('totale_complessivo_entrate', money),
    optional('totale_complessivo_uscite', money),
    optional('saldo_complessivo_finale', money),
    optional('totali_esercizio', skip),
    optional('totali_disponibilita_liquide', skip),
    optional('Signature', skip),
  ),
}
