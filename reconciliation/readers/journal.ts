import type { LocalDate } from '../../engine/json.ts'
import { FileRefused } from './file-refused.ts'
import { journalRoot, type Version, versions, versionsWith } from './journal-shape.ts'
import { structureChecker, type Values } from './structure.ts'
import { centsOf, dateOf } from './values.ts'
import { defaultLimits, readXml, type XmlLimits } from './xml-events.ts'

/** What a page says of itself. */
export interface JournalPage {
  /** ABI code of the treasury bank. */
  bank: string
  /** Fiscal code and name of the body that the journal belongs to. */
  body: string
  bodyName: string
  flowId: string
  page: number
  pages: number
  exercise: number
  from: LocalDate
  to: LocalDate
}

/** A movement as the journal lists it. Amounts are euro cents; `line` counts from 1 in its page. */
export interface JournalMovement {
  page: number
  line: number
  account: string
  type: 'ENTRATA' | 'USCITA'
  documentType: string
  operation: string
  documentNumber: string
  /** Number of the collection (bolletta); absent on some banks' entries. */
  billNumber: string | null
  /** The entry that this one takes back. */
  reversedBillNumber: string | null
  cents: number
  movedOn: LocalDate
  valueOn: LocalDate | null
  execution: string
  endToEndId: string | null
  customer: string | null
  cause: string
  /** Entries that a regularisation closes, each with its part. */
  closes: { number: string; cents: number }[]
}

export type JournalPiece =
  | { type: 'page'; page: JournalPage }
  | { type: 'movements'; movements: JournalMovement[] }
  /** The newest version whose names fit everything in it. */
  | { type: 'end'; version: Version }

const batchMovements = 500

/**
 * Reads one page of a cash journal while it streams. Whether all its pages are there is for the reader of the whole file to say.
 * @throws FileRefused on anything that no version's schema allows, with page and line
 */
export async function* readJournalPage(
  chunks: AsyncIterable<Uint8Array>,
  limits: XmlLimits = defaultLimits,
): AsyncGenerator<JournalPiece> {
  let page: JournalPage | null = null
  let possible: readonly Version[] = versions
  let isPageOut = false
  let batch: JournalMovement[] = []
  const begin = (header: Values): JournalPage => {
    if (page !== null) return page
    page = pageOf(header)
    possible = header.has('data_riferimento_GdC') ? versions.filter(it => it !== '1.4') : ['1.4']
    return page
  }
  const checker = structureChecker(journalRoot, {
    row(_name, values, header, line) {
      const movement = movementOf(values, header, { page: begin(header).page, line })
      possible = narrowed(possible, movement)
      batch.push(movement)
    },
    end: header => void begin(header),
  })
  const take = (least: number): JournalPiece[] => {
    const pieces: JournalPiece[] = []
    if (page !== null && !isPageOut) pieces.push({ type: 'page', page })
    isPageOut ||= page !== null
    if (batch.length < least) return pieces
    pieces.push({ type: 'movements', movements: batch })
    batch = []
    return pieces
  }
  for await (const _piece of readXml(chunks, checker, limits)) yield* take(batchMovements)
  yield* take(1)
  yield { type: 'end', version: possible[0] ?? '1.8' }
}

function pageOf(header: Values): JournalPage {
  const day = header.get('data_riferimento_GdC')
  const from = header.get('data_inizio_periodo_riferimento') ?? day
  const to = header.get('data_fine_periodo_riferimento') ?? day
  if (from === undefined || to === undefined) throw missingDay()
  // Before 1.6.1 there were none; since then a journal without them may lack pages that nobody would miss.
  const isNumbered = header.has('pagina') && header.has('pagine_totali')
  if (day !== undefined && !isNumbered) throw missingPages()
  return {
    bank: read(header, 'testata_messaggio/codice_ABI_BT'),
    body: read(header, 'testata_messaggio/codice_fiscale_ente'),
    bodyName: read(header, 'testata_messaggio/descrizione_ente'),
    flowId: read(header, 'identificativo_flusso_BT'),
    page: Number(header.get('pagina') ?? 1),
    pages: Number(header.get('pagine_totali') ?? 1),
    exercise: Number(read(header, 'esercizio')),
    from: dateOf(from),
    to: dateOf(to),
  }
}

function movementOf(values: Values, header: Values, place: { page: number; line: number }): JournalMovement {
  const valueOn = values.get('data_valuta_ente')
  return {
    ...place,
    account: read(header, 'informazioni_conto_evidenza/conto_evidenza'),
    type: read(values, 'tipo_movimento') === 'USCITA' ? 'USCITA' : 'ENTRATA',
    documentType: read(values, 'tipo_documento'),
    operation: read(values, 'tipo_operazione'),
    documentNumber: numberOf(read(values, 'numero_documento')),
    billNumber: optionalNumber(values, 'numero_bolletta_quietanza'),
    reversedBillNumber: optionalNumber(values, 'numero_bolletta_quietanza_storno'),
    cents: centsOf(read(values, 'importo')),
    movedOn: dateOf(read(values, 'data_movimento')),
    valueOn: valueOn === undefined ? null : dateOf(valueOn),
    execution: read(values, 'tipo_esecuzione'),
    endToEndId: values.get('end_to_end_id') ?? null,
    customer: values.get('cliente/anagrafica_cliente') ?? null,
    cause: read(values, 'causale'),
    closes: closedBy(values),
  }
}

/** Repeated elements arrive joined by blanks, in their order. */
function closedBy(values: Values): JournalMovement['closes'] {
  const legacy = values.get('numero_sospeso')
  if (legacy !== undefined) return [{ number: numberOf(legacy), cents: centsOf(read(values, 'importo')) }]
  const numbers = values.get('sospeso/numero_provvisorio')?.split(' ') ?? []
  const amounts = values.get('sospeso/importo_provvisorio')?.split(' ') ?? []
  return numbers.map((number, index) => ({ number: numberOf(number), cents: centsOf(amounts[index] ?? '0') }))
}

function narrowed(possible: readonly Version[], { execution, page, line }: JournalMovement): readonly Version[] {
  const left = possible.filter(version => versionsWith(execution).includes(version))
  if (left.length > 0) return left
  throw new FileRefused(
    'version-unknown',
    {
      it: `"${execution}" non è previsto dalla versione del giornale usata fin qui (${possible.join(', ')}): chiedere alla banca un file di una sola versione.`,
      en: `"${execution}" does not exist in the version used so far (${possible.join(', ')}): ask the bank for a file of one version.`,
    },
    { page, line },
  )
}

function missingDay(): FileRefused {
  return new FileRefused('element-missing', {
    it: 'Manca la data di riferimento del giornale: chiedere alla banca un file completo.',
    en: 'The day that the journal is about is missing: ask the bank for a complete file.',
  })
}

function missingPages(): FileRefused {
  return new FileRefused('element-missing', {
    it: 'Mancano <pagina> o <pagine_totali>: senza non si sa se il giornale è intero. Chiedere alla banca un file completo.',
    en: '<pagina> or <pagine_totali> is missing: nobody can tell whether the journal is whole. Ask the bank for a complete file.',
  })
}

const read = (values: Values, path: string): string => values.get(path) ?? ''
/** Banks pad numbers with zeros in one file and not in the next. */
const numberOf = (text: string): string => text.replace(/^\+?0+(?=\d)/, '')
const optionalNumber = (values: Values, path: string): string | null => {
  const found = values.get(path)
  return found === undefined ? null : numberOf(found)
}
