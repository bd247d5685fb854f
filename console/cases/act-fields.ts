import type { Json, JsonObject, Text } from '../../engine/json.ts'
import type { AllowedAct, FormField } from '../api-types.d.ts'
import { canteenEnrolment } from './request/canteen-enrolment.ts'

type ActField = AllowedAct['fields'][number]
type Option = { value: string; label: Text }

/** Documents of the case, to choose from where a result names one. */
export interface KnownDocument {
  id: string
  name: string
}

const both = (words: string): Text => ({ it: words, en: words })
const yesOrNo: Option[] = [
  { value: 'true', label: { it: 'Sì', en: 'Yes' } },
  { value: 'false', label: { it: 'No', en: 'No' } },
]

/** What a person can state of an operation's result, in an office's words. Names that only a machine knows are not asked for. */
const outcomes: Record<string, { label: Text; options?: Option[]; visible?: string }> = {
  sent: { label: { it: 'Il messaggio è arrivato su IO?', en: 'Did the message arrive on IO?' } },
  messageId: {
    label: { it: 'Numero del messaggio in IO', en: 'Number of the message in IO' },
    visible: 'values.sent = "true"',
  },
  reason: {
    label: { it: 'Perché non è arrivato', en: 'Why it did not arrive' },
    visible: 'values.sent = "false"',
    options: [
      { value: 'not-on-io', label: { it: 'Il genitore non è su IO', en: 'The parent is not on IO' } },
      { value: 'sender-blocked', label: { it: 'Ha bloccato il servizio', en: 'Has blocked the service' } },
    ],
  },
  reachedBy: {
    label: { it: 'Come è stato raggiunto il genitore', en: 'How the parent was reached' },
    options: [
      { value: 'io', label: both('IO') },
      { value: 'email', label: { it: 'Posta elettronica', en: 'Email' } },
      { value: 'paper', label: { it: 'Carta', en: 'Paper' } },
    ],
  },
  relation: {
    label: { it: 'Legame con la bambina o il bambino', en: 'Relation to the child' },
    options: [
      { value: 'mother', label: { it: 'Madre', en: 'Mother' } },
      { value: 'father', label: { it: 'Padre', en: 'Father' } },
      { value: 'household', label: { it: 'Stessa famiglia anagrafica', en: 'Same registered family' } },
      { value: 'none', label: { it: 'Nessuno', en: 'None' } },
    ],
  },
  found: { label: { it: 'Risulta negli elenchi?', en: 'Is it on the list?' } },
  resident: { label: { it: 'Residente nel comune?', en: 'Resident in the municipality?' } },
  protectedAddress: { label: { it: 'Indirizzo protetto?', en: 'Is the address protected?' } },
  municipality: { label: { it: 'Comune di residenza', en: 'Municipality of residence' } },
  number: { label: { it: 'Numero di protocollo', en: 'Protocol number' } },
  year: { label: { it: 'Anno del protocollo', en: 'Year of the protocol' } },
  date: { label: { it: 'Data del protocollo', en: 'Date of the protocol' } },
  iupd: { label: { it: 'Codice della posizione (IUPD)', en: 'Code of the position (IUPD)' } },
  iuv: { label: { it: 'IUV, 17 cifre', en: 'IUV, 17 digits' } },
  nav: { label: { it: 'Numero avviso, 18 cifre', en: 'Number of the notice, 18 digits' } },
  documentId: { label: { it: 'Documento', en: 'Document' } },
}

const patterns: Record<string, string> = { iuv: '\\d{17}', nav: '\\d{18}' }

/** The simple fields in which a person corrects the data of a step, or states its result: never JSON. */
export const actForm = (allowed: AllowedAct, documents: readonly KnownDocument[] = []): FormField[] => {
  if (allowed.act === 'amend') return allowed.fields.map(amended)
  if (allowed.act !== 'record-outcome') return []
  return allowed.fields.filter(isAsked).map(field => stated(field, documents))
}

/** What the form holds when it opens: the data to correct; of a result nothing is taken for granted. */
export const actStart = (allowed: AllowedAct): JsonObject =>
  allowed.act === 'amend'
    ? Object.fromEntries(
        allowed.fields.map(({ path, value }) => [path, typeof value === 'boolean' ? `${value}` : value]),
      )
    : {}

/** The values in the types that the step uses; what was left empty is not sent. */
export const actValues = (allowed: AllowedAct, values: JsonObject): JsonObject =>
  Object.fromEntries(
    allowed.fields.flatMap(field => {
      if (field.type === 'array' && allowed.act === 'record-outcome') return field.required ? [[field.path, []]] : []
      const value = values[field.path]
      if (value === null || value === undefined || value === '') return []
      return [[field.path, field.type === 'boolean' ? value === 'true' : value]]
    }),
  )

/** Only what was changed; everything when nothing was, so that the step runs again with what it had. */
export const amendments = (allowed: AllowedAct, values: JsonObject): { path: string; value: Json }[] => {
  const now = actValues(allowed, values)
  const fields = allowed.fields.map(({ path, value }) => ({ path, value: now[path] ?? null, was: value }))
  const different = fields.filter(field => JSON.stringify(field.value) !== JSON.stringify(field.was))
  return (different.length > 0 ? different : fields).map(({ path, value }) => ({ path, value }))
}

/** Ids of our own and lists of calls are nothing that a person can know. */
const isAsked = ({ path, type }: ActField) =>
  type !== 'array' && type !== 'object' && !/^position|^account|^entry/.test(path)

const stated = (field: ActField, documents: readonly KnownDocument[]): FormField => {
  const known = outcomes[field.path]
  const base = {
    key: field.path,
    label: known?.label ?? field.label,
    required: field.required,
    ...(known?.visible ? { visible: known.visible } : {}),
  }
  if (field.type === 'boolean') return { ...base, type: 'choice', options: yesOrNo }
  if (known?.options) return { ...base, type: 'choice', options: known.options }
  if (field.path.endsWith('documentId')) {
    const options = documents.map(({ id, name }) => ({ value: id, label: both(name) }))
    return { ...base, type: 'choice', options, required: options.length > 0 && field.required }
  }
  const pattern = patterns[field.path]
  return { ...base, type: typeOf(field), ...(pattern ? { pattern } : {}) }
}

/** The counter's form knows how a datum of the request is written. */
const amended = (field: ActField): FormField => {
  const key = field.path.replace(/^request\./, '')
  const known = canteenEnrolment.flatMap(section => section.fields).find(one => one.key === key)
  const base = { key: field.path, label: field.label, required: field.required }
  if (known && !known.optionsFrom) {
    const { visible: _shown, start: _start, help: _help, ...rest } = known
    return { ...rest, ...base }
  }
  if (field.type === 'boolean') return { ...base, type: 'choice', options: yesOrNo }
  return { ...base, type: typeOf(field) }
}

const typeOf = ({ path, type }: ActField): FormField['type'] => {
  if (/cents$/i.test(path)) return 'money'
  if (type === 'integer' || type === 'number') return 'integer'
  return /(^|\.)(date|startsOn|dueDate|birthDate|signedOn|from)$/.test(path) ? 'date' : 'text'
}
