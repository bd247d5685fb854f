import fc from 'fast-check'
import { advance } from '../../engine/advance.ts'
import type { Command } from '../../engine/command.ts'
import type { Act, Event } from '../../engine/event.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import { addDuration } from '../../engine/terms/instants.ts'
import { viewOf } from '../../engine/view-of.ts'
import { CLERK, planOf, T0 } from './support/a-case.ts'
import {
  associate,
  boundary,
  catches,
  diagram,
  el,
  end,
  flow,
  gateway,
  handler,
  on,
  script,
  service,
  start,
  sub,
  term,
  terms,
  throws,
  user,
} from './support/bpmn.ts'

/** A bit of everything, tangled. */
const EVERYTHING = diagram(
  terms(term('t1', 1, { maxSuspensions: 2, maxSuspensionDays: 10 })),
  start(),
  gateway('inclusive', 'g'),
  user('a', { clock: [['t1', 'start']], outputs: { n: 'result.n' } }),
  service('b', { inputs: { n: 'n' }, outputs: { 'b.out': 'result' } }),
  boundary('bx', 'b', on('error', 'no')),
  boundary('bt', 'b', on('timer', 'R3/PT6H'), { cancelActivity: false }),
  boundary('bc', 'b', on('compensate')),
  el('scriptTask', 'undo', { isForCompensation: true, 'iter:result': 'undone' }, '<script>1</script>'),
  sub(
    'p',
    start('ps') +
      el(
        'serviceTask',
        'm',
        { 'iter:operation': 'test.call' },
        '<multiInstanceLoopCharacteristics iter:collection="items" iter:item="item"><completionCondition>nrOfCompletedInstances &gt;= 2</completionCondition></multiInstanceLoopCharacteristics>',
      ) +
      gateway('eventBased', 'ev') +
      catches('e1', on('message', 'one')) +
      catches('e2', on('timer', 'P9D')) +
      catches('e3', on('timer'), { 'iter:term': 't1' }) +
      end('pe') +
      flow('ps -> m -> ev -> e1 -> pe') +
      flow('ev -> e2 -> pe') +
      flow('ev -> e3 -> pe') +
      handler(
        'h',
        start('hs', on('message', 'stop')) +
          user('hu', { clock: [['t1', 'suspend', 'x']] }) +
          end('he', on('escalation', 'up')) +
          flow('hs -> hu -> he'),
      ),
  ),
  boundary('pb', 'p', on('escalation', 'up'), { cancelActivity: false }),
  boundary('pc', 'p', on('condition', 'n > 3')),
  gateway('inclusive', 'j'),
  throws('undoAll', on('compensate')),
  gateway('exclusive', 'again', { default: 'again_end' }),
  end('end', '', { clock: [['t1', 'meet']] }),
  end('e4'),
  script('c', 'if n = null then 1 else n + 1', 'n'),
  flow('s -> g'),
  flow('g -> a', 'n != 3'),
  flow('g -> b', 'n != 0 or n = null'),
  flow('g -> p', 'n != 1'),
  flow('a -> j'),
  flow('b -> j'),
  flow('p -> j'),
  flow('bx -> j'),
  flow('bt -> e4'),
  flow('pb -> e4'),
  flow('pc -> j'),
  flow('j -> undoAll -> c -> again'),
  flow('again -> g', 'n < 3'),
  flow('again -> end'),
  associate('bc', 'undo'),
)

/** A move of the world: which one of the things that can happen now, and with what. */
const move = fc.record({ pick: fc.nat(), n: fc.integer({ min: 0, max: 5 }), hours: fc.integer({ min: 0, max: 300 }) })
type Move = { pick: number; n: number; hours: number }

function happenings(state: State, performed: Map<string, true>, { n, hours }: Move, at: string): Event[] {
  const act = (it: Act): Event => ({ type: 'act', at, actor: CLERK, requestId: 'r', act: it })
  const kinds = ['refused', 'unavailable', 'unknown-outcome'] as const
  const kind = kinds[n % 3] ?? 'refused'
  return [
    ...[...performed.keys()].flatMap((work): Event[] => [
      { type: 'work-done', at, work, output: n },
      { type: 'work-failed', at, work, failure: { kind, code: n % 2 === 0 ? 'no' : 'other', message: '' } },
    ]),
    ...state.tasks.filter(it => it.state === 'open').map(it => act({ type: 'complete', task: it.id, values: { n } })),
    ...state.incidents
      .filter(it => it.resolvedAt === null)
      .map(({ id: incident }) =>
        act(n % 2 === 0 ? { type: 'retry', incident } : { type: 'record-outcome', incident, output: 1, source: 'x' }),
      ),
    { type: 'clock', at: addDuration(at, `PT${hours}H`) },
    { type: 'message', at, id: `one${n}${hours}`, name: 'one', data: {} },
    { type: 'message', at, id: `stop${n}${hours}`, name: 'stop', data: {} },
    act({ type: state.status === 'suspended' ? 'resume' : 'suspend' }),
    act({ type: 'amend', set: [{ path: 'n', value: n }] }),
  ]
}

/** Plays the moves; returns the events, the states after each, and all commands. */
function play(plan: Plan, moves: Move[], items: number) {
  let at = T0
  const performed = new Map<string, true>()
  const events: Event[] = [{ type: 'start', at, data: { n: 2, items: Array.from({ length: items }, (_, i) => i) } }]
  let state: State | null = null
  const commands: Command[] = []
  for (const next of [null, ...moves]) {
    if (next !== null && state !== null) {
      const possible = happenings(state, performed, next, at)
      const event = possible[next.pick % possible.length]
      if (event !== undefined) events.push(event)
    }
    const event = events.at(-1)
    if (event === undefined) continue
    at = event.at
    const result: { state: State; commands: Command[] } = advance(plan, state, event)
    state = JSON.parse(JSON.stringify(result.state))
    commands.push(...result.commands)
    for (const command of result.commands) {
      if (command.type === 'perform') performed.set(command.work.id, true)
      if (command.type === 'cancel-work') performed.delete(command.work)
    }
  }
  if (state === null) throw new Error('nothing was played')
  return { events, state, commands }
}

describe('laws', () => {
  let plan: Plan
  beforeAll(async () => {
    plan = await planOf(EVERYTHING)
  })

  test('the same events give the same state, through JSON or not; nothing throws; the books balance', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), fc.nat(4), (moves, items) => {
        const { events, state, commands } = play(plan, moves, items)
        let again: State | null = null
        for (const event of events) again = advance(plan, again, event).state
        expect(again).toEqual(state)
        balance(plan, state, commands)
        for (const step of viewOf(plan, state).steps) seen.add(`${step.element} ${step.state}`)
      }),
      { numRuns: 150, seed: 7 },
    )
    // The walks come everywhere: a law that nothing tests is none.
    for (const it of [
      'undo done',
      'hu done',
      'bx done',
      'bt done',
      'pb done',
      'pc done',
      'e3 done',
      'm cancelled',
      'end done',
      'b failed',
    ])
      expect(seen).toContain(it)
  })
})

/** What the outside was told to open and to close agrees with what is open. */
function balance(plan: Plan, state: State, commands: Command[]): void {
  const tasks = new Set<string>()
  const works = new Set<string>()
  for (const command of commands) {
    if (command.type === 'open-task') tasks.add(command.task)
    if (command.type === 'close-task') expect(tasks.delete(command.task)).toBe(true)
    if (command.type === 'perform') works.add(command.work.id)
    if (command.type === 'cancel-work') expect(works.has(command.work)).toBe(true)
  }
  expect([...tasks].toSorted()).toEqual(
    state.tasks
      .filter(it => it.state === 'open')
      .map(it => it.id)
      .toSorted(),
  )
  expect(commands.findLast(it => it.type === 'deadline')?.at ?? null).toBe(state.deadline)
  const view = viewOf(plan, state)
  if (state.endedAt !== null) {
    expect([state.instances, state.subscriptions, state.queue]).toEqual([[], [], []])
    expect(view.steps.every(it => it.leftAt !== null)).toBe(true)
  }
  if (state.status !== 'suspended') expect(state.queue).toEqual([])
  const live = state.instances.filter(it => it.node >= 0).map(it => it.id)
  expect(state.steps.filter(it => it.leftAt === null).map(it => it.id)).toEqual(live)
}
