import type { Command } from '../../engine/command.ts'
import type { Text } from '../../engine/json.ts'
import type { Plan, PlanNode } from '../../engine/plan.ts'
import type { Incident, State, Task } from '../../engine/state.ts'
import { anotherOffice } from '../reading/confidential.ts'
import { longDay } from '../reading/waiting-words.ts'
import { localDate } from '../../engine/terms/instants.ts'

export interface Line {
  kind: 'outside' | 'citizen' | 'stops' | 'opens' | 'case' | 'warning'
  text: Text
}

/** How this reader hears of the case's parts. */
export interface Reader {
  offices: readonly string[]
  office: (code: string) => string
}

const both = (it: string, en: string): Text => ({ it, en })
const line = (kind: Line['kind'], it: string, en: string): Line => ({ kind, text: { it, en } })

/** The platforms as somebody who is called; our own database is nobody outside. */
const platforms: Record<string, Text> = {
  spid: both('i fornitori di identità', 'the identity providers'),
  anpr: both('ANPR', 'ANPR'),
  pagopa: both('pagoPA', 'pagoPA'),
  io: both('IO', 'IO'),
  register: both('il protocollo', 'the protocol register'),
}

/** A step by its name, unless only another office may know of it. */
export function nameOf(node: PlanNode | undefined, { offices }: Reader): Text {
  const only = node?.confidentialOffice ?? (node?.kind === 'user' && node.confidential ? node.office : undefined)
  if (only !== undefined && !offices.includes(only)) return anotherOffice
  return both(node?.name ?? '', node?.name ?? '')
}

export const nodeById = (plan: Plan, element: string): PlanNode | undefined => plan.nodes.find(it => it.id === element)

/** A step that is to be performed: which platform it calls, and whether it may have been there already. */
export function performLine(plan: Plan, work: Extract<Command, { type: 'perform' }>['work'], reader: Reader): Line {
  const node = nodeById(plan, work.element)
  const name = nameOf(node, reader)
  const platform = node?.kind === 'work' ? platforms[node.operation.platform] : undefined
  if (platform === undefined)
    return line('opens', `Parte il passo «${name.it}», dentro Iter.`, `The step “${name.en}” starts, inside Iter.`)
  return line('outside', `Il passo «${name.it}» chiama ${platform.it}.`, `The step “${name.en}” calls ${platform.en}.`)
}

/** What a repetition means where something may have happened outside already. */
export function repeatLine(plan: Plan, incident: Incident, act: 'retry' | 'amend' | 'not-done'): Line {
  const { failure } = incident
  const node = plan.nodes[incident.node]
  if (node?.kind !== 'work')
    return line(
      'case',
      'Il calcolo viene rifatto con i dati di adesso.',
      'It is worked out again with the present data.',
    )
  if (act === 'not-done')
    return line(
      'warning',
      'È un nuovo tentativo: se invece era già avvenuto, avverrebbe due volte.',
      'It is a new attempt: had it happened after all, it would happen twice.',
    )
  if (failure.kind === 'refused' || act === 'amend')
    return line(
      'outside',
      'All’esterno non è rimasto nulla del tentativo di prima: è una nuova domanda.',
      'Nothing outside is left of the former attempt: it is a new request.',
    )
  return failure.touched === true || failure.kind === 'unknown-outcome'
    ? line(
        'warning',
        'L’esterno potrebbe essere già stato toccato: prima si chiede che cosa è successo, e si ripete solo ciò che non è avvenuto.',
        'The outside may have been touched already: it is asked first what happened, and only what did not happen is repeated.',
      )
    : line('outside', 'All’esterno non è ancora avvenuto nulla.', 'Nothing has happened outside yet.')
}

export function closedTaskLine(plan: Plan, task: Task, reader: Reader): Line {
  const name = nameOf(plan.nodes[task.node], reader)
  return line(
    'stops',
    `L’attività «${name.it}» viene tolta dall’elenco.`,
    `The task “${name.en}” is taken off the list.`,
  )
}

export function openedTaskLine(plan: Plan, task: Task, reader: Reader): Line {
  const name = nameOf(plan.nodes[task.node], reader)
  if (name === anotherOffice) return line('opens', `Si apre: ${name.it}.`, `Opened: ${name.en}.`)
  const office = reader.office(task.office)
  const due = task.due === null ? null : localDate(task.due)
  return line(
    'opens',
    `Si apre l’attività «${name.it}» per ${office}${due ? `, da fare entro il ${longDay(due, 'it')}` : ''}.`,
    `The task “${name.en}” opens for ${office}${due ? `, to be done by ${longDay(due, 'en')}` : ''}.`,
  )
}

export function calledOffLine(plan: Plan, element: string, reader: Reader): Line {
  const name = nameOf(nodeById(plan, element), reader)
  return line(
    'warning',
    `Il passo «${name.it}» è in corso e viene interrotto: quello che ha già fatto all’esterno resta.`,
    `The step “${name.en}” is under way and is called off: what it has done outside already stays.`,
  )
}

/** Waits that end with the act: their timers and terms fire no more. */
export function lostWaits(plan: Plan, before: State, after: State, reader: Reader): Line[] {
  const left = new Set(after.subscriptions.map(it => it.id))
  return before.subscriptions.flatMap(it => {
    if (left.has(it.id) || (it.on !== 'timer' && it.on !== 'message' && it.on !== 'term')) return []
    const node = plan.nodes[it.node]
    if (!node?.name || node.kind === 'event-sub-process') return []
    const name = nameOf(node, reader)
    const due = it.on === 'timer' ? localDate(it.due) : null
    return [
      line(
        'stops',
        `L’attesa «${name.it}»${due ? `, prevista per il ${longDay(due, 'it')},` : ''} viene tolta.`,
        `The wait “${name.en}”${due ? `, due on ${longDay(due, 'en')},` : ''} is taken away.`,
      ),
    ]
  })
}

/** Steps that another office's or the platform's failure would stop at once. */
export function stuckLines(plan: Plan, before: State, after: State, reader: Reader): Line[] {
  const known = new Set(before.incidents.map(it => it.id))
  return after.incidents
    .filter(it => !known.has(it.id) && it.resolvedAt === null)
    .map(it => {
      const name = nameOf(plan.nodes[it.node], reader)
      return line(
        'warning',
        `Attenzione: «${name.it}» si bloccherebbe subito. ${it.failure.message}`,
        `Mind: “${name.en}” would be blocked at once. ${it.failure.message}`,
      )
    })
}

export const says = line
