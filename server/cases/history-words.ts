import type { Json, JsonObject, Text } from '../../engine/json.ts'
import { valueAt } from '../json-path.ts'
import { ofIt } from '../reading/waiting-words.ts'
import { money } from './data-items.ts'

/** What a line about a finished step may draw on; names come from the document at reading time and are stored in no event. */
export interface Done {
  /** Of the step's inputs, those that the diagram writes as a plain text: `direction: "out"`. */
  given: Record<string, string>
  /** What the step wrote into the document: the value of its first output. */
  written: Json
  document: JsonObject
}

type Writer = (done: Done) => Text | null

/** One sentence per operation: what came of it, as a clerk would say it. Null where nothing is worth more than the step's name. */
const writers: Record<string, Writer> = {
  'register.protocol': ({ written, given }) => {
    const number = text(written, 'number')
    if (number === null) return null
    const whole = [number, text(written, 'year')].filter(part => part !== null).join('/')
    return given['direction'] === 'out'
      ? { it: `Protocollata in uscita con il numero ${whole}`, en: `Registered as outgoing with number ${whole}` }
      : { it: `Protocollata con il numero ${whole}`, en: `Registered with number ${whole}` }
  },
  'acts.issue': ({ given }) => acts[given['kind'] ?? ''] ?? null,
  'spid.verifyEvidence': ({ written }) => {
    const [method, level] = [text(written, 'method'), text(written, 'level')]
    if (method === null) return null
    return {
      it: `Identità accertata con ${method}, livello ${level}`,
      en: `Identity verified by ${method}, level ${level}`,
    }
  },
  'anpr.parenthood': ({ written, document }) => {
    const applicant = nameAt(document, 'request.applicant', { it: 'il richiedente', en: 'the applicant' })
    const child = nameAt(document, 'request.child', { it: 'il minore', en: 'the child' })
    return relations[text(written, 'relation') ?? '']?.(applicant, child) ?? null
  },
  'anpr.residence': ({ written }) => {
    if (flag(written, 'resident')) return { it: 'ANPR: residente nel comune', en: 'ANPR: resident in the municipality' }
    const town = text(written, 'municipality')
    if (town) return { it: `ANPR: residente a ${town}`, en: `ANPR: resident in ${town}` }
    return { it: 'ANPR: residenza non trovata', en: 'ANPR: residence not found' }
  },
  'canteen.schoolEnrolment': ({ written }) => {
    if (!flag(written, 'found')) return { it: 'Non risulta nell’elenco della scuola', en: 'Not on the school’s list' }
    const other = text(written, 'differs.class')
    return other
      ? { it: `Nell’elenco della scuola risulta nella classe ${other}`, en: `On the school’s list in class ${other}` }
      : { it: 'Iscrizione a scuola confermata', en: 'School enrolment confirmed' }
  },
  'canteen.arrears': ({ written }) => {
    const cents = amount(written, 'cents')
    if (cents === null) return null
    return cents === 0
      ? { it: 'Nessun arretrato', en: 'No arrears' }
      : { it: `Arretrati: ${money(cents).it}`, en: `Arrears: ${money(cents).en}` }
  },
  'canteen.completeness': ({ written }) => {
    const missing = valueIn(written, 'missing')
    if (!Array.isArray(missing)) return null
    if (missing.length === 0) return { it: 'La domanda è completa', en: 'The request is complete' }
    const what = missing
      .map(one => text(one, 'text'))
      .filter(one => one !== null)
      .join('; ')
    return { it: `Manca: ${what}`, en: `Missing: ${what}` }
  },
  'decision.evaluate': ({ written }) => {
    const cents = amount(written, 'cents')
    return cents === null ? null : fare(cents, rulesOf(valueIn(written, 'rules')), text(written, 'table.resolution'))
  },
  'canteen.reservePlace': ({ written }) => {
    const left = amount(written, 'placesLeft')
    if (!flag(written, 'reserved')) return { it: 'Nessun posto libero', en: 'No place left' }
    return {
      it: `Posto riservato${left === null ? '' : `: ne restano ${left}`}`,
      en: `Place reserved${left === null ? '' : `: ${left} left`}`,
    }
  },
  'canteen.openAccount': ({ written }) => {
    const from = text(written, 'startsOn')
    if (from === null) return null
    return { it: `Conto mensa aperto dal ${numeric(from)}`, en: `Meal account open from ${numeric(from)}` }
  },
  'canteen.enlist': () => ({ it: 'Nell’elenco per mensa e scuola', en: 'On the list for caterer and school' }),
  'canteen.firstTopUp': ({ written }) => {
    const cents = amount(written, 'dueCents')
    if (cents === null) return null
    return cents === 0
      ? { it: 'Niente da pagare', en: 'Nothing to pay' }
      : { it: `Prima ricarica: ${money(cents).it}`, en: `First top-up: ${money(cents).en}` }
  },
  'canteen.credit': ({ written }) =>
    typeof written === 'number'
      ? { it: `Accreditato: saldo ${money(written).it}`, en: `Credited: balance ${money(written).en}` }
      : null,
  'canteen.rerate': ({ written, document }) => {
    const cents = valueAt(document, 'fare.cents')
    if (typeof cents !== 'number' || typeof written !== 'string') return null
    return {
      it: `Nuova tariffa ${money(cents).it} dal ${numeric(written)}`,
      en: `New fare ${money(cents).en} from ${numeric(written)}`,
    }
  },
  'pagopa.createNotice': ({ written }) => {
    const [cents, iuv] = [amount(written, 'cents'), text(written, 'iuv')]
    if (cents === null || iuv === null) return null
    return {
      it: `Avviso pagoPA creato: ${money(cents).it}, IUV ${iuv}`,
      en: `pagoPA notice created: ${money(cents).en}, IUV ${iuv}`,
    }
  },
  'pagopa.annulNotice': ({ written }) => {
    const [annulled, paid] = [amount(written, 'annulled') ?? 0, amount(written, 'paid') ?? 0]
    if (paid > 0)
      return { it: 'Avviso pagoPA già pagato: non annullato', en: 'pagoPA notice already paid: not annulled' }
    return annulled > 0
      ? {
          it: 'Avviso pagoPA annullato: non si può più pagare',
          en: 'pagoPA notice annulled: it cannot be paid any more',
        }
      : { it: 'Nessun avviso da annullare', en: 'No notice to annul' }
  },
  'pagopa.checkPosition': ({ written }) => {
    const [standing, left] = [text(written, 'is') ?? '', amount(written, 'leftCents') ?? 0]
    const words = standings[standing]
    return words ? { it: `${words.it}: ${money(left).it}`, en: `${words.en}: ${money(left).en}` } : null
  },
  'io.sendMessage': ({ written }) => {
    if (flag(written, 'sent')) return { it: 'Messaggio IO accettato', en: 'IO message accepted' }
    const why = reasons[text(written, 'reason') ?? ''] ?? { it: 'non raggiungibile su IO', en: 'not reachable on IO' }
    const by = channels[text(written, 'by') ?? ''] ?? { it: '', en: '' }
    return { it: `Messaggio IO non inviato: ${why.it}${by.it}`, en: `No IO message: ${why.en}${by.en}` }
  },
}

/** Operations whose sentence says nothing of a person: told also to who sees masked data. */
const impersonal = ['register.protocol', 'acts.issue', 'spid.verifyEvidence', 'canteen.enlist', 'pagopa.annulNotice']

/** What came of a step, or null. */
export function summaryOf(operation: string, done: Done, masked: boolean): Text | null {
  return masked && !impersonal.includes(operation) ? null : (writers[operation]?.(done) ?? null)
}

/** "Tariffa 3,50 €: ISEE da 6.000,01 a 9.360,00 € (Delibera 12/2026)". */
export function fare(cents: number, rules: string[], resolution: string | null): Text {
  const why = `${rules.length > 0 ? `: ${rules.join('; ')}` : ''}${resolution ? ` (${resolution})` : ''}`
  return { it: `Tariffa ${money(cents).it}${why}`, en: `Fare ${money(cents).en}${why}` }
}

const acts: Record<string, Text> = {
  receipt: { it: 'Ricevuta rilasciata', en: 'Receipt issued' },
  'integration-request': { it: 'Richiesta di integrazione redatta', en: 'Request for integration drawn up' },
  'refusal-notice': { it: 'Preavviso di rigetto redatto', en: 'Notice before refusal drawn up' },
  approval: { it: 'Provvedimento di accoglimento redatto', en: 'Approval drawn up' },
  refusal: { it: 'Provvedimento di rigetto redatto', en: 'Refusal drawn up' },
}

const relations: Record<string, (applicant: Text, child: Text) => Text> = {
  mother: applicant => ({ it: `ANPR: ${applicant.it} è la madre`, en: `ANPR: ${applicant.en} is the mother` }),
  father: applicant => ({ it: `ANPR: ${applicant.it} è il padre`, en: `ANPR: ${applicant.en} is the father` }),
  household: (applicant, child) => ({
    it: `ANPR: ${applicant.it} è nella stessa famiglia anagrafica ${ofIt(child.it)}`,
    en: `ANPR: ${applicant.en} is in the same household as ${child.en}`,
  }),
  none: (applicant, child) => ({
    it: `ANPR: nessun legame trovato fra ${applicant.it} e ${child.it}`,
    en: `ANPR: no relation found between ${applicant.en} and ${child.en}`,
  }),
}

const standings: Record<string, Text> = {
  due: { it: 'Da pagare, non ancora in ritardo', en: 'Due, nobody is late yet' },
  overdue: { it: 'Scaduto, da sollecitare', en: 'Overdue, to be reminded of' },
  unpaid: { it: 'Non pagato', en: 'Unpaid' },
  paid: { it: 'Pagato, da pagare ancora', en: 'Paid, left to pay' },
  expired: { it: 'Scaduto, non più pagabile', en: 'Expired, cannot be paid any more' },
  annulled: { it: 'Annullato', en: 'Annulled' },
}

const reasons: Record<string, Text> = {
  'not-on-io': { it: 'il genitore non usa l’app IO', en: 'the parent does not use IO' },
  'sender-blocked': {
    it: 'il genitore ha bloccato i messaggi del comune',
    en: 'the parent blocked the town’s messages',
  },
}

const channels: Record<string, Text> = {
  email: { it: ', avvisato con e-mail', en: ', told by email' },
  paper: { it: ', da avvisare per lettera', en: ', to be told by letter' },
}

function nameAt(document: JsonObject, path: string, otherwise: Text): Text {
  const name = ['firstName', 'lastName']
    .map(part => valueAt(document, `${path}.${part}`))
    .filter(one => typeof one === 'string')
  return name.length === 0 ? otherwise : { it: name.join(' '), en: name.join(' ') }
}

/** "2026-09-15" as "15/09/2026". */
const numeric = (date: string): string => date.split('-').toReversed().join('/')

function rulesOf(rules: Json | undefined): string[] {
  return Array.isArray(rules) ? rules.flatMap(one => text(one, 'text') ?? []) : []
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const valueIn = (value: Json, path: string): Json | undefined => (isObject(value) ? valueAt(value, path) : undefined)
const flag = (value: Json, path: string): boolean => valueIn(value, path) === true

function text(value: Json, path: string): string | null {
  const found = valueIn(value, path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

function amount(value: Json, path: string): number | null {
  const found = valueIn(value, path)
  return typeof found === 'number' ? found : null
}
