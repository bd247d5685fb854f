import type { Act, Failure } from '../../engine/event.ts'
import { operationOf } from '../../engine/operation-of.ts'
import { refuse, refuseTooSoon } from '../../engine/refuse.ts'
import { aCase, anOperation, CLERK, ENV } from './support/a-case.ts'
import type { Case } from './support/a-case.ts'
import {
  boundary,
  catches,
  diagram,
  el,
  end,
  flow,
  gateway,
  on,
  script,
  service,
  start,
  sub,
  user,
} from './support/bpmn.ts'

const form = {
  key: 'f',
  title: { it: 'Modulo', en: 'Form' },
  facts: [],
  fields: [{ key: 'ok', label: { it: 'Va bene', en: 'Fine' }, type: 'boolean' as const, required: true }],
}
const env = {
  operations: [
    anOperation('test.call'),
    anOperation('test.identity', { recordable: false }),
    anOperation('test.send', { repeat: 'person' }),
  ],
  forms: [form],
}
const line = (operation = 'test.call') =>
  diagram(
    start(),
    service('w', { 'iter:operation': operation, inputs: { n: 'n' }, outputs: { out: 'result.x + 0' } }),
    user('t', { 'iter:form': 'f', 'iter:office': 'scuola' }),
    end(),
    flow('s -> w -> t -> e'),
  )

async function failing(failure: Partial<Failure>, operation?: string): Promise<Case> {
  const c = await aCase(line(operation), env)
  return c.start({ n: 1 }).failed('w', failure)
}

describe('what a person may do about a failure', () => {
  test.each([
    [{ kind: 'unavailable' }, 'test.call', ['retry', 'record-outcome', 'close']],
    [{ kind: 'unavailable' }, 'test.identity', ['retry', 'close']],
    [{ kind: 'unavailable', touched: true }, 'test.call', ['retry', 'record-outcome', 'not-done', 'close']],
    [{ kind: 'misconfigured' }, 'test.call', ['retry', 'record-outcome', 'close']],
    [{ kind: 'refused' }, 'test.call', ['retry', 'amend', 'record-outcome', 'close']],
    [{ kind: 'unknown-outcome' }, 'test.call', ['retry', 'record-outcome', 'not-done', 'close']],
    [{ kind: 'unknown-outcome' }, 'test.send', ['record-outcome', 'not-done', 'close']],
    [{ kind: 'defect' }, 'test.call', ['retry', 'amend', 'record-outcome', 'close']],
  ] as [Partial<Failure>, string, string[]][])('%j of %s: %j', async (failure, operation, allowed) => {
    const c = await failing(failure, operation)
    expect(c.incident()).toMatchObject({
      operation,
      element: 'w',
      work: c.work('w').id,
      allowed,
      heals: failure.kind === 'unavailable',
    })
    expect(c.view.phase).toBe('blocked')
    expect(c.view.steps.at(-1)?.state).toBe('failed')
  })
})

describe('acts on incidents', () => {
  const on_ = (c: Case, act: (incident: string) => Act) => c.act(act(c.incident().id))

  test('retry repeats a technical failure as the same attempt', async () => {
    const c = on_(await failing({}), incident => ({ type: 'retry', incident }))
    expect(c.works('w').map(it => [it.attempt, it.input])).toEqual([
      [1, { n: 1 }],
      [1, { n: 1 }],
    ])
    expect(c.view.incidents).toMatchObject([{ resolvedAt: c.now, allowed: [] }])
    expect(c.done('w', { x: 1 }).document['out']).toBe(1)
  })

  test('retry after an answer is a new attempt', async () => {
    const c = on_(await failing({ kind: 'refused' }), incident => ({ type: 'retry', incident }))
    expect(c.works('w').map(it => it.attempt)).toEqual([1, 2])
  })

  test('amend corrects the document and asks anew', async () => {
    const c = on_(await failing({ kind: 'refused' }), incident => ({
      type: 'amend',
      incident,
      set: [
        { path: 'n', value: 7 },
        { path: 'a.b', value: 1 },
      ],
    }))
    expect(c.works('w').map(it => [it.attempt, it.input])).toEqual([
      [1, { n: 1 }],
      [2, { n: 7 }],
    ])
    expect(c.document).toEqual({ n: 7, a: { b: 1 } })
    expect(c.view.history.find(it => it.type === 'act')).toMatchObject({
      element: 'w',
      actor: CLERK,
      detail: { act: 'amend', paths: ['n', 'a.b'] },
    })
  })

  test('record-outcome goes on with what the person found out', async () => {
    const c = on_(await failing({ kind: 'unknown-outcome' }), incident => ({
      type: 'record-outcome',
      incident,
      output: { x: 5 },
      source: 'telefonata',
    }))
    expect(c.document['out']).toBe(5)
    expect(c.active).toEqual(['t'])
    expect(c.view.history.find(it => it.type === 'work-done')?.detail).toEqual({ source: 'telefonata', recorded: true })
  })

  test('not-done is a new attempt with the same input', async () => {
    const c = on_(await failing({ kind: 'unknown-outcome' }), incident => ({
      type: 'not-done',
      incident,
      source: 'telefonata',
    }))
    expect(c.works('w').map(it => [it.attempt, it.input])).toEqual([
      [1, { n: 1 }],
      [2, { n: 1 }],
    ])
  })

  test.each([
    [{ kind: 'unknown-outcome' }, 'mancano 5 secondi'],
    [{ kind: 'unavailable', touched: true }, 'mancano 5 secondi'],
    [{ kind: 'unavailable' }, null],
    [{ kind: 'refused' }, null],
  ] as const)('what came of %j is said when its time has passed: %s', async (failure, refusal) => {
    const c = await failing(failure)
    const incident = c.incident().id
    const { plan, current } = c
    const at = (seconds: number) => new Date(Date.parse(c.now) + seconds * 1000).toISOString()
    const stated: Act = { type: 'record-outcome', incident, output: {}, source: 'x' }
    for (const act of [stated, { type: 'not-done', incident, source: 'x' } as const]) {
      const first = refuseTooSoon(plan, current, act, at(0))
      if (refusal === null) expect(first).toBeNull()
      else expect(first).toMatchObject({ kind: 'not-allowed', message: expect.stringContaining(refusal) })
      expect(refuseTooSoon(plan, current, act, at(4.5))?.message ?? null).toEqual(
        refusal && expect.stringContaining('manca 1 secondo'),
      )
      expect(refuseTooSoon(plan, current, act, at(5))).toBeNull()
    }
    expect(refuseTooSoon(plan, current, { type: 'retry', incident }, at(0))).toBeNull()
  })

  test('a late answer of work that has failed changes nothing', async () => {
    const c = await failing({})
    const before = c.state
    c.done('w', { x: 1 })
    expect(c.state).toEqual(before)
  })
})

describe('expressions that fail', () => {
  test('on the way in: the step is tried again when the data are right', async () => {
    const c = await aCase(
      diagram(
        start(),
        el('callActivity', 'c', { calledElement: 'x', 'iter:separate': true }),
        end(),
        flow('s -> c -> e'),
      ),
    )
    c.start()
    expect(c.status).toBe('running')
    const d = await aCase(diagram(start(), catches('c', on('timer', 'due')), end(), flow('s -> c -> e')))
    d.start({ due: 1 })
    const [step] = d.view.steps.filter(it => it.element === 'c')
    expect(step?.state).toBe('failed')
    d.act({ type: 'amend', incident: d.incident().id, set: [{ path: 'due', value: 'PT1H' }] }).tick()
    expect(d.status).toBe('completed')
  })

  test('on the way out: the answer is kept', async () => {
    const c = await aCase(
      diagram(start(), service('w', { outputs: { first: '1', 'n.x': 'result.v' } }), end(), flow('s -> w -> e')),
    )
    c.start({ n: 1 }).done('w', { v: 3 })
    expect(c.incident()).toMatchObject({ element: 'w', failure: { code: 'bad-path' } })
    expect(c.document).toEqual({ n: 1 })
    c.act({ type: 'amend', incident: c.incident().id, set: [{ path: 'n', value: {} }] })
    expect(c.works('w')).toHaveLength(1)
    expect(c.document).toEqual({ first: 1, n: { x: 3 } })
    expect(c.status).toBe('completed')
  })

  test('at a gateway that knows no way', async () => {
    const c = await aCase(
      diagram(
        start(),
        gateway('exclusive', 'g'),
        end('a'),
        end('b'),
        flow('s -> g'),
        flow('g -> a', 'n = 1'),
        flow('g -> b', 'n = 2'),
      ),
    )
    c.start({ n: 3 })
    expect(c.incident()).toMatchObject({ element: 'g', operation: '', failure: { code: 'no-flow' } })
    c.act({ type: 'amend', incident: c.incident().id, set: [{ path: 'n', value: 2 }] })
    expect(c.passed).toContain('b')
    expect(c.status).toBe('completed')
  })

  test('a diagram that runs in a circle stops', async () => {
    const c = await aCase(diagram(start(), gateway('exclusive', 'g'), script('a'), flow('s -> g -> a -> g')))
    c.start()
    expect(c.incident().failure).toMatchObject({ kind: 'defect', code: 'step-limit' })
    expect(c.current.queue).toEqual([])
  })
})

test('an incident ends with the step that it belongs to', async () => {
  const c = await aCase(
    diagram(
      start(),
      user('t'),
      boundary('x', 't', on('message', 'm'), { cancelActivity: false, outputs: { 'n.x': 'result.v' } }),
      end(),
      end('e2'),
      flow('s -> t -> e'),
      flow('x -> e2'),
    ),
  )
  c.start({ n: 1 }).message('m', { v: 1 })
  expect(c.incident()).toMatchObject({ element: 't', failure: { code: 'bad-path' } })
  c.complete('t')
  expect(c.status).toBe('completed')
  expect(c.view.incidents).toMatchObject([{ resolvedAt: c.now }])
})

describe('acts on tasks', () => {
  const open = async () => (await aCase(line(), env)).start({ n: 1 }).done('w', { x: 1 })
  const other = { ...CLERK, id: 'bruno' }

  test('claim, release, reassign, complete', async () => {
    const c = await open()
    const task = c.task('t')
    c.act({ type: 'claim', task, assignee: 'anna' })
    expect(c.view.tasks).toMatchObject([{ assignee: 'anna', office: 'scuola', form: 'f', state: 'open' }])
    c.act({ type: 'release', task }).act({ type: 'reassign', task, office: 'diete' })
    expect(c.view.tasks).toMatchObject([{ assignee: null, office: 'diete' }])
    c.complete('t', { ok: true })
    expect(c.view.tasks).toMatchObject([{ state: 'completed', closedAt: c.now }])
    expect(c.facts('task-opened', 'task-completed')).toEqual(['task-opened', 'task-completed'])
  })

  test('what may not be done is refused, and changes nothing', async () => {
    const c = await open()
    const task = c.task('t')
    const refusal = (act: Act, actor = CLERK) => refuse(c.plan, c.current, act, actor)
    expect(refusal({ type: 'complete', task, values: {} })).toMatchObject({ kind: 'invalid', fields: [{ path: 'ok' }] })
    expect(refusal({ type: 'complete', task: 't#99', values: {} })?.kind).toBe('stale')
    expect(refusal({ type: 'release', task })?.kind).toBe('stale')
    expect(refusal({ type: 'retry', incident: 'incident-9' })?.kind).toBe('stale')
    expect(refusal({ type: 'resume' })?.kind).toBe('stale')
    expect(refusal({ type: 'close', ground: ' ' })?.kind).toBe('invalid')
    expect(refusal({ type: 'amend', set: [{ path: 'case.id', value: 1 }] })?.kind).toBe('invalid')
    expect(refusal({ type: 'amend', set: [{ path: 'n.x', value: 1 }] })?.kind).toBe('invalid')
    expect(refusal({ type: 'amend', set: [{ path: '__proto__.x', value: 1 }] })?.kind).toBe('invalid')
    c.act({ type: 'claim', task, assignee: 'anna' })
    expect(refusal({ type: 'complete', task, values: { ok: true } })).toBeNull()
    expect(refusal({ type: 'complete', task, values: { ok: true } }, other)?.kind).toBe('not-allowed')
    expect(refusal({ type: 'claim', task, assignee: 'bruno' }, other)?.kind).toBe('stale')
    const before = c.state
    c.act({ type: 'complete', task, values: {} })
    expect(c.state).toEqual(before)
    c.complete('t', { ok: true })
    expect(refusal({ type: 'suspend' })?.kind).toBe('stale')
  })
})

describe('acts on the case', () => {
  const busy = diagram(
    start(),
    service('w'),
    boundary('x', 'w', on('timer', 'PT1H')),
    user('t'),
    end(),
    end('e2'),
    flow('s -> w -> t -> e'),
    flow('x -> e2'),
  )

  test('suspended: answers are kept, timers rest, nothing new is asked', async () => {
    const c = await aCase(busy)
    c.start().act({ type: 'suspend' })
    expect(c.commands).toEqual([{ type: 'deadline', at: null }])
    expect(c.view.phase).toBe('suspended')
    const before = c.state
    c.send({ type: 'clock', at: '2026-09-03T08:00:00.000Z' })
    expect(c.commands).toEqual([])
    expect(c.state).toEqual(before)
    c.done('w', { x: 1 })
    expect(c.commands).toEqual([])
    expect(refuse(c.plan, c.current, { type: 'move', from: '', to: '' }, CLERK)?.kind).toBe('not-allowed')
    c.act({ type: 'resume' })
    expect(c.active).toEqual(['t'])
    expect(c.status).toBe('running')
  })

  test('resumed late: the timer fires at once', async () => {
    const c = await aCase(busy)
    c.start().act({ type: 'suspend' }).act({ type: 'resume' })
    expect(c.commands).toEqual([{ type: 'deadline', at: '2026-09-01T09:00:00.000Z' }])
    c.tick('2026-09-03T08:00:00.000Z')
    expect(c.passed).toContain('x')
    expect(c.commands).toContainEqual({ type: 'cancel-work', work: c.work('w').id })
  })

  test('move: from a step to another of the same level', async () => {
    const c = await aCase(
      diagram(
        start(),
        user('t'),
        user('u'),
        sub('p', start('ps') + user('in') + flow('ps -> in')),
        end(),
        flow('s -> t -> u -> p -> e'),
      ),
    )
    c.start()
    const from = c.view.steps.at(-1)?.id ?? ''
    const refusal = (to: string) => refuse(c.plan, c.current, { type: 'move', from, to }, CLERK)?.kind
    expect([refusal('in'), refusal('s'), refusal('nowhere'), refusal('p')]).toEqual([
      'not-allowed',
      'not-allowed',
      'invalid',
      undefined,
    ])
    c.act({ type: 'move', from, to: 'p' })
    expect(c.active).toEqual(['in', 'p'])
  })

  test('close: everything stops', async () => {
    const c = await aCase(busy)
    c.start().act({ type: 'close', ground: 'rinuncia' })
    expect(c.commands.map(it => it.type)).toEqual(['cancel-work', 'finish', 'deadline'])
    expect(c.view).toMatchObject({ status: 'closed', phase: 'ended', endedAt: c.now })
    const before = c.state
    expect(c.message('x').state).toEqual(before)
  })
})

test('operationOf names the operation of an element', async () => {
  const { plan } = await aCase(line(), env)
  expect(operationOf(plan, 'w')).toMatchObject({ name: 'test.call', platform: 'test', retry: { maxAttempts: 3 } })
  expect(operationOf(plan, 't')).toBeNull()
  expect(ENV.forms).toEqual([])
})
