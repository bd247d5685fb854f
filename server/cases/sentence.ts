import type { z } from 'zod'

import type { IncidentView, StepView, TaskView } from '../../engine/view.ts'
import type { sentence } from '../api/case-views.ts'
import type { Attempt } from './steps.ts'

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
  officeName: (code: string) => string
}

const nothing: Omit<Sentence, 'kind'> = {
  step: null,
  who: null,
  assignee: null,
  since: null,
  until: null,
  outcome: null,
  failure: null,
  attempts: null,
  nextAttemptAt: null,
  others: 0,
}

const payment = /payment|receipt|pagament|ricevut/i

/** Where is it and what now: the one thing that asks for attention first, and how many others there are. */
export function sentenceOf(facts: SentenceFacts): Sentence {
  if (facts.endedAt !== null) return { ...nothing, kind: 'ended', outcome: facts.outcome, since: facts.endedAt }
  if (facts.status === 'suspended') return { ...nothing, kind: 'suspended', since: facts.updatedAt }
  if (facts.revision === 0) return { ...nothing, kind: 'received', since: facts.receivedAt }
  const [first, ...others] = [...blocked(facts), ...waitingTasks(facts), ...waitingSteps(facts)]
  return first ? { ...first, others: others.length } : { ...nothing, kind: 'working', since: facts.updatedAt }
}

function blocked({ incidents }: SentenceFacts): Sentence[] {
  return incidents
    .filter(one => one.resolvedAt === null)
    .map(({ name, failure, raisedAt, heals }) => ({
      ...nothing,
      kind: failure.touched ? 'to-verify' : 'blocked',
      step: name,
      who: failure.platform ?? null,
      since: raisedAt,
      failure: { platform: failure.platform ?? null, message: failure.message, heals },
    }))
}

function waitingTasks({ tasks, officeName }: SentenceFacts): Sentence[] {
  return tasks
    .filter(one => one.state === 'open')
    .map(task => ({
      ...nothing,
      kind: 'waiting-task',
      step: task.name,
      who: officeName(task.office),
      assignee: task.assigneeName,
      since: task.openedAt,
      until: task.due,
    }))
}

const order = ['retrying', 'waiting-payment', 'waiting-message', 'working', 'waiting-time']

function waitingSteps({ steps, attempts }: SentenceFacts): Sentence[] {
  return steps
    .filter(one => one.state === 'active' && one.waitingFor && one.waitingFor.kind !== 'task')
    .map(step => waitingStep(step, attempts))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

function waitingStep(step: StepView, attempts: Attempt[]): Sentence {
  const { kind, what, until } = step.waitingFor ?? { kind: 'work', what: '', until: null }
  const common = { ...nothing, step: step.name, who: what, since: step.enteredAt, until }
  switch (kind) {
    case 'message':
    case 'child':
      return { ...common, kind: payment.test(`${what} ${step.name}`) ? 'waiting-payment' : 'waiting-message' }
    case 'timer':
      return { ...common, kind: 'waiting-time' }
    case 'task':
    case 'work':
      return working(
        common,
        attempts.filter(one => one.work === step.id),
      )
  }
}

function working(common: Omit<Sentence, 'kind'>, tries: Attempt[]): Sentence {
  const failed = tries.findLast(one => one.errorKind !== null)
  if (!failed) return { ...common, kind: 'working' }
  return {
    ...common,
    kind: 'retrying',
    attempts: tries.length,
    nextAttemptAt: failed.nextAt,
    failure: { platform: common.who, message: failed.message ?? '', heals: true },
  }
}
