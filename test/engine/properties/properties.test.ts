import fc from 'fast-check'
import { advance } from '../../../engine/advance.ts'
import type { State } from '../../../engine/state.ts'
import { check } from '../../../engine/soundness/check.ts'
import type { Finding } from '../../../engine/soundness/report.ts'
import { planOf } from '../support/a-case.ts'
import { draw, eventful, settled } from './blocks.ts'
import type { Block } from './blocks.ts'
import { doneIn, play } from './player.ts'

const picks = fc.array(fc.nat(1000), { minLength: 5, maxLength: 40 })
const RUNS = { numRuns: 80, seed: 20_261_122 }
const TOKENS: Finding['kind'][] = ['deadlock', 'no-way-to-finish', 'unbounded', 'lack-of-synchronisation', 'dead']

jest.setTimeout(120_000)

test('block-structured diagrams complete, and do each step as often as the data say', async () => {
  await fc.assert(
    fc.asyncProperty(settled, picks, async (block, order) => {
      const { xml, data, expected } = draw(block)
      const plan = await planOf(xml)
      const { state } = play(plan, data, order)
      expect(state.status).toBe('completed')
      const done = doneIn(plan, state)
      for (const [element, times] of expected) expect([element, done.get(element) ?? 0]).toEqual([element, times])
    }),
    RUNS,
  )
})

test('with events of every kind they complete, exactly one token leaves each block, and nothing is left behind', async () => {
  await fc.assert(
    fc.asyncProperty(eventful, picks, async (block, order) => {
      const { xml, data } = draw(block)
      const plan = await planOf(xml)
      const { state, commands } = play(plan, data, order)
      expect(state.status).toBe('completed')
      expect(doneIn(plan, state).get('last')).toBe(1)
      expect([state.instances, state.subscriptions, state.queue, state.inbox]).toEqual([[], [], [], []])
      expect(state.steps.every(it => it.leftAt !== null)).toBe(true)
      expect(state.incidents).toEqual([])
      expect(commands.flat().filter(it => it.type === 'finish')).toHaveLength(1)
    }),
    RUNS,
  )
})

test('a state survives JSON at every step, and the same events give the same commands', async () => {
  await fc.assert(
    fc.asyncProperty(eventful, picks, async (block, order) => {
      const { xml, data } = draw(block)
      const plan = await planOf(xml)
      const { events, commands, state } = play(plan, data, order)
      let again: State | null = null
      for (const [move, event] of events.entries()) {
        const result: ReturnType<typeof advance> = advance(plan, again, event)
        expect(result.commands).toEqual(commands[move])
        again = JSON.parse(JSON.stringify(result.state))
        expect(again).toEqual(result.state)
      }
      expect(again).toEqual(state)
    }),
    RUNS,
  )
})

test('the order of simultaneous completions does not change the end', async () => {
  await fc.assert(
    fc.asyncProperty(settled, picks, picks, async (block, one, other) => {
      const { xml, data } = draw(block)
      const plan = await planOf(xml)
      const [first, second] = [play(plan, data, one), play(plan, data, other)]
      expect(second.state.document).toEqual(first.state.document)
      expect(second.state.status).toBe(first.state.status)
      expect(sorted(doneIn(plan, second.state))).toEqual(sorted(doneIn(plan, first.state)))
      expect(new Set(second.state.flows)).toEqual(new Set(first.state.flows))
    }),
    RUNS,
  )
})

describe('check', () => {
  test('finds nothing wrong in a block-structured diagram', async () => {
    let decided = 0
    await fc.assert(
      fc.asyncProperty(eventful, async block => {
        const report = check(await planOf(draw(block).xml), { states: 1_500 })
        expect(report.findings.filter(it => it.severity === 'error' && TOKENS.includes(it.kind))).toEqual([])
        if (report.decided) decided++
      }),
      RUNS,
    )
    expect(decided).toBeGreaterThan(60)
  })

  test('what it calls sound completes, and what is planted it finds', async () => {
    const seen = { sound: 0, unsound: 0 }
    await fc.assert(
      fc.asyncProperty(eventful, fc.nat(20), fc.boolean(), picks, async (block, place, isLeft, order) => {
        const wrong = isLeft ? planted(block, place) : block
        const { xml, data } = draw({ kind: 'row', parts: [wrong, { kind: 'task', as: 'service' }] })
        const plan = await planOf(xml)
        const report = check(plan, { states: 1_500 })
        const found = report.findings.filter(it => TOKENS.includes(it.kind) && it.kind !== 'dead')
        if (isLeft && report.decided) expect(found).not.toEqual([])
        if (!report.decided || found.length > 0) return void seen.unsound++
        seen.sound++
        const { state } = play(plan, data, order)
        expect([state.status, doneIn(plan, state).get('last')]).toEqual(['completed', 1])
      }),
      RUNS,
    )
    expect(Math.min(seen.sound, seen.unsound)).toBeGreaterThan(20)
  })
})

/** Puts a block with a wrong join into a row of the tree. */
function planted(block: Block, place: number): Block {
  const task: Block = { kind: 'task', as: 'user' }
  const defect: Block =
    place % 2 === 0
      ? { kind: 'exclusive', branches: [task, task], pick: 1, wrong: 'parallel' }
      : { kind: 'parallel', branches: [task, task], pick: 1, wrong: 'exclusive' }
  const here: Block = { kind: 'row', parts: [defect, task, block] }
  switch (block.kind) {
    case 'row':
      return { ...block, parts: [planted(block.parts[0] ?? task, place), ...block.parts.slice(1)] }
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
      return { ...block, branches: [planted(block.branches[0] ?? task, place), ...block.branches.slice(1)] }
    case 'loop':
    case 'sub':
    case 'undo':
      return { ...block, body: planted(block.body, place) }
    case 'task':
    case 'many':
    case 'events':
      return here
  }
}

const sorted = (counts: Map<string, number>) => [...counts].toSorted(([a], [b]) => a.localeCompare(b))
