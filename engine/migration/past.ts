import type { PlanNode } from '../plan.ts'
import type { Gone, State, Task } from '../state.ts'
import type { Atlas } from './atlas.ts'

/** What has happened stays told as it was: an element that the new diagram has not is remembered by its name. */
export function movePast(atlas: Atlas, state: State): Pick<State, 'steps' | 'tasks' | 'flows'> {
  return {
    steps: state.steps.map(it => ({ ...it, ...placeOf(atlas, it) })),
    tasks: state.tasks.map(it => ({ ...moveTask(atlas, it), ...placeOf(atlas, it) })),
    flows: state.flows.map(atlas.flow).filter(it => it >= 0),
  }
}

export function placeOf(atlas: Atlas, at: { node: number; gone?: Gone }): { node: number; gone?: Gone } {
  const node = atlas.node(at.node)
  const before: PlanNode | undefined = atlas.from.nodes[at.node]
  if (node >= 0 || before === undefined) return { node }
  const { id, name, type, confidentialOffice: office } = before
  return { node, gone: { id, name, type, ...(office === undefined ? {} : { confidentialOffice: office }) } }
}

/** An open task keeps its id and whoever has it; its form is the new one, and its office unless a person has chosen another. */
function moveTask(atlas: Atlas, task: Task): Task {
  const before = atlas.from.nodes[task.node]
  const after = atlas.to.nodes[atlas.node(task.node)]
  if (task.state !== 'open' || before?.kind !== 'user' || after?.kind !== 'user') return task
  const office = task.office === before.office ? after.office : task.office
  const { form, role, confidential } = after
  return { ...task, element: after.id, office, form, role, confidential }
}
