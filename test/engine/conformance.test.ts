import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { betsy } from '../conformance/betsy/adapter.ts'
import { Driver, parseDiagram } from '../conformance/driver.ts'
import { lineOf, runSuite } from '../conformance/run.ts'
import type { SuiteAdapter, Verdict } from '../conformance/suite.ts'
import { boundary, catches, diagram, end, flow, gateway, on, script, service, start, user } from './support/bpmn.ts'
import { ENV } from './support/a-case.ts'

// Beside the repository, where it is present at all.
const folder = join(process.cwd(), '../shared/suites/betsy')

if (existsSync(folder)) {
  test('the Betsy suite', async () => {
    const score = await runSuite(betsy, folder)
    process.stdout.write(`Betsy: ${lineOf(score)}\n`)
    expect(score.unexpected).toEqual([])
    expect(score).toMatchObject({ inside: 183, outside: 27, refused: 27 })
    expect(score.passed).toBeGreaterThanOrEqual(178)
  }, 60_000)
} else {
  test.skip('the Betsy suite is not beside the repository: 210 cases are not run', () => {})
}

test('what does not go as the suite says is counted, named and, unless it is a known exception, held against us', async () => {
  const verdicts: [string, RegExp | null, Verdict][] = [
    ['good', null, { kind: 'passed' }],
    ['bad', null, { kind: 'failed', expected: ['a'], got: ['b'] }],
    ['known', null, { kind: 'refused', reasons: ['The element "x" is not supported.'] }],
    ['healed', null, { kind: 'passed' }],
    ['outside', /"complexGateway"/, { kind: 'refused', reasons: ['The element "complexGateway" is not supported.'] }],
    ['mistaken', /"complexGateway"/, { kind: 'refused', reasons: ['The process has no start.'] }],
    ['runs', /"complexGateway"/, { kind: 'passed' }],
  ]
  const suite: SuiteAdapter = {
    name: 'test',
    reads: () => true,
    cases: () =>
      verdicts.map(([id, outside, verdict]) => ({
        id,
        title: id,
        group: 'g',
        outside,
        play: () => Promise.resolve(verdict),
      })),
    exceptions: { known: 'not built', healed: 'not built' },
  }
  const score = await runSuite(suite, '')
  expect(lineOf(score)).toBe('2 of 4, 1 of 3 refused')
  expect(score.excepted).toEqual([{ title: 'known', why: 'not built' }])
  expect(score.unexpected.map(it => `${it.title}: ${it.why}`)).toEqual([
    'bad: expected a, got b',
    'healed: passes, though listed as an exception',
    'mistaken: refused: The process has no start.',
    'runs: runs, though it uses what is refused',
  ])
})

test('the driver offers an adapter what it needs', async () => {
  const xml = diagram(
    start(),
    user('ask'),
    service('call'),
    boundary('no', 'call', on('error', 'E')),
    gateway('eventBased', 'wait'),
    catches('answer', on('message', 'answer')),
    catches('alarm', on('signal', 'alarm')),
    catches('late', on('timer', 'P3D')),
    script('sum', 'n + 1', 'n'),
    end(),
    flow('s -> ask -> call -> wait -> answer -> sum -> e'),
    flow('wait -> alarm -> e'),
    flow('wait -> late -> e'),
    flow('no -> wait'),
  )
  const parsed = await parseDiagram(xml, ENV)
  if ('refused' in parsed) throw new Error(parsed.refused.join())
  const begin = () => {
    const driver = new Driver(parsed.plan)
    driver.start({ n: 1 })
    return driver
  }
  const answered = begin()
  expect(answered.openTasks).toEqual(['ask'])
  answered.complete('ask', { n: 5 })
  expect(answered.openTasks).toEqual(['call'])
  answered.complete('call')
  answered.deliverMessage('answer')
  expect(answered).toMatchObject({ endState: 'completed', variables: { n: 6 }, incidents: 0 })
  expect(answered.trace).toEqual(['s', 'ask', 'call', 'wait', 'answer', 'sum', 'e'])

  const alarmed = begin()
  alarmed.complete('ask')
  alarmed.refuse('call', 'E')
  alarmed.broadcastSignal('alarm')
  expect(alarmed.trace).toContain('alarm')

  const late = begin()
  late.complete('ask')
  late.complete('call')
  late.moveClock('P2D')
  expect(late.endState).toBe('running')
  late.moveClock('P1D')
  expect(late).toMatchObject({ endState: 'completed' })
  expect(late.trace).toContain('late')
  expect(await parseDiagram(diagram(), ENV)).toEqual({ refused: [expect.any(String)] })
})
