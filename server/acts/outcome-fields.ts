import { z } from 'zod'

import { declarationOf, operationSpecs } from '../../activities/catalogue.ts'
import type { Field, FieldOption } from '../../engine/form.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'
import { jsonObject } from '../api/common.ts'
import type { FieldError } from '../http/problem.ts'
import { fieldOf, valueOf } from './schema-field.ts'

interface Known {
  label: Text
  values?: Record<string, Text>
  visible?: string
}

/** What a person can state of an operation's result, in an office's words. */
const words: Record<string, Known> = {
  sent: { label: { it: 'Il messaggio è arrivato su IO?', en: 'Did the message arrive on IO?' } },
  messageId: {
    label: { it: 'Numero del messaggio in IO', en: 'Number of the message in IO' },
    visible: 'values.sent = "true"',
  },
  reason: {
    label: { it: 'Perché non è arrivato', en: 'Why it did not arrive' },
    visible: 'values.sent = "false"',
    values: {
      'not-on-io': { it: 'La persona non è su IO', en: 'The person is not on IO' },
      'sender-blocked': { it: 'Ha bloccato il servizio', en: 'Has blocked the service' },
    },
  },
  reachedBy: {
    label: { it: 'Come è stata raggiunta la persona', en: 'How the person was reached' },
    values: {
      io: { it: 'IO', en: 'IO' },
      email: { it: 'Posta elettronica', en: 'Email' },
      paper: { it: 'Carta', en: 'Paper' },
    },
  },
  relation: {
    label: { it: 'Legame con la bambina o il bambino', en: 'Relation to the child' },
    values: {
      mother: { it: 'Madre', en: 'Mother' },
      father: { it: 'Padre', en: 'Father' },
      household: { it: 'Stessa famiglia anagrafica', en: 'Same registered family' },
      none: { it: 'Nessuno', en: 'None' },
    },
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
  description: { label: { it: 'Oggetto dell’avviso', en: 'Object of the notice' } },
  openCents: { label: { it: 'Quanto restava da pagare, in centesimi', en: 'What was left to pay, in cents' } },
  cents: { label: { it: 'Importo in centesimi', en: 'Amount in cents' } },
  dueDate: { label: { it: 'Da pagare entro il', en: 'Due by' } },
  expires: { label: { it: 'Dopo la scadenza non si può più pagare?', en: 'Can nobody pay after the due date?' } },
  howToPay: { label: { it: 'Come si può pagare, in parole', en: 'How it can be paid, in words' } },
  checkOn: { label: { it: 'Da verificare il', en: 'To be checked on' } },
  annulled: { label: { it: 'Avvisi annullati, quanti', en: 'Notices annulled, how many' } },
  paid: { label: { it: 'Avvisi già pagati, quanti', en: 'Notices already paid, how many' } },
}

/** Ids of our own are nothing that a person can know. */
const isOurs = (name: string): boolean => /^position|^account|^entry/.test(name)

const objectSchema = z.looseObject({
  properties: z.record(z.string(), jsonObject).catch({}),
  required: z.array(z.string()).catch([]),
})

/** The shape of an operation's result, for a person to fill in; a result that names a document is chosen from the case's own. */
export function outcomeFields(operation: string, documents: readonly FieldOption[]): Field[] {
  const output = outputOf(operation)
  return Object.entries(output.properties).flatMap(([key, schema]) => {
    if (isOurs(key)) return []
    const known = words[key]
    const told = typeof schema['description'] === 'string' ? schema['description'] : key
    const label = known?.label ?? { it: told, en: told }
    const isDocument = key.endsWith('documentId')
    const field = fieldOf(schema, {
      key,
      label,
      required: output.required.includes(key) && !(isDocument && documents.length === 0),
      values: known?.values,
      options: isDocument ? [...documents] : undefined,
    })
    return field ? [{ ...field, ...(known?.visible && { visible: known.visible }) }] : []
  })
}

/** The stated result in the operation's own types, with what nobody can know left empty; or what is wrong with it. */
export function readOutcome(operation: string, stated: JsonObject): { output: JsonObject } | { errors: FieldError[] } {
  const { properties, required } = outputOf(operation)
  const errors: FieldError[] = []
  const output: JsonObject = {}
  for (const [key, given] of Object.entries(stated)) {
    const schema = properties[key]
    const value: Json = valueOf(schema, given)
    if (schema === undefined) errors.push({ path: key, message: 'Questo dato non fa parte dell’esito.' })
    else if (!z.fromJSONSchema(schema).safeParse(value).success)
      errors.push({ path: key, message: 'Il valore non è valido.' })
    else output[key] = value
  }
  for (const key of required) {
    if (Object.hasOwn(stated, key)) continue
    if (isList(properties[key])) output[key] = []
    else if (!isOurs(key) && !key.endsWith('documentId')) errors.push({ path: key, message: 'Questo dato manca.' })
  }
  return errors.length > 0 ? { errors } : { output }
}

const isList = (schema: unknown): boolean => z.looseObject({ type: z.literal('array') }).safeParse(schema).success

function outputOf(operation: string): z.output<typeof objectSchema> {
  if (!declarationOf(operation)) return { properties: {}, required: [] }
  return objectSchema.parse(operationSpecs().find(spec => spec.name === operation)?.output ?? {})
}
