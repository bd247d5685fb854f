import type { z } from 'zod'

import type { IncidentRow } from '../../db/queries/list-incidents.ts'
import type { WorkRow } from '../../db/queries/list-work.ts'
import type { Field, FieldOption } from '../../engine/form.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { moveTargets } from '../../engine/refuse.ts'
import type { StepView } from '../../engine/view.ts'
import { amendFields } from '../acts/amend-fields.ts'
import { grounds } from '../acts/grounds.ts'
import { outcomeFields } from '../acts/outcome-fields.ts'
import type { Workforce } from '../acts/people.ts'
import { worksFor } from '../acts/people.ts'
import { previews } from '../acts/preview-general.ts'
import { rules } from '../acts/rules.ts'
import { staffMessagesNow } from '../acts/staff-messages.ts'
import type { ActName, allowedAct } from '../api/acts.ts'
import { verifyFromOf } from '../incidents/incident-row.ts'
import type { TownLists } from '../intake/town-lists.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Staff } from '../sign-in/staff.ts'

type AllowedAct = z.input<typeof allowedAct>
type ActField = Field & { value: Json }

export interface ActFacts {
  municipality: string
  status: string
  ended: boolean
  incidents: readonly IncidentRow[]
  /** Open tasks that the reader may know of. */
  tasks: readonly WorkRow[]
  /** Steps that the reader may know of. */
  steps: readonly StepView[]
  hidden: ReadonlySet<string>
  document: JsonObject
  plan: Plan
  definition: Definition
  /** Documents of the case that the reader may see. */
  documents: readonly FieldOption[]
  lists: TownLists
  workforce: Workforce
}

/** The acts that this person may do on the case now, with all that their forms need. */
export function allowedActs(facts: ActFacts, staff: Staff): AllowedAct[] {
  if (facts.ended) return []
  const may = (act: ActName) => staff.may(rules[act].right, facts.municipality)
  const isSuspended = facts.status === 'suspended'
  return [
    ...(isSuspended ? [] : onIncidents(facts, staff)),
    ...(isSuspended ? ['resume' as const] : ['suspend' as const]).filter(may).map(act => actOf(act, {})),
    ...handOvers(facts, staff),
    ...(isSuspended || !may('message') ? [] : messages(facts, staff)),
    ...(isSuspended || !may('move') ? [] : moves(facts)),
    ...(may('close') ? [actOf('close', { fields: closingFields() })] : []),
  ]
}

function onIncidents(facts: ActFacts, staff: Staff): AllowedAct[] {
  const masked = staff.masked(facts.municipality)
  return facts.incidents
    .filter(one => one.resolvedAt === null)
    .flatMap(incident => {
      const { incidentId, name: step } = incident
      return incident.allowed.flatMap(act => {
        // Closing is an act on the case; who sees masked data cannot correct them.
        if (act === 'close' || !staff.may(rules[act].right, facts.municipality)) return []
        if (act === 'amend' && masked) return []
        const fields = incidentFields(act, incident, facts)
        // There is nothing to correct where the step was given no plain data.
        if (act === 'amend' && fields.length === 0) return []
        const verifies = act === 'record-outcome' || act === 'not-done'
        const notBefore = verifies ? verifyFromOf(incident) : null
        return [actOf(act, { incident: incidentId, step, fields, notBefore })]
      })
    })
}

function incidentFields(act: ActName, incident: IncidentRow, facts: ActFacts): ActField[] {
  const { definition, document, lists, documents, plan } = facts
  if (act === 'amend') {
    const node = plan.nodes.find(one => one.id === incident.element)
    return amendFields(node, { definition, document, lists })
  }
  if (act === 'not-done') return [source]
  if (act === 'record-outcome') return [...outcomeFields(incident.operation, documents).map(empty), source]
  return []
}

function handOvers({ tasks, municipality, workforce }: ActFacts, staff: Staff): AllowedAct[] {
  const mayAll = staff.may(rules.reassign.right, municipality)
  return tasks
    .filter(task => task.state === 'open' && (mayAll || task.assignee === staff.id))
    .map(task => {
      const people = workforce.people.filter(one => worksFor(one, task.office, task.confidential))
      const others = [...new Map(people.map(one => [one.id, one])).values()].filter(one => one.id !== task.assignee)
      const offices = task.confidential ? [] : workforce.offices.filter(one => one.code !== task.office)
      const fields = [
        choice(
          'assignee',
          { it: 'A una persona', en: 'To a person' },
          others.map(one => option(one.id, one.name)),
        ),
        choice(
          'office',
          { it: 'Oppure a un altro ufficio', en: 'Or to another office' },
          offices.map(one => option(one.code, one.name)),
        ),
      ]
      return actOf('reassign', {
        task: task.taskId,
        step: task.name,
        fields: fields.filter(field => (field.options?.length ?? 0) > 0),
      })
    })
    .filter(act => act.fields.length > 0)
}

/** What the case waits for and the office may tell it; who sees masked data tells nothing. */
function messages({ municipality, definition, plan, steps, hidden }: ActFacts, staff: Staff): AllowedAct[] {
  if (staff.masked(municipality)) return []
  const seen = steps.filter(step => !hidden.has(step.element))
  return staffMessagesNow(definition.manifest, { plan, steps: seen }).map(({ name, message }) => ({
    ...actOf('message', { message: name, fields: message.fields.map(empty) }),
    label: message.label,
    preview: message.preview,
  }))
}

function moves({ steps, plan, hidden }: ActFacts): AllowedAct[] {
  return steps
    .filter(step => step.leftAt === null && step.waitingFor !== undefined && !hidden.has(step.element))
    .flatMap(step => {
      const node = plan.nodes.find(one => one.id === step.element)
      if (node === undefined || node.loop !== null || node.kind === 'sub-process') return []
      const targets = moveTargets(plan, step.element).flatMap(index => {
        const to = plan.nodes[index]
        return to?.name && !hidden.has(to.id) ? [option(to.id, to.name)] : []
      })
      if (targets.length === 0) return []
      const label = { it: 'A quale passo', en: 'To which step' }
      return [actOf('move', { from: step.id, step: step.name, fields: [choice('to', label, targets, true)] })]
    })
}

const source: ActField = {
  key: 'source',
  label: { it: 'Da dove lo sai', en: 'How you know' },
  help: {
    it: 'Per esempio: visto nel portale di pagoPA, detto al telefono da chi e quando.',
    en: 'For instance: seen on pagoPA’s portal, said on the telephone by whom and when.',
  },
  type: 'text',
  required: true,
  maxLength: 500,
  value: null,
}

function closingFields(): ActField[] {
  const needing = grounds.filter(one => one.needsText).map(one => `values.ground = "${one.code}"`)
  return [
    {
      ...choice('ground', { it: 'Motivo di legge', en: 'Legal ground' }, [], true),
      options: grounds.map(one => ({ value: one.code, label: one.label, help: { it: one.law, en: one.law } })),
    },
    {
      key: 'text',
      label: { it: 'Motivazione per l’interessato', en: 'Statement for the applicant' },
      type: 'textarea',
      required: true,
      visible: needing.join(' or '),
      maxLength: 4000,
      value: null,
    },
  ]
}

interface Particulars {
  incident?: string
  task?: string
  from?: string
  message?: string
  step?: string
  notBefore?: string | null
  fields?: ActField[]
}

function actOf(act: ActName, about: Particulars): AllowedAct {
  const { incident, task, from, message, step = '', notBefore = null, fields = [] } = about
  const { label, tone, reasonWords } = rules[act]
  return {
    act,
    incident: incident ?? null,
    task: task ?? null,
    from: from ?? null,
    message: message ?? null,
    label: task === undefined && from === undefined ? label : ofStep(label, step),
    preview: previews[act](step),
    tone,
    reasonWords,
    notBefore,
    fields,
  }
}

const ofStep = (label: Text, step: string): Text => ({ it: `${label.it}: «${step}»`, en: `${label.en}: “${step}”` })
const empty = (field: Field): ActField => ({ ...field, value: null })
const option = (value: string, name: string): FieldOption => ({ value, label: { it: name, en: name } })
const choice = (key: string, label: Text, options: FieldOption[], required = false): ActField => ({
  key,
  label,
  type: 'choice',
  required,
  options: options.slice(0, 200),
  value: null,
})
