import { compile } from '../../engine/compile/compile.ts'
import { aCase, ENV } from './support/a-case.ts'
import { boundary, catches, diagram, el, end, flow, gateway, on, start, term, terms, user } from './support/bpmn.ts'

const PROCEDURE = terms(
  term('procedure', 30, {
    name: 'Termine del procedimento',
    law: 'L. 241/1990',
    maxSuspensions: 1,
    maxSuspensionDays: 30,
  }),
  term('isee', 10),
)

/** Starts the term, suspends it for an integration, resumes it, meets it. */
const line = diagram(
  PROCEDURE,
  start(),
  user('a', { clock: [['procedure', 'start']] }),
  user('b', { clock: [['procedure', 'suspend', 'Integrazione richiesta']] }),
  user('c', { clock: [['procedure', 'resume']] }),
  user('d', { clock: [['procedure', 'suspend', 'Integrazione richiesta']] }),
  end('e', '', { clock: [['procedure', 'meet']], 'iter:outcome': 'approved', 'iter:milestone': 'Pratica decisa' }),
  flow('s -> a -> b -> c -> d -> e'),
)

test('a term starts, stops, goes on and is met; its due date moves', async () => {
  const c = await aCase(line)
  c.start()
  expect(c.view.terms).toMatchObject([{ key: 'procedure', law: 'L. 241/1990', state: 'running', due: '2026-10-01' }])
  expect(c.current.deadline).toBe('2026-10-01T22:00:00.000Z')
  c.complete('a')
  expect(c.view.terms).toMatchObject([
    { state: 'suspended', suspensions: [{ cause: 'Integrazione richiesta', from: '2026-09-01', to: null }] },
  ])
  // Suspended, it does not expire; the law ends the suspension by itself after 30 days.
  expect(c.current.deadline).toBe('2026-09-30T22:00:00.000Z')
  c.now = '2026-09-11T08:00:00.000Z'
  c.complete('b')
  expect(c.view.terms).toMatchObject([{ state: 'running', due: '2026-10-12', suspensions: [{ to: '2026-09-11' }] }])
  c.complete('c')
  expect(c.view.terms).toMatchObject([{ state: 'running' }])
  expect(c.view.history.find(it => it.detail['refused'] !== undefined)).toMatchObject({
    type: 'milestone',
    element: 'd',
    detail: { refused: 'too-many-suspensions' },
  })
  c.complete('d')
  expect(c.view.terms).toMatchObject([{ state: 'met', metAt: c.now }])
  expect(c.facts('term-started', 'term-suspended', 'term-resumed', 'term-met')).toEqual([
    'term-started',
    'term-suspended',
    'term-resumed',
    'term-met',
  ])
  expect(c.view.history.find(it => it.detail['text'] === 'Pratica decisa')?.type).toBe('milestone')
  expect(c.current.deadline).toBeNull()
})

test('a term may run again later, and stop for a cause only so often', async () => {
  const clock = (action: string, options: string) =>
    `<extensionElements><iter:clock term="isee" action="${action}" cause="Preavviso" ${options}/></extensionElements>`
  const c = await aCase(
    diagram(
      PROCEDURE,
      start(),
      user('a', { clock: [['isee', 'start']] }),
      `<userTask id="b">${clock('suspend', 'maxTimes="1"')}</userTask>`,
      `<userTask id="c">${clock('resume', 'delayDays="10"')}</userTask>`,
      `<userTask id="d">${clock('suspend', 'maxTimes="1"')}</userTask>`,
      flow('s -> a -> b -> c -> d'),
    ),
  )
  c.start().complete('a').complete('b')
  expect(c.view.terms).toMatchObject([{ state: 'running', due: '2026-09-21' }])
  c.complete('c')
  expect(c.view.terms).toMatchObject([{ state: 'running' }])
})

test('a term on its way is not begun anew by coming past its start again', async () => {
  const c = await aCase(
    diagram(
      PROCEDURE,
      start(),
      user('a', { clock: [['isee', 'start']] }),
      gateway('exclusive', 'm'),
      flow('s -> m -> a -> m'),
    ),
  )
  c.start()
  c.now = '2026-09-05T08:00:00.000Z'
  c.complete('a')
  expect(c.view.terms).toMatchObject([{ startedAt: '2026-09-01T08:00:00.000Z' }])
  expect(c.facts('term-started')).toHaveLength(1)
})

test('an expired term is on the history once, and the case goes on', async () => {
  const c = await aCase(line)
  c.start().tick().send({ type: 'clock', at: '2026-11-01T08:00:00.000Z' })
  expect(c.facts('term-expired')).toHaveLength(1)
  expect(c.view.terms).toMatchObject([{ state: 'expired' }])
  expect(c.active).toEqual(['a'])
})

test('a suspension beyond what the law allows ends by itself', async () => {
  const c = await aCase(line)
  c.start().complete('a').tick()
  expect(c.view.terms).toMatchObject([{ state: 'running', due: '2026-10-31' }])
})

describe('a term that the law has changed', () => {
  const versions = (...lines: string[]) =>
    diagram(terms(...lines), start(), user('a', { clock: [['t', 'start']] }), end(), flow('s -> a -> e'))
  const changed = versions(term('t', 90, { validTo: '2026-09-30' }), term('t', 30, { validFrom: '2026-10-01' }))

  test.each([
    ['2026-09-30T21:59:59.000Z', 90],
    // In Rome it is October already.
    ['2026-09-30T22:00:00.000Z', 30],
  ])('presented at %s it has %i days', async (at, days) => {
    const c = await aCase(changed)
    c.now = at
    c.start()
    expect(c.view.terms).toMatchObject([{ length: { days } }])
  })

  test('keeps the version of the day of presentation, however late it starts', async () => {
    const c = await aCase(
      changed
        .replace('<iter:clock term="t" action="start" cause=""/>', '')
        .replace(
          '<endEvent id="e" name="e">',
          '<endEvent id="e" name="e"><extensionElements><iter:clock term="t" action="start"/></extensionElements>',
        ),
    )
    c.start()
    c.now = '2026-12-01T08:00:00.000Z'
    c.complete('a')
    expect(c.view.terms).toMatchObject([{ length: { days: 90 } }])
  })

  test('is an incident when no version is valid', async () => {
    const c = await aCase(versions(term('t', 30, { validFrom: '2027-01-01' })))
    c.start()
    expect(c.incident()).toMatchObject({ failure: { code: 'no-term' } })
  })

  test.each([
    [
      'two at once',
      [term('t', 30, { validFrom: '2026-01-01' }), term('t', 60, { validTo: '2026-01-01' })],
      'are valid together',
    ],
    ['no date', [term('t', 30, { validFrom: '2026-02-30' })], 'is not declared well'],
  ])('is refused with %s', async (_, lines, message) => {
    const { diagnostics } = await compile(versions(...lines), ENV)
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      element: 'proc',
      message: { en: expect.stringContaining(message) },
    })
  })
})

describe('a length that the document gives', () => {
  const line = diagram(
    terms(term('reply', 0, { days: 'if is defined(town.days) then town.days else 10' })),
    start(),
    user('a', { clock: [['reply', 'start']] }),
    user('b', { clock: [['reply', 'start']] }),
    end(),
    flow('s -> a -> b -> e'),
  )

  test.each([
    [{}, '2026-09-11', 10],
    [{ town: { days: 20 } }, '2026-09-21', 20],
  ])('%j', async (data, due, days) => {
    const c = await aCase(line)
    c.start(data)
    expect(c.view.terms).toMatchObject([{ due, length: { days, unit: 'calendar' } }])
  })

  test('is an incident before the step while it is none; corrected, the step begins once', async () => {
    const c = await aCase(line)
    c.start({ town: { days: 'ten' } })
    expect([c.incident().failure.code, c.active]).toEqual(['bad-term', ['a']])
    c.act({ type: 'amend', incident: c.incident().id, set: [{ path: 'town.days', value: 3 }] })
    expect(c.view.terms).toMatchObject([{ due: '2026-09-04' }])
    expect(c.current.tasks.map(it => it.element)).toEqual(['a'])
  })

  test('must be FEEL', async () => {
    const { diagnostics } = await compile(line.replace('is defined(town.days)', 'is defined('), ENV)
    expect(diagnostics.filter(it => it.severity === 'error')).not.toEqual([])
  })
})

describe('a timer that waits for a term', () => {
  const waiting = (...clocks: [string, string][]) =>
    diagram(
      PROCEDURE,
      start(),
      user('a', { clock: [['isee', 'start']] }),
      gateway('eventBased', 'g'),
      catches('t', on('timer'), { 'iter:term': 'isee' }),
      catches('m', on('message', 'isee'), { clock: clocks }),
      end('late'),
      end('ok'),
      flow('s -> a -> g -> t -> late'),
      flow('g -> m -> ok'),
    )

  test('fires at the start of the day after the due date, in Rome', async () => {
    const c = await aCase(waiting())
    c.start().complete('a')
    expect(c.view.steps.at(-1)?.waitingFor).toMatchObject({
      until: '2026-09-11T22:00:00.000Z',
      term: 'isee',
      lastDay: '2026-09-11',
    })
    c.tick()
    expect(c.now).toBe('2026-09-11T22:00:00.000Z')
    expect(c.passed).toContain('late')
    expect(c.facts('term-expired', 'timer-fired')).toEqual(['term-expired', 'timer-fired'])
  })

  test('that has expired before fires at once', async () => {
    const c = await aCase(waiting())
    c.start().tick().complete('a')
    expect(c.passed).toContain('late')
  })

  test('moves with it', async () => {
    const c = await aCase(
      diagram(
        PROCEDURE,
        start(),
        user('a', { clock: [['isee', 'start']] }),
        boundary('x', 'b', on('timer'), { 'iter:term': 'isee', cancelActivity: false }),
        user('b', { clock: [['isee', 'reset']] }),
        end(),
        end('e2'),
        flow('s -> a -> b -> e'),
        flow('x -> e2'),
      ),
    )
    c.start()
    c.now = '2026-09-05T08:00:00.000Z'
    c.complete('a')
    expect(c.view.terms).toMatchObject([{ key: 'isee', due: '2026-09-15' }])
    expect(c.current.deadline).toBe('2026-09-15T22:00:00.000Z')
    c.tick()
    expect(c.active).toEqual(['b'])
    expect(c.passed).toContain('x')
  })
})

describe('an office’s own promise', () => {
  test('is the task’s due date, and no deadline of the case', async () => {
    const c = await aCase(diagram(start(), user('t', { 'iter:due': 'P2D' }), end(), flow('s -> t -> e')))
    c.start()
    expect(c.view.tasks).toMatchObject([{ due: '2026-09-03T08:00:00.000Z' }])
    expect(c.current.deadline).toBeNull()
  })
})

describe('decisions', () => {
  const tables = [
    {
      key: 'fare',
      name: 'Tariffa',
      inputs: [{ label: 'ISEE', ast: { kind: 'name' as const, name: 'isee' }, text: 'isee' }],
      outputs: [{ name: 'cents', type: 'number' }],
      rules: [],
      hitPolicy: 'U' as const,
      aggregator: null,
    },
  ]

  test('of the diagram are evaluated in place, and the rules are on the history', async () => {
    const c = await aCase(
      diagram(
        start(),
        el('businessRuleTask', 'd', {
          'iter:decision': 'fare',
          'iter:scope': 'plan',
          inputs: { isee: '5' },
          outputs: { fare: 'result.output', rules: 'result.rules' },
        }),
        end(),
        flow('s -> d -> e'),
      ),
      { ...ENV, tables },
    )
    c.start()
    expect(c.document).toEqual({ fare: null, rules: [] })
    expect(c.view.history.find(it => it.type === 'decided')).toMatchObject({
      element: 'd',
      detail: { decision: 'fare', rules: [], output: null },
    })
  })

  test('of a municipality are asked outside, with the date', async () => {
    const [call] = ENV.operations
    const operations = call === undefined ? [] : [{ ...call, name: 'decision.evaluate' }]
    const c = await aCase(
      diagram(
        start(),
        el('businessRuleTask', 'd', {
          'iter:decision': 'fare',
          'iter:scope': 'municipality',
          inputs: { isee: '5' },
          outputs: { fare: 'result.output.cents' },
        }),
        end(),
        flow('s -> d -> e'),
      ),
      { ...ENV, operations },
    )
    c.start()
    expect(c.work('d')).toMatchObject({
      operation: 'decision.evaluate',
      input: { decision: 'fare', date: '2026-09-01', inputs: { isee: 5 } },
    })
    c.done('d', { output: { cents: 450 }, rules: [{ number: 2, text: 'ISEE fino a 10.000' }] })
    expect(c.document['fare']).toBe(450)
    expect(c.view.history.find(it => it.type === 'decided')?.detail).toEqual({
      decision: 'fare',
      rules: [{ number: 2, text: 'ISEE fino a 10.000' }],
      output: { cents: 450 },
    })
  })
})

test('working days are those of the town’s offices, pinned when the case begins', async () => {
  const c = await aCase(
    diagram(
      terms(term('answer', 3, { unit: 'working' })),
      start(),
      user('a', { clock: [['answer', 'start']] }),
      end('e'),
      flow('s -> a -> e'),
    ),
  )
  // Tuesday 1 September: this office rests on Wednesdays, works on Saturdays, and keeps its patron saint on the third.
  c.send({
    type: 'start',
    at: c.now,
    data: {},
    calendar: { workingDays: [1, 2, 4, 5, 6], closed: ['09-03'] },
  })
  expect(c.view.terms).toMatchObject([{ key: 'answer', due: '2026-09-07' }])
})
