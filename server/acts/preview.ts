import type { z } from 'zod'

import { advance } from '../../engine/advance.ts'
import type { Act, Actor } from '../../engine/event.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { refuse, refuseTooSoon } from '../../engine/refuse.ts'
import type { Incident, State } from '../../engine/state.ts'
import type { actPreview } from '../api/acts.ts'
import type { LiveCase } from './case-state.ts'
import { citizenLine, closingLines, stateLines, taskLines } from './preview-acts.ts'
import {
  calledOffLine,
  closedTaskLine,
  lostWaits,
  openedTaskLine,
  performLine,
  repeatLine,
  stuckLines,
} from './preview-words.ts'
import type { Line, Reader } from './preview-words.ts'

export type Preview = z.input<typeof actPreview>

export interface Previewing {
  act: Act
  actor: Actor
  at: string
  reader: Reader
  /** A path of the document in words. */
  label: (path: string) => Text
  /** A value in words; null for one that the reader may not see. */
  words: (path: string, value: Json) => Text | null
}

/**
 * What an act would do: the engine itself, on the case's present state, with nothing carried out. Holds for this revision only.
 */
export function previewOf({ plan, state }: LiveCase, asked: Previewing): Preview {
  const { act, actor, at } = asked
  const base = { revision: state.revision, at, refusal: null, lines: [], changes: [] }
  const refusal = refuse(plan, state, act, actor) ?? refuseTooSoon(plan, state, act, at)
  if (refusal) return { ...base, refusal: { kind: refusal.kind, message: refusal.message } }
  const done = advance(plan, state, { type: 'act', at, actor, requestId: 'preview', act })
  const isLate = done.state.status === 'running' && done.state.deadline !== null && done.state.deadline <= at
  const clock = isLate ? advance(plan, done.state, { type: 'clock', at }) : { state: done.state, commands: [] }
  const after = clock.state
  const commands = [...done.commands, ...clock.commands]
  const incident = 'incident' in act ? state.incidents.find(it => it.id === act.incident) : undefined
  return {
    ...base,
    lines: [
      ...stateLines(plan, state, after, act, asked.reader),
      ...taskLines(plan, state, act, asked.reader),
      ...repeated(plan, incident, act),
      ...commands.flatMap(it => (it.type === 'perform' ? [performLine(plan, it.work, asked.reader)] : [])),
      ...opened(plan, state, after, asked.reader),
      ...stopped(plan, state, after, asked.reader),
      ...commands.flatMap(it =>
        it.type === 'cancel-work' ? [calledOffLine(plan, elementOf(it.work), asked.reader)] : [],
      ),
      ...closingLines(plan, after, act, asked.reader),
      ...stuckLines(plan, state, after, asked.reader),
      citizenLine(commands, after),
    ],
    changes: [...corrections(state, act, asked), ...newInputs(plan, state, after, incident, asked)],
  }
}

const elementOf = (work: string): string => work.slice(0, work.lastIndexOf('#'))

function repeated(plan: Plan, incident: Incident | undefined, act: Act): Line[] {
  const again = act.type === 'retry' || act.type === 'amend' || act.type === 'not-done'
  return incident && again ? [repeatLine(plan, incident, act.type)] : []
}

function opened(plan: Plan, before: State, after: State, reader: Reader): Line[] {
  const known = new Set(before.tasks.map(it => it.id))
  const fresh = after.tasks.filter(it => !known.has(it.id) && it.state === 'open')
  return fresh.map(it => openedTaskLine(plan, it, reader))
}

function stopped(plan: Plan, before: State, after: State, reader: Reader): Line[] {
  const open = new Set(after.tasks.filter(it => it.state === 'open').map(it => it.id))
  const gone = before.tasks.filter(it => it.state === 'open' && !open.has(it.id))
  return [...gone.map(it => closedTaskLine(plan, it, reader)), ...lostWaits(plan, before, after, reader)]
}

function corrections(state: State, act: Act, { label, words }: Previewing): Preview['changes'] {
  if (act.type !== 'amend') return []
  return act.set
    .map(({ path, value }) => ({ path, before: at(state.document, path), after: value }))
    .filter(it => JSON.stringify(it.before) !== JSON.stringify(it.after))
    .map(it => ({
      path: it.path.slice(0, 200),
      label: label(it.path),
      before: words(it.path, it.before),
      after: words(it.path, it.after),
    }))
}

/** What the repeated step is given otherwise than before, beyond the corrected data themselves. */
function newInputs(
  plan: Plan,
  before: State,
  after: State,
  incident: Incident | undefined,
  { act, label, words }: Previewing,
): Preview['changes'] {
  const inputOf = (state: State): JsonObject => {
    const found = state.instances.find(it => it.id === incident?.instance)
    return found?.kind === 'work' ? found.input : {}
  }
  const node = incident === undefined ? undefined : plan.nodes[incident.node]
  const [was, is] = [inputOf(before), inputOf(after)]
  const set = act.type === 'amend' ? act.set.map(it => it.path) : []
  return (node?.inputs ?? []).flatMap(({ name, value }) => {
    const path = value.text.trim()
    const same = JSON.stringify(was[name]) === JSON.stringify(is[name])
    if (same || set.some(it => it === path || it.startsWith(`${path}.`)) || Object.keys(is).length === 0) return []
    const [old, fresh] = [was[name] ?? null, is[name] ?? null]
    return [{ path: name, label: label(path), before: words(path, old), after: words(path, fresh) }]
  })
}

function at(document: JsonObject, path: string): Json {
  let here: Json | undefined = document
  for (const name of path.split('.')) {
    here = typeof here === 'object' && here !== null && !Array.isArray(here) ? here[name] : undefined
  }
  return here ?? null
}
