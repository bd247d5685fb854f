import { advance } from '../../../engine/advance.ts'
import type { Command, Work } from '../../../engine/command.ts'
import { compile } from '../../../engine/compile/compile.ts'
import type { CompileEnv } from '../../../engine/compile/compile.ts'
import type { Act, Actor, Event, Failure } from '../../../engine/event.ts'
import type { Json, JsonObject } from '../../../engine/json.ts'
import type { OperationSpec, Plan } from '../../../engine/plan.ts'
import type { State } from '../../../engine/state.ts'
import { viewOf } from '../../../engine/view-of.ts'

export const T0 = '2026-09-01T08:00:00.000Z'
export const CLERK: Actor = { kind: 'staff', id: 'anna' }

export function anOperation(name: string, extra: Partial<OperationSpec> = {}): OperationSpec {
  return {
    name,
    platform: 'test',
    dispatch: 'local-first',
    retry: { name: 'platform', initialSeconds: 1, backoff: 2, maxSeconds: 60, maxAttempts: 3 },
    repeat: 'natural-key',
    recordable: true,
    timeoutSeconds: 5,
    input: { type: 'object' },
    output: { type: 'object' },
    ...extra,
  }
}

export const ENV: CompileEnv = { operations: [anOperation('test.call')], forms: [] }

export async function planOf(xml: string, env: CompileEnv = ENV): Promise<Plan> {
  const { plan, diagnostics } = await compile(xml, env)
  if (plan === null) throw new Error(JSON.stringify(diagnostics, null, 1))
  return plan
}

/** A case under test: every event goes through JSON before and after, and must not change the state that was given. */
export class Case {
  state: State | null = null
  commands: Command[] = []
  all: Command[] = []
  now = T0
  private deliveries = 0

  readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
  }

  send(event: Event): this {
    const before = JSON.stringify(this.state)
    const { state, commands } = advance(this.plan, this.state, event)
    if (JSON.stringify(this.state) !== before) throw new Error('advance changed its argument')
    expect(JSON.parse(JSON.stringify(state))).toEqual(state)
    this.state = JSON.parse(JSON.stringify(state))
    this.commands = commands
    this.all.push(...commands)
    return this
  }

  start(data: JsonObject = {}, message?: string): this {
    return this.send({ type: 'start', at: this.now, data, ...(message === undefined ? {} : { message }) })
  }

  done(element: string, output: Json = {}): this {
    return this.send({ type: 'work-done', at: this.now, work: this.work(element).id, output })
  }

  failed(element: string, failure: Partial<Failure>): this {
    const full: Failure = { kind: 'unavailable', code: 'down', message: 'giù', ...failure }
    return this.send({ type: 'work-failed', at: this.now, work: this.work(element).id, failure: full })
  }

  message(name: string, data: JsonObject = {}, key?: string, id = `m${++this.deliveries}`): this {
    return this.send({ type: 'message', at: this.now, id, name, data, ...(key === undefined ? {} : { key }) })
  }

  signal(name: string, data: JsonObject = {}): this {
    return this.send({ type: 'signal', at: this.now, id: `m${++this.deliveries}`, name, data })
  }

  /** Moves to the armed deadline, or to an instant. */
  tick(at: string | null = this.current.deadline): this {
    if (at === null) throw new Error('no deadline is armed')
    this.now = at
    return this.send({ type: 'clock', at })
  }

  act(act: Act, actor: Actor = CLERK): this {
    return this.send({ type: 'act', at: this.now, actor, requestId: 'r', act })
  }

  complete(element: string, values: JsonObject = {}): this {
    return this.act({ type: 'complete', task: this.task(element), values })
  }

  get current(): State {
    if (this.state === null) throw new Error('not started')
    return this.state
  }

  get view() {
    return viewOf(this.plan, this.current)
  }

  get document(): JsonObject {
    return this.current.document
  }

  /** Elements that wait now. */
  get active(): string[] {
    return this.view.steps
      .filter(it => it.leftAt === null)
      .map(it => it.element)
      .toSorted()
  }

  /** Elements that were left in the ordinary way, in that order. */
  get passed(): string[] {
    return this.view.steps.filter(it => it.state === 'done').map(it => it.element)
  }

  get status(): string {
    return this.current.status
  }

  /** The last work asked for an element. */
  work(element: string): Work {
    const command = this.all.findLast(it => it.type === 'perform' && it.work.element === element)
    if (command?.type !== 'perform') throw new Error(`nothing was asked for ${element}`)
    return command.work
  }

  works(element: string): Work[] {
    return this.all.flatMap(it => (it.type === 'perform' && it.work.element === element ? [it.work] : []))
  }

  task(element: string): string {
    const task = this.current.tasks.find(it => it.element === element && it.state === 'open')
    if (task === undefined) throw new Error(`no open task ${element}`)
    return task.id
  }

  incident() {
    const incident = this.view.incidents.find(it => it.resolvedAt === null)
    if (incident === undefined) throw new Error('no open incident')
    return incident
  }

  facts(...types: string[]): string[] {
    return this.view.history.filter(it => types.includes(it.type)).map(it => it.type)
  }
}

export async function aCase(xml: string, env?: CompileEnv): Promise<Case> {
  return new Case(await planOf(xml, env))
}
