import { FileRefused } from './file-refused.ts'
import { type Outcome, outcomes, type ReportHeader, type ReportPiece, type ReportRow, rowCounter } from './report.ts'
import { structureChecker, type Values } from './structure.ts'
import {
  amount,
  centsOf,
  date,
  dateOf,
  dateTime,
  group,
  instantOf,
  one,
  oneOf,
  optional,
  pattern,
  rows,
  whole,
  words,
} from './values.ts'
import { defaultLimits, readXml, type XmlLimits } from './xml-events.ts'

const batchRows = 1_000

/** FlussoRiversamento 1.0.4; outcomes 4 and 8 are those of SACI 3.2, which the older public schema does not list. */
const root = {
  name: 'FlussoRiversamento',
  namespace: 'http://www.digitpa.gov.it/schemas/2011/Pagamenti/',
  shape: group(
    one('versioneOggetto', oneOf('1.0', '1.1')),
    one('identificativoFlusso', pattern(/^[a-zA-Z0-9_-]{1,35}$/, 'da 1 a 35 lettere, cifre, - o _')),
    // Of the node's own schema, not of the public one.
    optional('revisioneFlusso', whole(1, 999_999)),
    one('dataOraFlusso', dateTime),
    one('identificativoUnivocoRegolamento', words(1, 35)),
    one('dataRegolamento', date),
    one(
      'istitutoMittente',
      group(
        one(
          'identificativoUnivocoMittente',
          group(
            one('tipoIdentificativoUnivoco', oneOf('G', 'A', 'B')),
            one('codiceIdentificativoUnivoco', words(1, 35)),
          ),
        ),
        optional('denominazioneMittente', words(3, 70)),
      ),
    ),
    optional('codiceBicBancaDiRiversamento', words(1, 35)),
    one(
      'istitutoRicevente',
      group(
        one(
          'identificativoUnivocoRicevente',
          group(one('tipoIdentificativoUnivoco', oneOf('G')), one('codiceIdentificativoUnivoco', words(1, 35))),
        ),
        optional('denominazioneRicevente', words(1, 140)),
      ),
    ),
    one('numeroTotalePagamenti', whole(1, 999_999_999)),
    one('importoTotalePagamenti', amount(0)),
    rows(
      'datiSingoliPagamenti',
      1,
      one('identificativoUnivocoVersamento', words(1, 35)),
      one('identificativoUnivocoRiscossione', words(1, 35)),
      optional('indiceDatiSingoloPagamento', whole(1, 5)),
      one('singoloImportoPagato', amount(1)),
      one('codiceEsitoSingoloPagamento', oneOf(...outcomes.map(String))),
      one('dataEsitoSingoloPagamento', date),
    ),
  ),
}

/**
 * Reads a payment report as XML while it streams: the header first, then its rows a thousand at a time, then what disagrees. Memory does not grow with
 * the rows, save for the keys that find repeated ones.
 * @throws FileRefused on anything the schema forbids, with its line
 */
export async function* readReportXml(
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits = defaultLimits,
): AsyncGenerator<ReportPiece> {
  const counter = rowCounter()
  let header: ReportHeader | null = null
  let isHeaderOut = false
  let batch: ReportRow[] = []
  let position = 0
  const checker = structureChecker(root, {
    row(_name, values, before) {
      header ??= headerOf(before)
      const row = rowOf(values, ++position)
      counter.add(row)
      batch.push(row)
    },
    end() {},
  })
  const take = (least: number): ReportPiece[] => {
    const pieces: ReportPiece[] = []
    if (header !== null && !isHeaderOut) pieces.push({ type: 'header', header })
    isHeaderOut ||= header !== null
    if (batch.length < least) return pieces
    pieces.push({ type: 'rows', rows: batch })
    batch = []
    return pieces
  }
  for await (const _piece of readXml(chunks, checker, limits)) yield* take(batchRows)
  yield* take(1)
  if (header === null) throw incomplete()
  yield { type: 'end', anomalies: counter.anomalies(header) }
}

function headerOf(values: Values): ReportHeader {
  const psp = read(values, 'istitutoMittente/identificativoUnivocoMittente/codiceIdentificativoUnivoco')
  const revision = values.get('revisioneFlusso')
  return {
    flowId: read(values, 'identificativoFlusso'),
    revision: revision === undefined ? null : Number(revision),
    flowAt: instantOf(read(values, 'dataOraFlusso')) ?? '',
    regulationId: read(values, 'identificativoUnivocoRegolamento'),
    regulationOn: dateOf(read(values, 'dataRegolamento')),
    psp,
    pspName: values.get('istitutoMittente/denominazioneMittente') ?? psp,
    receiver: read(values, 'istitutoRicevente/identificativoUnivocoRicevente/codiceIdentificativoUnivoco'),
    totalCount: Number(read(values, 'numeroTotalePagamenti')),
    totalCents: centsOf(read(values, 'importoTotalePagamenti')),
  }
}

function rowOf(values: Values, position: number): ReportRow {
  return {
    position,
    iuv: read(values, 'identificativoUnivocoVersamento'),
    iur: read(values, 'identificativoUnivocoRiscossione'),
    transfer: Number(values.get('indiceDatiSingoloPagamento') ?? 1),
    cents: centsOf(read(values, 'singoloImportoPagato')),
    outcome: outcomeOf(read(values, 'codiceEsitoSingoloPagamento')),
    outcomeOn: dateOf(read(values, 'dataEsitoSingoloPagamento')),
  }
}

function outcomeOf(text: string): Outcome {
  return outcomes.find(it => String(it) === text) ?? 0
}

/** The checker has seen to it that it is there. */
const read = (values: Values, path: string): string => values.get(path) ?? ''

function incomplete(): FileRefused {
  return new FileRefused('report-empty', {
    it: 'Il flusso non contiene pagamenti: chiederne una copia completa al PSP.',
    en: 'The report holds no payments: ask the provider for a complete copy.',
  })
}
