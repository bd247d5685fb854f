import { advance } from '../../../engine/advance.ts'
import { parseExpression } from '../../../engine/feel/parse.ts'
import { migrate } from '../../../engine/migration/migrate.ts'
import type { Migration } from '../../../engine/migration/migration.ts'
import { previewMigration } from '../../../engine/migration/preview.ts'
import type { Mapping } from '../../../engine/plan.ts'
import { Case, CLERK, planOf, T0 } from '../support/a-case.ts'
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
  throws,
  user,
} from '../support/bpmn.ts'

const LATER = '2026-09-11T08:00:00.000Z'

const how = (extra: Partial<Migration> = {}): Migration => ({
  at: LATER,
  actor: CLERK,
  reason: 'delibera 12',
  ...extra,
})

/** A case of the first diagram, taken somewhere, then moved to the second. */
async function moved(from: string, to: string, take: (c: Case) => unknown, extra: Partial<Migration> = {}) {
  const c = new Case(await planOf(from))
  take(c)
  const target = await planOf(to)
  const before = JSON.stringify(c.current)
  const result = migrate(c.plan, target, c.current, how(extra))
  expect(JSON.stringify(c.current)).toBe(before)
  if ('refusals' in result) return { refusals: result.refusals.map(it => `${it.element}: ${it.message.en}`) }
  expect(JSON.parse(JSON.stringify(result.state))).toEqual(result.state)
  const next = new Case(target)
  next.state = result.state
  next.all = c.all
  next.now = LATER
  return { case: next }
}

async function case_(...args: Parameters<typeof moved>): Promise<Case> {
  const { case: next, refusals } = await moved(...args)
  if (next === undefined) throw new Error(refusals?.join())
  return next
}

const line = (steps: string, ...elements: string[]) => diagram(start(), end(), ...elements, flow(`s -> ${steps} -> e`))

test('an open task keeps its id and who has it; the case goes on by the new diagram', async () => {
  const c = await case_(
    line('a', user('a', { 'iter:office': 'scuola' })),
    line('z -> a -> b', service('z'), user('a', { 'iter:office': 'mensa' }), service('b')),
    it => {
      it.start()
      it.act({ type: 'claim', task: it.task('a'), assignee: 'anna' })
    },
  )
  expect(c.current.tasks).toMatchObject([{ id: 'a#3', assignee: 'anna', office: 'mensa', state: 'open' }])
  c.complete('a')
  expect(c.active).toEqual(['b'])
  expect(c.done('b').status).toBe('completed')
})

test('an explicit mapping renames; the task keeps its id all the same, a reassigned one its office', async () => {
  const c = await case_(
    line('a', user('a', { 'iter:office': 'scuola' })),
    line('x', user('x', { 'iter:office': 'mensa' })),
    it => {
      it.start()
      it.act({ type: 'reassign', task: it.task('a'), office: 'tributi' })
    },
    { elements: { a: 'x' } },
  )
  expect(c.current.tasks).toMatchObject([{ id: 'a#3', element: 'x', office: 'tributi' }])
  expect(c.active).toEqual(['x'])
  expect(c.complete('x').status).toBe('completed')
})

test('the history says who did it and why; done steps that the new diagram has not keep their name', async () => {
  const c = await case_(line('old -> a', script('old'), user('a')), line('a', user('a')), it => it.start())
  expect(c.view.history.at(-1)).toMatchObject({
    at: LATER,
    type: 'act',
    actor: CLERK,
    reason: 'delibera 12',
    detail: { act: 'migrate' },
  })
  expect(c.view.steps.map(it => [it.element, it.name, it.state])).toEqual([
    ['s', 's', 'done'],
    ['old', 'old', 'done'],
    ['a', 'a', 'active'],
  ])
})

test('what an element that is gone told only one office stays with that office', async () => {
  const c = await case_(
    line('old -> a', el('scriptTask', 'old', { 'iter:confidential': 'tutela' }, '<script>1</script>'), user('a')),
    line('a', user('a')),
    it => it.start(),
  )
  expect(c.view.confidential).toEqual([{ element: 'old', office: 'tutela', flows: [] }])
  expect(c.view.steps.find(it => it.element === 'old')).toMatchObject({ confidential: 'tutela' })
})

describe('refused, with the reason', () => {
  test.each([
    [
      'a live step that is gone',
      line('a', user('a')),
      line('b', user('b')),
      {},
      'a: The new diagram has this step no more',
    ],
    [
      'another kind',
      line('a', user('a')),
      line('a', service('a')),
      {},
      'a: In the new diagram the step is of another kind',
    ],
    [
      'another wait',
      line('a', catches('a', on('message', 'm'))),
      line('a', catches('a', on('timer', 'P1D'))),
      {},
      'a: In the new diagram the step is of another kind (message → timer)',
    ],
    [
      'repeated now',
      line('a', user('a')),
      line(
        'a',
        el(
          'userTask',
          'a',
          {},
          '<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>',
        ),
      ),
      {},
      'a: In the new diagram the step is of another kind (loop)',
    ],
    [
      'another level',
      line('a', user('a')),
      line('p', sub('p', start('ps') + user('a') + end('pe') + flow('ps -> a -> pe'))),
      {},
      'a: In the new diagram the step is in another sub-process',
    ],
    [
      'work under another id',
      line('a', service('a')),
      line('b', service('b')),
      { elements: { a: 'b' } },
      'a: The work has been given outside under its old id',
    ],
  ])('%s', async (_, from, to, extra, reason) => {
    const { refusals } = await moved(from, to, it => it.start(), extra)
    expect(refusals).toHaveLength(1)
    expect(refusals?.[0]).toContain(reason)
  })

  test('an ended case', async () => {
    const { refusals } = await moved(line('a', script('a')), line('a', script('a')), it => it.start())
    expect(refusals).toEqual(['null: The case has ended.'])
  })

  test('what was done and could be undone, but no longer', async () => {
    const from = diagram(
      start(),
      script('a'),
      boundary('ab', 'a', on('compensate')),
      el('scriptTask', 'undo', { isForCompensation: true }, '<script>1</script>'),
      user('b'),
      throws('c', on('compensate')),
      end(),
      flow('s -> a -> b -> c -> e'),
      associate('ab', 'undo'),
    )
    const { refusals } = await moved(from, line('a -> b', script('a'), user('b')), it => it.start())
    expect(refusals).toEqual(['a: It has been done and could be undone; in the new diagram it cannot.'])
    const kept = await case_(from, from, it => it.start())
    kept.complete('b')
    expect(kept.passed).toContain('undo')
  })
})

describe('time', () => {
  const timed = (days: string, ...more: string[]) =>
    line('a', user('a'), boundary('t', 'a', on('timer', days)), end('late'), flow('t -> late'), ...more)

  test('a deadline keeps its date, unless it is to be computed anew', async () => {
    const c = await case_(timed('P30D'), timed('P60D'), it => it.start())
    c.tick(LATER)
    expect(c.current.deadline).toBe('2026-10-01T08:00:00.000Z')
    const anew = await case_(timed('P30D'), timed('P60D'), it => it.start(), { timersAnew: ['t'] })
    expect(anew.tick(LATER).current.deadline).toBe('2026-10-31T08:00:00.000Z')
    expect(anew.commands).toContainEqual({ type: 'deadline', at: '2026-10-31T08:00:00.000Z' })
  })

  test('a new timer counts from the start of the activity, and fires at once when it is over', async () => {
    const c = await case_(line('a', user('a')), timed('P15D'), it => it.start())
    expect(c.tick(LATER).current.deadline).toBe('2026-09-16T08:00:00.000Z')
    const over = await case_(line('a', user('a')), timed('P5D'), it => it.start())
    expect(over.tick(LATER).status).toBe('completed')
    expect(over.passed).toContain('late')
    expect(over.current.tasks[0]?.state).toBe('cancelled')
  })

  test('what has happened already does not begin again, what is gone is forgotten', async () => {
    const reminder = line(
      'a',
      user('a'),
      boundary('t', 'a', on('timer', 'P1D'), { cancelActivity: false }),
      end('done'),
      flow('t -> done'),
    )
    const c = await case_(reminder, reminder, it => it.start().tick())
    expect(c.current.subscriptions).toEqual([])
    const dropped = await case_(timed('P30D'), line('a', user('a')), it => it.start())
    expect(dropped.current.subscriptions).toEqual([])
    expect(dropped.tick(LATER).current.deadline).toBeNull()
  })

  test('a new handler of the process counts from its start; one that has interrupted stays alone', async () => {
    const late = handler('h', start('hs', on('timer', 'P20D')) + user('hu') + end('he') + flow('hs -> hu -> he'))
    const c = await case_(line('a', user('a')), line('a', user('a'), late), it => it.start())
    expect(c.tick(LATER).current.deadline).toBe('2026-09-21T08:00:00.000Z')
    const stop = handler('w', start('ws', on('message', 'stop')) + user('wu') + end('we') + flow('ws -> wu -> we'))
    const stopped = await case_(line('a', user('a'), stop), line('a', user('a'), stop, late), it =>
      it.start().message('stop'),
    )
    expect(stopped.current.subscriptions).toEqual([])
    expect(stopped.complete('wu').status).toBe('completed')
  })

  test('a choice of events goes on with its message, its date, and what is new', async () => {
    const choice = (...more: string[]) =>
      line(
        'g -> m',
        gateway('eventBased', 'g'),
        catches('m', on('message', 'm')),
        catches('t', on('timer', 'P10D')),
        flow('g -> t -> e'),
        ...more,
      )
    const c = await case_(choice(), choice(catches('n', on('message', 'n')), flow('g -> n -> e')), it => it.start())
    expect(c.current.subscriptions.map(it => it.on)).toEqual(['timer', 'message', 'message'])
    expect(c.message('n').status).toBe('completed')
  })
})

describe('tokens that wait to be joined', () => {
  const fork = (join: string, ...more: string[]) =>
    diagram(
      start(),
      gateway('parallel', 'f'),
      user('a'),
      user('b'),
      gateway('parallel', join),
      end(),
      flow(`s -> f -> a -> ${join} -> e`),
      ...more,
    )

  test('go by their flow', async () => {
    const c = await case_(
      fork('j', flow('f -> b -> j')),
      fork('j', user('c'), flow('f -> b -> j'), flow('f -> c -> j')),
      it => it.start().complete('a'),
    )
    c.complete('b')
    // The third branch was never begun.
    expect(c.status).toBe('running')
    expect(c.current.instances[0]).toMatchObject({ arrivals: { [c.plan.flows.findIndex(it => it.id === 'a_j')]: 1 } })
  })

  test('go on at once when nothing is missing any more', async () => {
    const c = await case_(
      fork(
        'j',
        user('c'),
        flow('f -> b -> j'),
        flow('f -> c -> j'),
        boundary('x', 'c', on('message', 'x')),
        end('xe'),
        flow('x -> xe'),
      ),
      fork('j', flow('f -> b -> j')),
      it => it.start().complete('a').complete('b').message('x'),
    )
    expect(c.status).toBe('running')
    expect(c.tick(LATER).status).toBe('completed')
  })

  test('are refused when their flow is gone, and go where they are told', async () => {
    const to = fork('k', flow('f -> b -> k'))
    const from = fork('j', flow('f -> b -> j'))
    const { refusals } = await moved(from, to, it => it.start().complete('a'))
    expect(refusals?.[0]).toContain('j: A path waits here to be joined')
    const c = await case_(from, to, it => it.start().complete('a'), { elements: { j: 'k', a_j: 'a_k' } })
    expect(c.complete('b').status).toBe('completed')
  })
})

describe('data', () => {
  const value = (path: string, feel: string): Mapping => {
    const parsed = parseExpression(feel)
    if (!('ast' in parsed)) throw new Error(feel)
    return { name: path, value: { text: feel, ast: parsed.ast } }
  }
  const same = line('a', user('a'))

  test('are written by one transformation, every value from the document as it was', async () => {
    const transform = [value('fee.cents', 'euro * 100'), value('euro', 'null'), value('was', 'euro')]
    const c = await case_(same, same, it => it.start({ euro: 12 }), { transform })
    expect(c.document).toEqual({ euro: null, fee: { cents: 1200 }, was: 12 })
  })

  test('that cannot be computed, or are the case’s own, refuse the migration', async () => {
    const broken = await moved(same, same, it => it.start({ euro: 12 }), { transform: [value('euro.cents', '1200')] })
    expect(broken.refusals?.[0]).toContain('The new value of "euro.cents" cannot be computed')
    const own = await moved(same, same, it => it.start(), { transform: [value('case.number', '1')] })
    expect(own.refusals).toHaveLength(1)
  })
})

test('an incident goes over with what it will do again; a suspended case with its tokens', async () => {
  const c = await case_(line('a', service('a')), line('a -> b', service('a'), user('b')), it =>
    it.start().failed('a', { kind: 'misconfigured' }),
  )
  c.act({ type: 'retry', incident: c.incident().id })
  expect(c.done('a').active).toEqual(['b'])
  const suspended = await case_(
    line('a -> c', service('a'), user('c')),
    line('b -> a -> c', script('b'), service('a'), user('c')),
    it => {
      it.start().act({ type: 'suspend' })
      it.done('a')
    },
  )
  expect(suspended.act({ type: 'resume' }).active).toEqual(['c'])
})

test('the preview is the same function over many cases, and changes none', async () => {
  const from = await planOf(line('a -> b', user('a'), user('b')))
  const to = await planOf(line('b', user('b')))
  const at = (element: 'a' | 'b') => {
    const c = new Case(from).start()
    if (element === 'b') c.complete('a')
    return c.current
  }
  const cases = [1, 2, 3].map(n => ({ id: `c${n}`, state: at(n === 2 ? 'b' : 'a') }))
  const preview = previewMigration(from, to, cases, how())
  expect(preview.ready).toEqual(['c2'])
  expect(preview.refused.map(it => [it.obstacle.element, it.cases])).toEqual([['a', ['c1', 'c3']]])
})

test('the first event on the old plan after it is a defect, not a silent loss', async () => {
  const from = await planOf(line('a', user('a')))
  const to = await planOf(line('z -> y -> x -> a', script('z'), script('y'), script('x'), user('a')))
  const c = new Case(from).start()
  const result = migrate(from, to, c.current, how())
  if ('refusals' in result) throw new Error('refused')
  const event = {
    type: 'act',
    at: T0,
    actor: CLERK,
    requestId: 'r',
    act: { type: 'complete', task: c.task('a'), values: {} },
  } as const
  expect(() => advance(from, result.state, event)).toThrow(/belongs to another plan/)
})
