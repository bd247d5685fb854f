import { z } from 'zod'

import { declarationOf, operationSpecs } from '../../activities/catalogue.ts'
import type { IncidentRow } from '../../db/queries/list-incidents.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'
import type { allowedAct } from '../api/acts.ts'
import { valueAt } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'
import type { Action } from '../permissions.ts'
import type { Staff } from '../sign-in/staff.ts'

type AllowedAct = z.input<typeof allowedAct>
type ActName = AllowedAct['act']
type Field = AllowedAct['fields'][number]

/** The right that each act needs. */
export const rightOf = {
  retry: 'incidents.resolve',
  amend: 'incidents.resolve',
  'record-outcome': 'incidents.resolve',
  'not-done': 'incidents.resolve',
  suspend: 'cases.act',
  resume: 'cases.act',
  close: 'cases.close',
} as const satisfies Record<ActName, Action>

/** What each act is called and what it will do, said before it is confirmed. */
const words: Record<ActName, { label: Text; preview: (step: string) => Text; tone: AllowedAct['tone'] }> = {
  retry: {
    label: { it: 'Riprova', en: 'Retry' },
    preview: step => ({
      it: `Il passo «${step}» viene ripetuto con gli stessi dati. Se l'esterno è già stato toccato, prima si chiede che cosa è successo.`,
      en: `The step “${step}” runs again with the same data. If the outside was touched already, it is asked first what happened.`,
    }),
    tone: 'primary',
  },
  amend: {
    label: { it: 'Correggi e riprova', en: 'Correct and retry' },
    preview: step => ({
      it: `I dati corretti sostituiscono quelli della pratica, poi il passo «${step}» viene ripetuto. Il valore di prima resta in cronologia.`,
      en: `The corrected data replace those of the case, then the step “${step}” runs again. The former value stays on the history.`,
    }),
    tone: 'plain',
  },
  'record-outcome': {
    label: { it: "Registra l'esito a mano", en: 'Record the outcome by hand' },
    preview: step => ({
      it: `Il passo «${step}» si considera riuscito con l'esito che scrivi. Resta scritto chi lo ha registrato e da dove lo sa.`,
      en: `The step “${step}” counts as done with the outcome you state. It stays written who recorded it and how they know.`,
    }),
    tone: 'plain',
  },
  'not-done': {
    label: { it: 'Non è avvenuto: ripeti', en: 'It did not happen: repeat' },
    preview: step => ({
      it: `Dichiari di avere verificato che «${step}» non ha avuto effetto all'esterno: il passo viene ripetuto come nuovo tentativo.`,
      en: `You state that you checked that “${step}” had no effect outside: the step is repeated as a new attempt.`,
    }),
    tone: 'plain',
  },
  suspend: {
    label: { it: 'Sospendi la pratica', en: 'Suspend the case' },
    preview: () => ({
      it: 'La pratica si ferma dove si trova. I termini di legge continuano a correre.',
      en: 'The case stops where it is. The terms of law go on running.',
    }),
    tone: 'plain',
  },
  resume: {
    label: { it: 'Riprendi la pratica', en: 'Resume the case' },
    preview: () => ({
      it: 'La pratica riparte da dove si era fermata.',
      en: 'The case goes on from where it stopped.',
    }),
    tone: 'primary',
  },
  close: {
    label: { it: 'Chiudi la pratica', en: 'Close the case' },
    preview: () => ({
      it: 'La pratica finisce qui: attività e attese vengono chiuse. Quello che è già avvenuto all’esterno non viene disfatto.',
      en: 'The case ends here: tasks and waits are closed. What has already happened outside is not undone.',
    }),
    tone: 'danger',
  },
}

export interface ActFacts {
  municipality: string
  status: string
  ended: boolean
  incidents: readonly IncidentRow[]
  document: JsonObject
  plan: JsonObject
  manifest: Manifest
}

/** The acts that this person may do on the case now. */
export function allowedActs(facts: ActFacts, staff: Staff): AllowedAct[] {
  if (facts.ended) return []
  const may = (act: ActName) => staff.may(rightOf[act], facts.municipality)
  const masked = staff.masked(facts.municipality)
  const onIncidents = facts.incidents
    .filter(one => one.resolvedAt === null)
    .flatMap(incident =>
      incident.allowed
        // Closing is an act on the case; who sees masked data cannot correct them.
        .filter(act => act !== 'close' && may(act) && !(masked && act === 'amend'))
        .map(act => actOf(act, incident.incidentId, incident.name, fieldsOf(act, incident, facts))),
    )
  const suspended = facts.status === 'suspended'
  const onCase = ([suspended ? 'resume' : 'suspend', 'close'] as const).filter(may)
  return [...onIncidents, ...onCase.map(act => actOf(act, null, '', []))]
}

function actOf(act: ActName, incident: string | null, step: string, fields: Field[]): AllowedAct {
  const { label, preview, tone } = words[act]
  return { act, incident, label, preview: preview(step), tone, fields }
}

function fieldsOf(act: ActName, incident: IncidentRow, facts: ActFacts): Field[] {
  if (act === 'amend') return amendable(incident, facts)
  return act === 'record-outcome' ? outcomeFields(incident.operation) : []
}

const planNodes = z.object({
  nodes: z.array(
    z.looseObject({
      id: z.string(),
      inputs: z.array(z.object({ name: z.string(), value: z.object({ text: z.string() }) })).catch([]),
    }),
  ),
})

/** The document's values that the failed step was given: those of its inputs that are a plain path. */
function amendable(incident: IncidentRow, { plan, document, manifest }: ActFacts): Field[] {
  const read = planNodes.safeParse(plan)
  const node = read.success ? read.data.nodes.find(one => one.id === incident.element) : undefined
  const paths = (node?.inputs ?? []).map(one => one.value.text.trim()).filter(text => /^[a-zA-Z][\w.]*$/.test(text))
  return [...new Set(paths)].flatMap(path => {
    const value = valueAt(document, path)
    if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return []
    const short = path.replace(/^request\./, '')
    const label = manifest.labels[short] ??
      manifest.csv.find(one => one.path === short)?.label ?? { it: short, en: short }
    return [{ path: path.slice(0, 200), label, value, type: typeOf(value), required: true }]
  })
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'list'
  return value === null ? 'string' : typeof value
}

const objectSchema = z.looseObject({
  properties: z
    .record(z.string(), z.looseObject({ type: z.string().optional(), description: z.string().optional() }))
    .catch({}),
  required: z.array(z.string()).catch([]),
})

/** The shape of the operation's result, for a person to fill in. */
function outcomeFields(operation: string): Field[] {
  if (!declarationOf(operation)) return []
  const output = objectSchema.parse(operationSpecs().find(spec => spec.name === operation)?.output ?? {})
  return Object.entries(output.properties).map(([path, { type, description }]) => ({
    path,
    label: { it: description ?? path, en: description ?? path },
    value: null,
    type: type ?? 'string',
    required: output.required.includes(path),
  }))
}
