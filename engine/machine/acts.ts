import type { Act } from '../event.ts'
import type { Task } from '../state.ts'
import { write } from './data.ts'
import { recordOutcome, resume } from './incidents.ts'
import { nodeOf, note, push } from './run.ts'
import type { Run } from './run.ts'
import { endCase } from './scopes.ts'
import { fire, receiverOf } from './subscriptions.ts'
import { closeTask, findOutside, kill } from './tree.ts'

type ActOf<T extends Act['type']> = Extract<Act, { type: T }>

/** Carries out what a person of the staff decided; `refuse` has said before that it may be done. */
export function carryOutAct(run: Run, act: Act): void {
  switch (act.type) {
    case 'claim':
      return changeTask(run, act.task, { assignee: act.assignee }, act)
    case 'release':
      return changeTask(run, act.task, { assignee: null }, act)
    case 'reassign':
      return changeTask(
        run,
        act.task,
        { assignee: act.assignee ?? null, ...(act.office === undefined ? {} : { office: act.office }) },
        act,
      )
    case 'complete':
      return complete(run, act)
    case 'retry':
      noteAct(run, act)
      return resume(run, act.incident, { fresh: false, newAttempt: false })
    case 'amend':
      return amend(run, act)
    case 'record-outcome':
      noteAct(run, act)
      return recordOutcome(run, act.incident, act.output, act.source)
    case 'not-done':
      noteAct(run, act)
      return resume(run, act.incident, { fresh: false, newAttempt: true })
    case 'suspend':
      noteAct(run, act)
      run.state.status = 'suspended'
      return
    case 'resume':
      run.state.status = 'running'
      return noteAct(run, act)
    case 'move':
      return move(run, act)
    case 'message':
      return tell(run, act)
    case 'close':
      noteAct(run, act)
      return close(run, act)
  }
}

function complete(run: Run, act: ActOf<'complete'>): void {
  const task = run.state.tasks.find(it => it.id === act.task)
  if (task === undefined) return
  closeTask(run, task.instance, 'completed')
  note(run, 'task-completed', task.node, { task: task.id })
  push(run, { do: 'finish', instance: task.instance, result: act.values })
}

/** The paths are those of the case's document. */
function amend(run: Run, act: ActOf<'amend'>): void {
  noteAct(run, act)
  for (const { path, value } of act.set) write(run, { parent: 0, index: 0 }, path, value)
  if (act.incident !== undefined) resume(run, act.incident, { fresh: true, newAttempt: true })
}

function move(run: Run, act: ActOf<'move'>): void {
  const instance = findOutside(run, act.from)
  const target = run.plan.nodes.findIndex(it => it.id === act.to)
  if (instance === undefined || target < 0) return
  noteAct(run, act)
  const { parent } = instance
  kill(run, instance.id)
  push(run, { do: 'enter', node: target, flow: null, parent, index: 0 })
}

/** To who waits for it now: `refuse` has said that somebody does, so it is never kept for later. */
function tell(run: Run, act: ActOf<'message'>): void {
  noteAct(run, act)
  const subscription = receiverOf(run, { id: '', name: act.name, key: null, data: act.data })
  if (subscription !== undefined) fire(run, subscription, act.data)
}

/** The message that a diagram catches to undo outside what must not outlive a closed case. */
const CLOSING = 'closing'

/** A suspended case goes on for this: what else it held back is interrupted. */
function close(run: Run, { ground, text }: ActOf<'close'>): void {
  const handler = run.state.subscriptions.find(it => it.on === 'message' && it.message === CLOSING)
  if (handler === undefined) return endCase(run, 'closed')
  run.state.status = 'running'
  run.state.closing = true
  fire(run, handler, { ground, text: text ?? null })
}

function changeTask(run: Run, id: string, change: Partial<Pick<Task, 'assignee' | 'office'>>, act: Act): void {
  const position = run.state.tasks.findIndex(it => it.id === id)
  const task = run.state.tasks[position]
  if (task === undefined) return
  run.state.tasks[position] = { ...task, ...change }
  noteAct(run, act, task.node)
}

/** The history says what was done, never with which values: those are in the document. */
function noteAct(run: Run, act: Act, node: number | null = null): void {
  note(run, 'act', node ?? nodeOfAct(run, act), detailOf(act))
}

function nodeOfAct(run: Run, act: Act): number | null {
  if (!('incident' in act) || act.incident === undefined) return null
  const incident = run.state.incidents.find(it => it.id === act.incident)
  return incident === undefined || nodeOf(run, incident.node).id === '' ? null : incident.node
}

function detailOf(act: Act): { [key: string]: string | string[] } {
  switch (act.type) {
    case 'claim':
      return { act: act.type, task: act.task, assignee: act.assignee }
    case 'release':
    case 'complete':
      return { act: act.type, task: act.task }
    case 'reassign':
      return { act: act.type, task: act.task, assignee: act.assignee ?? '', office: act.office ?? '' }
    case 'retry':
      return { act: act.type, incident: act.incident }
    case 'amend':
      return { act: act.type, incident: act.incident ?? '', paths: act.set.map(it => it.path) }
    case 'record-outcome':
    case 'not-done':
      return { act: act.type, incident: act.incident, source: act.source }
    case 'suspend':
    case 'resume':
      return { act: act.type }
    case 'move':
      return { act: act.type, from: act.from, to: act.to }
    case 'message':
      return { act: act.type, message: act.name }
    case 'close':
      return { act: act.type, ground: act.ground }
  }
}
