import { isObject, readScope, withValue } from '../machine/data.ts'
import { evaluate } from '../machine/data.ts'
import { copyState } from '../machine/new-state.ts'
import { Defect, note } from '../machine/run.ts'
import type { Run } from '../machine/run.ts'
import type { Plan } from '../plan.ts'
import type { State } from '../state.ts'
import { atlasOf } from './atlas.ts'
import type { Atlas } from './atlas.ts'
import { freeJoins, moveInstances, moveItem } from './live.ts'
import type { Migration, Obstacle } from './migration.ts'
import { badValue, ended } from './obstacles.ts'
import { movePast, placeOf } from './past.ts'
import { moveWaits } from './waits.ts'

/**
 * A running case on another version of its diagram: everything that lives goes to the element of the same id, or to the one that the
 * migration names. Open tasks keep their id, whoever has them and what is written in their form; dates stay.
 * Nothing is changed when there is an obstacle. Pure, as `advance` is; the next event (`clock` is enough) lets go what the new diagram
 * does not hold any more and arms the deadline.
 */
export function migrate(
  from: Plan,
  to: Plan,
  state: State,
  migration: Migration,
): { state: State } | { refusals: Obstacle[] } {
  if (state.endedAt !== null) return { refusals: [ended()] }
  const refusals: Obstacle[] = []
  const atlas = atlasOf(from, to, migration)
  const moved = moveState(atlas, state, refusals)
  const run = runOn(to, moved, migration)
  if (refusals.length === 0) changeData(run, migration, refusals)
  if (refusals.length === 0) attempt(refusals, '', () => moveWaits(atlas, run, state, migration))
  if (refusals.length > 0) return { refusals: once(refusals) }
  note(run, 'act', null, { act: 'migrate', elements: Object.values(migration.elements ?? {}) })
  moved.revision++
  return { state: moved }
}

function moveState(atlas: Atlas, state: State, refusals: Obstacle[]): State {
  const instances = moveInstances(atlas, state, refusals)
  const queue = state.queue.map(it => moveItem(atlas, it, refusals))
  const incidents = state.incidents.map(it => {
    const isOpen = it.resolvedAt === null
    return { ...it, ...placeOf(atlas, it), resume: isOpen ? moveItem(atlas, it.resume, refusals) : it.resume }
  })
  const moved = copyState({ ...state, ...movePast(atlas, state), instances, queue, incidents })
  moved.queue.push(...freeJoins(atlas, moved.instances))
  return moved
}

/** All values are computed before the first is written. */
function changeData(run: Run, { transform = [] }: Migration, refusals: Obstacle[]): void {
  const seat = { parent: 0, index: 0 }
  const values = transform.flatMap(({ name, value }) => {
    const computed = attempt(refusals, name, () => evaluate(run, value, seat, readScope(run, seat)))
    return computed === undefined ? [] : [{ path: name, value: computed }]
  })
  for (const { path, value } of values) {
    attempt(refusals, path, () => {
      if (path === 'case' || path.startsWith('case.'))
        throw new Defect('bad-path', 'I dati della pratica non si cambiano.')
      run.state.document = withValue(run.state.document, path.split('.'), value)
    })
  }
  if (!isObject(run.state.document)) refusals.push(badValue('', ''))
}

function attempt<T>(refusals: Obstacle[], path: string, act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Defect)) throw error
    refusals.push(badValue(path, error.failure.detail ?? error.message))
    return undefined
  }
}

function runOn(plan: Plan, state: State, { at, actor, reason }: Migration): Run {
  return { plan, state, at, actor, reason, commands: [], moved: 0, decide: undefined, today: null }
}

/** Five instances of one element have one obstacle. */
function once(obstacles: Obstacle[]): Obstacle[] {
  const keys = obstacles.map(it => `${it.element ?? ''} ${it.message.en}`)
  return obstacles.filter((_, at) => keys.indexOf(keys[at] ?? '') === at)
}
