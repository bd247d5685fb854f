import { advance } from '../../engine/advance.ts'
import type { Command, Work } from '../../engine/command.ts'
import { compile } from '../../engine/compile/compile.ts'
import type { CompileEnv } from '../../engine/compile/compile.ts'
import type { Actor, Event } from '../../engine/event.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import { addDuration } from '../../engine/terms/instants.ts'
import { viewOf } from '../../engine/view-of.ts'

const NOBODY: Actor = { kind: 'staff', id: 'conformance' }
const BEGINNING = '2026-01-07T10:00:00.000Z'

/** A diagram that runs, or why it does not: the errors' messages in English. */
export async function parseDiagram(bpmnXml: string, env: CompileEnv): Promise<{ plan: Plan } | { refused: string[] }> {
  const { plan, diagnostics } = await compile(bpmnXml, env)
  return plan === null
    ? { refused: diagnostics.filter(it => it.severity === 'error').map(it => it.message.en) }
    : { plan }
}

/** Plays one case of a diagram with a clock of its own: what an adapter asks of an engine, in the words of BPMN. */
export class Driver {
  now = BEGINNING
  private state: State | null = null
  private asked: Work[] = []
  private deliveries = 0
  private readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
  }

  /** Starts the process; with the name of a message, by the start event that waits for it. */
  start(variables: JsonObject, message?: string): void {
    this.send({ type: 'start', at: this.now, data: variables, ...(message === undefined ? {} : { message }) })
  }

  /** Ids of elements that somebody must complete: user tasks first, then steps that an operation performs. */
  get openTasks(): string[] {
    const tasks = this.current.tasks.filter(it => it.state === 'open')
    return [...tasks, ...this.asked].map(it => it.element)
  }

  /** Works that were asked for and have no outcome yet, in their order. */
  get works(): readonly Work[] {
    return this.asked
  }

  /** Completes the oldest open task of an element; the variables are written into the case's data first, and are what a form would give. */
  complete(element: string, variables: JsonObject = {}, output: Json = null): void {
    if (Object.keys(variables).length > 0) {
      const set = Object.entries(variables).map(([path, value]) => ({ path, value }))
      this.send({ type: 'act', at: this.now, actor: NOBODY, requestId: 'amend', act: { type: 'amend', set } })
    }
    const task = this.current.tasks.find(it => it.element === element && it.state === 'open')
    if (task !== undefined) {
      const act = { type: 'complete' as const, task: task.id, values: variables }
      return this.send({ type: 'act', at: this.now, actor: NOBODY, requestId: 'complete', act })
    }
    this.send({ type: 'work-done', at: this.now, work: this.take(element).id, output })
  }

  /** The operation of an element says no: a BPMN error with this code. */
  refuse(element: string, code: string): void {
    const failure = { kind: 'refused' as const, code, message: '' }
    this.send({ type: 'work-failed', at: this.now, work: this.take(element).id, failure })
  }

  /** Moves the clock by an ISO 8601 duration; every timer on the way fires at its own time. */
  moveClock(duration: string): void {
    const target = addDuration(this.now, duration)
    while (this.deadline !== null && this.deadline <= target) this.moveTo(this.deadline)
    this.now = target
  }

  /** The earliest timer; null when none is armed. */
  get deadline(): string | null {
    return this.current.deadline
  }

  moveTo(at: string): void {
    this.now = at
    if (this.deadline !== null && this.deadline <= at) this.send({ type: 'clock', at })
  }

  deliverMessage(name: string, data: JsonObject = {}, key?: string): void {
    const id = `delivery-${++this.deliveries}`
    this.send({ type: 'message', at: this.now, id, name, data, ...(key === undefined ? {} : { key }) })
  }

  broadcastSignal(name: string, data: JsonObject = {}): void {
    this.send({ type: 'signal', at: this.now, id: `delivery-${++this.deliveries}`, name, data })
  }

  /** Elements in the order in which they were left. */
  get trace(): string[] {
    const steps = viewOf(this.plan, this.current).steps.filter(it => it.state === 'done')
    return steps.toSorted((a, b) => ((a.leftAt ?? '') < (b.leftAt ?? '') ? -1 : 1)).map(it => it.element)
  }

  get variables(): JsonObject {
    return this.current.document
  }

  /** `running` also when nothing can go on any more: a deadlock. */
  get endState(): State['status'] {
    return this.current.status
  }

  /** Steps that failed in a way that nothing in the diagram catches. */
  get incidents(): number {
    return this.current.incidents.length
  }

  private get current(): State {
    if (this.state === null) throw new Error('The case has not been started.')
    return this.state
  }

  /** Every state goes through JSON, as it does between two events of a real case. */
  private send(event: Event): void {
    const { state, commands } = advance(this.plan, this.state, event)
    this.state = JSON.parse(JSON.stringify(state))
    for (const command of commands) this.note(command)
  }

  private note(command: Command): void {
    if (command.type === 'perform') this.asked.push(command.work)
    if (command.type === 'cancel-work') this.asked = this.asked.filter(it => it.id !== command.work)
  }

  private take(element: string): Work {
    const work = this.asked.find(it => it.element === element)
    if (work === undefined) throw new Error(`Nothing is open at ${element}.`)
    this.asked = this.asked.filter(it => it !== work)
    return work
  }
}
