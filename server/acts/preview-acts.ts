import type { Command } from '../../engine/command.ts'
import type { Act } from '../../engine/event.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import { termDue } from '../../engine/terms/term.ts'
import { longDay } from '../reading/waiting-words.ts'
import { groundOf } from './grounds.ts'
import { nameOf, nodeById, says } from './preview-words.ts'
import type { Line, Reader } from './preview-words.ts'

/** What becomes of the case itself. */
export function stateLines(plan: Plan, before: State, after: State, act: Act, reader: Reader): Line[] {
  switch (act.type) {
    case 'suspend':
      return [
        says(
          'case',
          'La pratica si ferma dove si trova: le attività restano in elenco ma non si concludono, le scadenze interne non scattano.',
          'The case stops where it is: tasks stay on the list but cannot be completed, its own deadlines do not fire.',
        ),
        ...termLines(before),
      ]
    case 'resume':
      return [says('case', 'La pratica riparte da dove si era fermata.', 'The case goes on from where it stopped.')]
    case 'close':
      return [closeLine(act.ground), ...(after.endedAt === null ? [] : [endLine()])]
    case 'record-outcome':
      return [
        says(
          'case',
          'Il passo si considera riuscito con l’esito che hai scritto: Iter non chiama l’esterno per questo passo.',
          'The step counts as done with the outcome that you stated: Iter does not call the outside for it.',
        ),
      ]
    case 'amend':
      return [
        says(
          'case',
          'I dati corretti sostituiscono quelli della pratica; i valori di prima restano nel registro.',
          'The corrected data replace those of the case; the former values stay on the register.',
        ),
      ]
    case 'move':
      return [moveLine(plan, act, reader)]
    case 'message':
      return [
        says('case', 'La pratica va avanti con quello che le comunichi.', 'The case goes on with what you tell it.'),
      ]
    case 'retry':
    case 'not-done':
    case 'claim':
    case 'release':
    case 'reassign':
    case 'complete':
      return []
  }
}

const endLine = (): Line =>
  says(
    'case',
    'La pratica finisce subito. Quello che è già avvenuto all’esterno non viene disfatto.',
    'The case ends at once. What has happened outside already is not undone.',
  )

function closeLine(code: string): Line {
  const ground = groundOf(code)
  return says(
    'case',
    `La pratica viene chiusa: ${ground?.label.it ?? code} (${ground?.law ?? ''}).`,
    `The case is closed: ${ground?.label.en ?? code} (${ground?.law ?? ''}).`,
  )
}

function moveLine(plan: Plan, { from, to }: Extract<Act, { type: 'move' }>, reader: Reader): Line {
  const left = nameOf(nodeById(plan, from.slice(0, from.lastIndexOf('#'))), reader)
  const entered = nameOf(nodeById(plan, to), reader)
  return says(
    'case',
    `La pratica lascia il passo «${left.it}» senza concluderlo e va a «${entered.it}». I passi che stanno in mezzo non vengono eseguiti.`,
    `The case leaves the step “${left.en}” without finishing it and goes to “${entered.en}”. The steps between are not carried out.`,
  )
}

function termLines(state: State): Line[] {
  return Object.values(state.terms)
    .filter(term => term.state === 'running')
    .map(term => {
      const due = termDue(term)
      return says(
        'warning',
        `Il termine di legge continua a correre: scade il ${longDay(due, 'it')}.`,
        `The term of law goes on running: it ends on ${longDay(due, 'en')}.`,
      )
    })
}

export function taskLines(plan: Plan, state: State, act: Act, reader: Reader): Line[] {
  if (act.type !== 'reassign') return []
  const task = state.tasks.find(it => it.id === act.task)
  const name = nameOf(task && plan.nodes[task.node], reader)
  const to = act.office === undefined || act.office === task?.office ? null : reader.office(act.office)
  return [
    to
      ? says('opens', `L’attività «${name.it}» passa a ${to}.`, `The task “${name.en}” goes to ${to}.`)
      : says(
          'opens',
          `L’attività «${name.it}» passa a un’altra persona dello stesso ufficio, con quello che c’è scritto nella pratica; la bozza di chi la lascia resta sua.`,
          `The task “${name.en}” goes to another person of the same office; the draft of who leaves it stays theirs.`,
        ),
  ]
}

/** What a diagram undoes outside before the case ends. */
export function closingLines(plan: Plan, after: State, act: Act, reader: Reader): Line[] {
  if (act.type !== 'close' || after.endedAt !== null) return []
  const handler = after.instances.find(it => it.kind === 'scope' && plan.nodes[it.node]?.kind === 'event-sub-process')
  const node = handler === undefined ? undefined : plan.nodes[handler.node]
  if (node?.kind !== 'event-sub-process') return []
  const steps = plan.nodes.filter(it => it.scope === node.inner && it.kind === 'work').map(it => nameOf(it, reader))
  return [
    says(
      'outside',
      `Prima di finire disfa ciò che non deve restare: ${steps.map(it => it.it).join(', ')}.`,
      `Before it ends it undoes what must not stay: ${steps.map(it => it.en).join(', ')}.`,
    ),
  ]
}

/** What reaches the applicant by the act itself; later steps tell them in their own time. */
export function citizenLine(commands: readonly Command[], after: State): Line {
  const works = commands.flatMap(it => (it.type === 'perform' ? [it.work.operation] : []))
  if (works.includes('io.sendMessage'))
    return says(
      'citizen',
      'Il cittadino riceve un messaggio: su IO, altrimenti per e-mail o lettera.',
      'The applicant gets a message: on IO, or else by email or letter.',
    )
  if (after.endedAt !== null || after.closing)
    return says(
      'citizen',
      'Il cittadino non riceve nulla da Iter: va avvisato dall’ufficio.',
      'The applicant gets nothing from Iter: the office must tell them.',
    )
  return says('citizen', 'Il cittadino per ora non riceve nulla.', 'The applicant gets nothing for now.')
}
