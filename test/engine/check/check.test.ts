import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { operationSpecs } from '../../../activities/catalogue.ts'
import { compile } from '../../../engine/compile/compile.ts'
import { check } from '../../../engine/soundness/check.ts'
import type { Report } from '../../../engine/soundness/report.ts'
import { THROW, translate, WAIT } from '../../conformance/betsy/translate.ts'
import { anOperation, planOf } from '../support/a-case.ts'
import {
  associate,
  boundary,
  catches,
  diagram,
  el,
  end,
  file,
  flow,
  gateway,
  handler,
  on,
  pool,
  script,
  service,
  start,
  sub,
  throws,
  user,
} from '../support/bpmn.ts'

const OFFICE = { 'iter:office': 'scuola', 'iter:due': 'P5D' }
const task = (id: string) => user(id, OFFICE)
const NAMED = { operations: [anOperation('test.call')], forms: [], offices: ['scuola'] }

async function reportOf(xml: string): Promise<Report> {
  return check(await planOf(xml, NAMED))
}

const line = ({ kind, element }: Report['findings'][number]) => `${kind} ${element}`
const linesOf = ({ findings }: Report) => findings.map(line)

/** `s -> split -> a, b -> join -> e`. */
const block = (
  split: 'exclusive' | 'parallel' | 'inclusive',
  join: 'exclusive' | 'parallel' | 'inclusive',
  after = task('z'),
) =>
  diagram(
    start(),
    gateway(split, 'g', split === 'exclusive' ? { default: 'g_b' } : {}),
    task('a'),
    task('b'),
    gateway(join, 'j'),
    after,
    end(),
    flow('s -> g'),
    flow('g -> a', split === 'parallel' ? undefined : 'x = 1'),
    flow('g -> b', split === 'inclusive' ? 'x = 2' : undefined),
    flow('b -> j -> z -> e'),
    flow('a -> j'),
  )

describe('the blocks of gateways', () => {
  test.each([
    ['exclusive', 'exclusive', []],
    ['parallel', 'parallel', []],
    ['inclusive', 'inclusive', []],
    ['exclusive', 'inclusive', []],
    ['parallel', 'inclusive', []],
    ['exclusive', 'parallel', ['deadlock j', 'dead z', 'dead e']],
    ['inclusive', 'parallel', ['deadlock j']],
    ['parallel', 'exclusive', ['lack-of-synchronisation z']],
    ['inclusive', 'exclusive', ['lack-of-synchronisation z']],
  ] as const)('%s into %s: %j', async (split, join, expected) => {
    const report = await reportOf(block(split, join))
    // A join that never fires is itself never passed.
    expect(linesOf(report).filter(it => it !== 'dead j')).toEqual([...expected])
    expect(report.decided).toBe(true)
  })

  test('what runs by itself is found as well', async () => {
    const report = await reportOf(block('parallel', 'exclusive', script('z')))
    expect(linesOf(report)).toEqual(['lack-of-synchronisation z'])
  })
})

test('the trace is the shortest way, as data that can be played', async () => {
  const report = await reportOf(block('exclusive', 'parallel'))
  const deadlock = report.findings.find(it => it.kind === 'deadlock')
  expect(deadlock).toMatchObject({ severity: 'error', element: 'j', name: 'j' })
  expect(deadlock?.trace).toEqual([
    { element: null, name: null, choice: 'start', code: null, flows: ['s_g', 'g_a'], active: ['a'] },
    { element: 'a', name: 'a', choice: 'completed', code: null, flows: ['a_j'], active: ['j'] },
  ])
})

test('a deadlock that only an event from around would end is one', async () => {
  const report = await reportOf(
    diagram(
      start(),
      sub(
        'p',
        start('ps') +
          gateway('exclusive', 'g', { default: 'g_b' }) +
          task('a') +
          task('b') +
          gateway('parallel', 'j') +
          end('pe') +
          flow('ps -> g') +
          flow('g -> a', 'x') +
          flow('a -> j') +
          flow('g -> b -> j -> pe'),
      ),
      boundary('late', 'p', on('timer', 'P30D')),
      end(),
      flow('s -> p -> e'),
      flow('late -> e'),
      handler('w', start('ws', on('message', 'withdrawal')) + end('we') + flow('ws -> we')),
    ),
  )
  expect(linesOf(report)).toContain('deadlock j')
})

test('a join whose partner ends the scope, and a wait that has its own time-out, are no deadlocks', async () => {
  const terminated = await reportOf(
    diagram(
      start(),
      gateway('parallel', 'f'),
      task('a'),
      task('b'),
      gateway('exclusive', 'x', { default: 'x_j' }),
      gateway('parallel', 'j'),
      end('stop', on('terminate')),
      end(),
      flow('s -> f -> a -> j -> e'),
      flow('f -> b -> x -> j'),
      flow('x -> stop', 'bad'),
    ),
  )
  expect(linesOf(terminated)).toEqual([])
  const awaited = await reportOf(
    file(
      pool(
        'one',
        start(),
        gateway('exclusive', 'x', { default: 'x_r' }),
        throws('t', on('message', 'm')),
        el('receiveTask', 'r', { messageRef: 'message_m' }),
        boundary('rt', 'r', on('timer', 'P1D')),
        end(),
        flow('s -> x -> r -> e'),
        flow('x -> t', 'c'),
        flow('t -> r'),
        flow('rt -> e'),
      ),
    ),
  )
  expect(linesOf(awaited)).toEqual([])
})

test('a message that nobody sends any more is waited for in vain', async () => {
  const report = await reportOf(
    file(
      pool(
        'one',
        start(),
        gateway('exclusive', 'x', { default: 'x_e' }),
        throws('t', on('message', 'm')),
        end(),
        flow('s -> x -> e'),
        flow('x -> t', 'c'),
        flow('t -> e'),
      ),
      pool(
        'two',
        start('s2'),
        catches('r', on('message', 'm'), { 'iter:unlimited': 'il primo processo risponde subito' }),
        end('e2'),
        flow('s2 -> r -> e2'),
      ),
    ),
  )
  expect(linesOf(report)).toEqual(['deadlock r'])
})

test('no way to finish: a circle without a way out', async () => {
  const report = await reportOf(
    diagram(
      start(),
      gateway('exclusive', 'x', { default: 'x_a' }),
      gateway('exclusive', 'm'),
      task('a'),
      task('b'),
      end(),
      flow('s -> x'),
      flow('x -> e', 'done'),
      flow('x -> a -> m'),
      flow('m -> b -> m'),
    ),
  )
  expect(linesOf(report)).toEqual(['no-way-to-finish a'])
  expect(report.findings[0]?.trace.at(-1)).toMatchObject({ choice: 'start', active: ['a'] })
})

test('a circle without a wait is found, and with a way out that nobody can be sure of is none', async () => {
  const report = await reportOf(
    diagram(
      start(),
      gateway('exclusive', 'm'),
      gateway('parallel', 'f'),
      end(),
      flow('s -> m -> f -> m'),
      flow('f -> e'),
    ),
  )
  expect(report.findings.map(line)).toContain('no-way-to-finish null')
})

test('tokens without end', async () => {
  const report = await reportOf(
    diagram(
      start(),
      gateway('exclusive', 'm'),
      task('a'),
      gateway('parallel', 'f'),
      task('b'),
      end(),
      flow('s -> m -> a -> f -> m'),
      flow('f -> b -> e'),
    ),
  )
  expect(linesOf(report).filter(it => it.startsWith('unbounded'))).toEqual(['unbounded b'])
  const finding = report.findings.find(it => it.kind === 'unbounded')
  expect(finding?.severity).toBe('error')
  expect(finding?.trace.map(it => it.element)).toEqual([null, 'a', 'a'])
})

test('a reminder in a circle is a warning only: it is a question of time', async () => {
  const report = await reportOf(
    diagram(
      start(),
      gateway('exclusive', 'm'),
      task('a'),
      boundary('late', 'a', on('timer', 'P3D'), { cancelActivity: false }),
      task('remind'),
      gateway('exclusive', 'x', { default: 'x_m' }),
      end('e2'),
      end(),
      flow('s -> m -> a -> x -> m'),
      flow('x -> e', 'ok'),
      flow('late -> remind -> e2'),
    ),
  )
  expect(report.findings.filter(it => it.severity === 'error')).toEqual([])
  expect(linesOf(report)).toContain('unbounded remind')
})

test('dead elements: behind a join that never fires, an error that nothing throws', async () => {
  const report = await reportOf(
    diagram(
      start(),
      task('a'),
      boundary('no', 'a', on('error', 'E')),
      task('b'),
      end(),
      flow('s -> a -> e'),
      flow('no -> b -> e'),
    ),
  )
  expect(linesOf(report)).toEqual(['dead no', 'dead b'])
})

test('a step that may fail is not taken for one with the next, which may not', async () => {
  const inner = start('ps') + service('a') + task('b') + end('pe') + flow('ps -> a -> b -> pe')
  const report = await reportOf(
    diagram(
      start(),
      sub('p', inner),
      boundary('no', 'p', on('error', 'E')),
      end(),
      end('failed'),
      flow('s -> p -> e'),
      flow('no -> failed'),
    ),
  )
  expect(linesOf(report)).toEqual([])
})

test('sound: boundaries, handlers, loops, instances, compensation, choices of events', async () => {
  const xml = diagram(
    start(),
    service('a'),
    boundary('ae', 'a', on('error', 'no')),
    boundary('at', 'a', on('timer', 'PT1H'), { cancelActivity: false }),
    service(
      'b',
      {},
      '<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality><completionCondition>x</completionCondition></multiInstanceLoopCharacteristics>',
    ),
    boundary('bc', 'b', on('compensate')),
    el('scriptTask', 'undo', { isForCompensation: true }, '<script>1</script>'),
    sub(
      'p',
      start('ps') +
        gateway('eventBased', 'g') +
        catches('m', on('message', 'one')) +
        catches('t', on('timer', 'P1D')) +
        end('pe', on('error', 'E')) +
        end('pe2') +
        flow('ps -> g -> m -> pe') +
        flow('g -> t -> pe2') +
        handler(
          'h',
          el('startEvent', 'hs', { isInterrupting: false }, on('message', 'two')) +
            task('ht') +
            end('he') +
            flow('hs -> ht -> he'),
        ),
      {},
    ),
    boundary('px', 'p', on('error', 'E')),
    throws('c', on('compensate')),
    end(),
    end('late'),
    gateway('exclusive', 'n'),
    flow('s -> a -> n'),
    flow('ae -> n -> b -> p -> e'),
    flow('at -> late'),
    flow('px -> c -> e'),
    associate('bc', 'undo'),
  )
  const report = await reportOf(xml)
  expect(report).toMatchObject({ decided: true, findings: [] })
})

describe('what the law asks', () => {
  const wait = (options = {}, ...more: string[]) =>
    reportOf(diagram(start(), catches('w', on('message', 'm'), options), end(), flow('s -> w -> e'), ...more))

  test('a wait has a deadline or a reason', async () => {
    expect(linesOf(await wait())).toEqual(['no-deadline w'])
    expect(linesOf(await wait({ 'iter:unlimited': 'la legge non lo prevede' }))).toEqual([])
    const around = handler('h', start('hs', on('timer', 'P30D')) + end('he') + flow('hs -> he'))
    expect(linesOf(await wait({}, around))).toEqual([])
  })

  test('a choice of events with a timer, a task with a due date, and an office for each task', async () => {
    const report = await reportOf(
      diagram(
        start(),
        gateway('eventBased', 'g'),
        catches('m', on('message', 'm')),
        catches('t', on('timer', 'P1D')),
        user('u', { 'iter:office': 'scuola' }),
        user('v', { 'iter:due': 'P1D' }),
        end(),
        flow('s -> g -> m -> u -> v -> e'),
        flow('g -> t -> e'),
      ),
    )
    expect(report.findings.map(it => `${it.severity} ${line(it)}`)).toEqual([
      'warning no-deadline u',
      'error no-office v',
    ])
  })
})

test('stops honestly', async () => {
  const plan = await planOf(block('parallel', 'parallel'), NAMED)
  const report = check(plan, { states: 2 })
  expect(report).toMatchObject({ decided: false, findings: [{ kind: 'undecided', severity: 'warning' }] })
  expect(report.findings[0]?.message.it).toMatch(/Non deciso entro \d+ stati/)
})

test('wide diagrams: ten branches of three steps each', async () => {
  const names = Array.from({ length: 10 }, (_, at) => `b${at}`)
  const branches = names.map(
    it => script(`${it}x`) + service(`${it}y`) + task(it) + flow(`f -> ${it}x -> ${it}y -> ${it} -> j`),
  )
  const report = await reportOf(
    diagram(
      start(),
      gateway('parallel', 'f'),
      ...branches,
      gateway('parallel', 'j'),
      end(),
      flow('s -> f'),
      flow('j -> e'),
    ),
  )
  expect(report).toMatchObject({ decided: true, findings: [] })
  // Two places a branch, and the end.
  expect(report.states).toBe(2 ** 10 + 1 - 1)
})

test('the canteen enrolment is sound and lawful', async () => {
  const folder = resolve(__dirname, '../../../workflows/procedures/canteen-enrolment')
  const forms = JSON.parse(readFileSync(resolve(folder, 'forms.json'), 'utf8'))
  const operations: any = JSON.parse(JSON.stringify(operationSpecs()))
  const plan = await planOf(readFileSync(resolve(folder, 'process.bpmn'), 'utf8'), { operations, forms })
  const report = check(plan)
  expect(report).toMatchObject({ decided: true, findings: [] })
  expect(report.states).toBeGreaterThan(50)
})

const suite = resolve(process.cwd(), '../shared/suites/betsy')

/** Patterns of the Betsy suite that are drawn to show a deadlock or several tokens; all its other diagrams are sound. */
const SHOWN = [
  'EventBasedGateway_Signals deadlock ParallelGateway_2',
  'ExclusiveDiverging_ParallelConverging deadlock ParallelGateway_2',
  'InclusiveDiverging_ExclusiveConverging lack-of-synchronisation end',
  'InclusiveDiverging_ParallelConverging deadlock ParallelGateway_2',
  'ParallelDiverging_ExclusiveConverging lack-of-synchronisation end',
  'Token_Cardinality_Split_Default lack-of-synchronisation receive',
  'WCP05_SimpleMerge lack-of-synchronisation end',
  'WCP08_MultiMerge lack-of-synchronisation end',
]

const whenPresent = existsSync(suite) ? test : test.skip
whenPresent(
  'the Betsy suite: every diagram is decided, and only what is drawn to be unsound is',
  async () => {
    const operations = [anOperation(WAIT), anOperation(THROW)]
    const found: string[] = []
    let plans = 0
    for (const name of readdirSync(suite, { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('.bpmn'))) {
      const { plan } = await compile(translate(readFileSync(resolve(suite, name), 'utf8')), { operations, forms: [] })
      if (plan === null) continue
      plans++
      const report = check(plan)
      expect([name, report.decided]).toEqual([name, true])
      const tokens = report.findings.filter(it => it.kind !== 'dead' && it.kind !== 'no-deadline')
      found.push(...tokens.map(it => `${basename(name, '.bpmn')} ${line(it)}`))
    }
    expect(plans).toBeGreaterThan(100)
    expect(found.toSorted((a, b) => a.localeCompare(b))).toEqual(SHOWN)
  },
  60_000,
)
