import type { Command } from '../command.ts'
import type { Actor, Failure } from '../event.ts'
import type { Instant, Json, LocalDate } from '../json.ts'
import type { Plan, PlanNode } from '../plan.ts'
import type { Item, State } from '../state.ts'
import { localDate } from '../terms/instants.ts'
import type { Fact } from '../view.ts'

/** More tokens than this in one `advance`: the diagram runs in a circle. */
export const STEP_LIMIT = 2_000

/** Picks the flows (ids) that leave a gateway instead of its conditions: simulation and soundness. */
export type Decide = (choice: { element: string; kind: 'one' | 'some'; flows: string[] }) => string[]

/** One call of `advance` under way; the state is ours to change. */
export interface Run {
  plan: Plan
  state: State
  at: Instant
  actor: Actor | null
  reason: string | null
  commands: Command[]
  /** Tokens moved so far. */
  moved: number
  decide: Decide | undefined
  today: LocalDate | null
}

/** What cannot go on: caught by the loop, which turns it into an incident. */
export class Defect extends Error {
  readonly failure: Failure

  constructor(code: string, message: string, detail?: string) {
    super(message)
    this.failure = { kind: 'defect', code, message, ...(detail === undefined ? {} : { detail }) }
  }
}

export function nodeOf(run: Run, index: number): PlanNode {
  const node = run.plan.nodes[index]
  if (node === undefined) throw new Error(`The plan has no node ${index}: this state belongs to another plan`)
  return node
}

/** The date in Europe/Rome, computed once. */
export function today(run: Run): LocalDate {
  run.today ??= localDate(run.at)
  return run.today
}

export function push(run: Run, item: Item): void {
  run.state.queue.push(item)
}

/** Writes a line of the case's history. */
export function note(run: Run, type: Fact['type'], node: number | null, detail: { [key: string]: Json } = {}): void {
  const element = node === null || node < 0 ? null : nodeOf(run, node)
  run.state.history.push({
    at: run.at,
    type,
    element: element?.id ?? null,
    name: element?.name ?? null,
    actor: run.actor,
    reason: run.reason,
    detail,
  })
}

/** The id under which the outside knows an instance's work, task, step or child: `<element>#<instance>`. */
export function outsideId(run: Run, instance: { id: number; node: number }): string {
  return `${nodeOf(run, instance.node).id}#${instance.id}`
}

/** The instance's number in an outside id; -1 when there is none. */
export function insideId(id: string): number {
  const digits = id.slice(id.lastIndexOf('#') + 1)
  return /^\d+$/.test(digits) ? Number(digits) : -1
}

const OPENERS = { 'cancel-work': 'perform', 'close-task': 'open-task', 'cancel-child': 'start-child' } as const

/** Adds a command; what this call opened and closes again leaves no trace. */
export function issue(run: Run, command: Command): void {
  if (command.type === 'cancel-work' || command.type === 'close-task' || command.type === 'cancel-child') {
    const opener = run.commands.findIndex(it => it.type === OPENERS[command.type] && subject(it) === subject(command))
    if (opener >= 0) {
      run.commands.splice(opener, 1)
      return
    }
  }
  run.commands.push(command)
}

/** What a command is about, under the outside's name for it. */
function subject(command: Command): string | null {
  if (command.type === 'perform') return command.work.id
  if ('work' in command) return command.work
  if ('task' in command) return command.task
  return 'instance' in command ? command.instance : null
}
