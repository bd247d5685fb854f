import type { z } from 'zod'

import type { LocalDate, Text } from '../../engine/json.ts'
import type { IncidentView, StepView, TaskView } from '../../engine/view.ts'
import type { sentence } from '../api/case-views.ts'
import { anotherOffice } from '../reading/confidential.ts'
import { awaitedText, isActive } from '../reading/waiting-words.ts'
import type { WaitingNames } from '../reading/waiting-words.ts'
import type { Attempt } from './steps.ts'
import { currentTries } from './tries.ts'

type Sentence = z.input<typeof sentence>

export interface SentenceFacts {
  revision: number
  status: string
  outcome: string | null
  endedAt: string | null
  updatedAt: string
  receivedAt: string
  steps: StepView[]
  /** Only those that the reader may know of. */
  tasks: (TaskView & { assigneeName: string | null })[]
  incidents: IncidentView[]
  attempts: Attempt[]
  /** When the procedure's term was met: the day of the decision. */
  decidedAt: string | null
  /** Stands for the assessments that the reader may not know of. */
  elsewhere: StepView | null
  names: WaitingNames
  /** The day by which a message is hoped for, where the document tells one. */
  expectedBy: (message: string) => LocalDate | null
  /** How often an element's work is tried at most. */
  mostTries: (element: string) => number | null
}

const nothing: Omit<Sentence, 'kind'> = {
  step: null,
  stepText: null,
  who: null,
  whoText: null,
  assignee: null,
  since: null,
  until: null,
  lastDay: null,
  decidedAt: null,
  outcome: null,
  failure: null,
  attempts: null,
  maxAttempts: null,
  nextAttemptAt: null,
  others: 0,
}

const payment = /payment|receipt|pagament|ricevut/i

/** Where is it and what now: the one thing that asks for attention first, and how many others there are. */
export function sentenceOf(facts: SentenceFacts): Sentence {
  if (facts.endedAt !== null) return { ...nothing, kind: 'ended', outcome: facts.outcome, since: facts.endedAt }
  if (facts.status === 'suspended') return { ...nothing, kind: 'suspended', since: facts.updatedAt }
  if (facts.revision === 0) return { ...nothing, kind: 'received', since: facts.receivedAt }
  const [first, ...others] = [
    ...blocked(facts),
    ...waitingTasks(facts),
    ...waitingElsewhere(facts),
    ...waitingSteps(facts),
  ]
  // A service that runs is nothing that is waited for besides.
  return first
    ? { ...first, others: others.filter(one => one.kind !== 'active').length }
    : { ...nothing, kind: 'working', since: facts.updatedAt }
}

function blocked({ incidents }: SentenceFacts): Sentence[] {
  return incidents
    .filter(one => one.resolvedAt === null)
    .map(({ name, failure, raisedAt, heals }) => ({
      ...nothing,
      kind: failure.touched ? 'to-verify' : 'blocked',
      ...stepOf(name),
      who: failure.platform ?? null,
      since: raisedAt,
      failure: { platform: failure.platform ?? null, message: failure.message, heals },
    }))
}

function waitingTasks({ tasks, names }: SentenceFacts): Sentence[] {
  return tasks
    .filter(one => one.state === 'open')
    .map(task => ({
      ...nothing,
      kind: 'waiting-task',
      ...stepOf(task.name),
      who: names.office(task.office),
      whoText: sameText(names.office(task.office)),
      assignee: task.assigneeName,
      since: task.openedAt,
      until: task.due,
    }))
}

function waitingElsewhere({ elsewhere }: SentenceFacts): Sentence[] {
  if (elsewhere === null) return []
  return [
    { ...nothing, kind: 'waiting-task', step: anotherOffice.it, stepText: anotherOffice, since: elsewhere.enteredAt },
  ]
}

const order = ['retrying', 'waiting-payment', 'waiting-message', 'working', 'waiting-time', 'active']

function waitingSteps(facts: SentenceFacts): Sentence[] {
  const waits = facts.steps
    .filter(one => one.state === 'active' && one.waitingFor && one.waitingFor.kind !== 'task')
    .map(step => waitingStep(step, facts))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  // Several waits that ask for nothing are one service that runs; the one that has an end tells it.
  const running = waits.filter(one => one.kind === 'active')
  const last = running.find(one => one.lastDay !== null) ?? running[0]
  return [...waits.filter(one => one.kind !== 'active'), ...(last ? [last] : [])]
}

function waitingStep(step: StepView, facts: SentenceFacts): Sentence {
  const { attempts, names, outcome, decidedAt, mostTries } = facts
  const waiting = step.waitingFor ?? { kind: 'work', what: '', until: null }
  const { kind, what, until } = waiting
  const lastDay = waiting.lastDay ?? (kind === 'message' ? facts.expectedBy(what) : null)
  const whoText = what === '' ? null : awaitedText(waiting, names)
  const common = { ...nothing, ...stepOf(step.name), who: what, whoText, since: step.enteredAt, until, lastDay }
  if (isActive(waiting, outcome)) return { ...common, kind: 'active', who: null, whoText: null, outcome, decidedAt }
  switch (kind) {
    case 'message':
    case 'child':
      return { ...common, kind: payment.test(`${what} ${step.name}`) ? 'waiting-payment' : 'waiting-message' }
    case 'timer':
      return { ...common, kind: 'waiting-time' }
    case 'task':
    case 'work':
      return working({ ...common, maxAttempts: mostTries(step.element) }, currentTries(attempts, step.id))
  }
}

function working(common: Omit<Sentence, 'kind'>, tries: Attempt[]): Sentence {
  const failed = tries.findLast(one => one.errorKind !== null)
  if (!failed) return { ...common, kind: 'working', maxAttempts: null }
  return {
    ...common,
    kind: 'retrying',
    attempts: tries.length,
    nextAttemptAt: failed.nextAt,
    failure: { platform: common.who, message: failed.message ?? '', heals: true },
  }
}

/** What the diagram calls a step is in its author's language only. */
const sameText = (name: string): Text => ({ it: name, en: name })
const stepOf = (name: string) => ({ step: name, stepText: sameText(name) })
