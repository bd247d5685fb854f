import { aCase, ENV } from './support/a-case.ts'
import {
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
} from './support/bpmn.ts'

/** A task with one boundary event: `s -> t -> e`, and from the boundary event to `b`. */
const guarded = (event: string, options = {}, task = user('t')) =>
  diagram(
    start(),
    task,
    boundary('x', 't', event, options),
    script('b'),
    end(),
    end('e2'),
    flow('s -> t -> e'),
    flow('x -> b -> e2'),
  )

describe('timers', () => {
  test.each([
    ['PT1H', '2026-09-01T09:00:00.000Z'],
    ['P1D', '2026-09-02T08:00:00.000Z'],
    ['2026-12-24', '2026-12-23T23:00:00.000Z'],
    ['2026-12-24T10:00:00.000Z', '2026-12-24T10:00:00.000Z'],
    ['wait', '2026-09-01T08:05:00.000Z'],
    ['if wait = null then "P1D" else "PT10M"', '2026-09-01T08:10:00.000Z'],
  ])('an intermediate timer of %s is due at %s', async (value, due) => {
    const c = await aCase(diagram(start(), catches('t', on('timer', value)), end(), flow('s -> t -> e')))
    c.start({ wait: 'PT5M' })
    expect(c.commands).toEqual([{ type: 'deadline', at: due }])
    expect(c.view).toMatchObject({ phase: 'waiting-time', deadline: due })
    c.tick()
    expect(c.status).toBe('completed')
    expect(c.facts('timer-fired')).toHaveLength(1)
    expect(c.commands).toContainEqual({ type: 'deadline', at: null })
  })

  test('a clock that comes early fires nothing', async () => {
    const c = await aCase(diagram(start(), catches('t', on('timer', 'PT1H')), end(), flow('s -> t -> e')))
    c.start().tick('2026-09-01T08:59:59.999Z')
    expect(c.active).toEqual(['t'])
    expect(c.commands).toEqual([])
  })

  test('an interrupting boundary timer stops the task', async () => {
    const c = await aCase(guarded(on('timer', 'PT1H')))
    c.start().tick()
    expect(c.passed).toEqual(['s', 'x', 'b', 'e2'])
    expect(c.view.tasks).toMatchObject([{ state: 'cancelled' }])
    expect(c.commands.map(it => it.type)).toEqual(['close-task', 'finish', 'deadline'])
  })

  test('a cycle fires as often as it says beside the task', async () => {
    const c = await aCase(guarded(on('timer', 'R3/PT1H'), { cancelActivity: false }))
    c.start().tick().tick()
    expect(c.current.deadline).toBe('2026-09-01T11:00:00.000Z')
    c.tick()
    expect(c.passed.filter(it => it === 'b')).toHaveLength(3)
    expect(c.current.deadline).toBeNull()
    expect(c.active).toEqual(['t'])
    c.complete('t')
    expect(c.status).toBe('completed')
  })

  test('several that are due fire earliest first', async () => {
    const branch = (id: string, wait: string) =>
      catches(id, on('timer', wait)) + script(`${id}2`) + flow(`g -> ${id} -> ${id}2 -> e`)
    const c = await aCase(
      diagram(
        start(),
        gateway('parallel', 'g'),
        branch('late', 'PT2H'),
        branch('early', 'PT1H'),
        end(),
        flow('s -> g'),
      ),
    )
    c.start().tick('2026-09-02T08:00:00.000Z')
    expect(c.passed.filter(it => it.endsWith('2'))).toEqual(['early2', 'late2'])
    expect(c.status).toBe('completed')
  })

  test('a timer that yields nothing usable is an incident', async () => {
    const c = await aCase(diagram(start(), catches('t', on('timer', 'wait')), end(), flow('s -> t -> e')))
    c.start({ wait: 'soon' })
    expect(c.incident()).toMatchObject({
      element: 't',
      failure: { kind: 'defect', code: 'bad-timer' },
      allowed: ['retry', 'amend', 'close'],
    })
    c.act({ type: 'amend', incident: c.incident().id, set: [{ path: 'wait', value: 'PT1H' }] })
    expect(c.current.deadline).toBe('2026-09-01T09:00:00.000Z')
  })
})

describe('messages', () => {
  const waiting = diagram(
    start(),
    catches('m', on('message', 'isee'), { 'iter:key': 'number', outputs: { isee: 'result.cents' } }),
    end(),
    flow('s -> m -> e'),
  )

  test('go to the one who waits, by name and key', async () => {
    const c = await aCase(waiting)
    c.start({ number: 'A1' })
    expect(c.view.steps.at(-1)).toMatchObject({ element: 'm', waitingFor: { kind: 'message', what: 'isee' } })
    c.message('other', {}, 'A1').message('isee', { cents: 1 }, 'A2').message('isee', { cents: 2 })
    expect(c.active).toEqual(['m'])
    c.message('isee', { cents: 900 }, 'A1')
    expect(c.document['isee']).toBe(900)
    expect(c.status).toBe('completed')
  })

  test('that nobody waits for are kept; a delivery counts once', async () => {
    const c = await aCase(
      diagram(
        start(),
        user('t'),
        catches('m', on('message', 'isee'), { outputs: { isee: 'result' } }),
        user('u'),
        end(),
        flow('s -> t -> m -> u -> e'),
      ),
    )
    c.start().message('isee', { n: 1 }, undefined, 'id1').message('isee', { n: 2 }, undefined, 'id1')
    expect(c.current.inbox).toHaveLength(1)
    expect(c.current.revision).toBe(2)
    c.complete('t')
    expect(c.document['isee']).toEqual({ n: 1 })
    expect(c.active).toEqual(['u'])
  })

  test.each([
    [true, ['b', 'e2', 's', 'x']],
    [false, ['b', 'e2', 's', 'x']],
  ])('at a boundary, interrupting %s', async (cancelActivity, passed) => {
    const c = await aCase(guarded(on('message', 'withdrawal'), { cancelActivity }))
    c.start().message('withdrawal')
    expect(c.passed.toSorted()).toEqual(passed)
    expect(c.active).toEqual(cancelActivity ? [] : ['t'])
    expect(c.status).toBe(cancelActivity ? 'completed' : 'running')
  })

  test('have one receiver', async () => {
    const c = await aCase(
      diagram(
        start(),
        gateway('parallel', 'g'),
        catches('a', on('message', 'm')),
        catches('b', on('message', 'm')),
        end(),
        flow('s -> g -> a -> e'),
        flow('g -> b -> e'),
      ),
    )
    c.start().message('m')
    expect(c.active).toEqual(['b'])
    c.message('m')
    expect(c.status).toBe('completed')
  })

  test('thrown go to the case itself, or out when nothing in the diagram catches them', async () => {
    const c = await aCase(
      diagram(
        start(),
        throws('out', on('message', 'notice'), { 'iter:key': '"K"', inputs: { n: '1 + 1' } }),
        throws('in', on('message', 'home')),
        catches('c', on('message', 'home')),
        end(),
        flow('s -> out -> in -> c -> e'),
      ),
    )
    c.start()
    expect(c.commands[0]).toMatchObject({ type: 'send-message', name: 'notice', key: 'K', data: { n: 2 } })
    expect(c.status).toBe('completed')
  })

  test('receive and send tasks without an operation do the same', async () => {
    const c = await aCase(
      diagram(
        start(),
        el('sendTask', 'a', { messageRef: 'message_x' }),
        el('receiveTask', 'r', { messageRef: 'message_x', outputs: { got: 'result' } }),
        end(),
        flow('s -> a -> r -> e'),
      ),
    )
    expect(c.start({}).status).toBe('completed')
  })

  test('a case may begin with the start event of a message', async () => {
    const c = await aCase(
      diagram(
        start(),
        start('m', on('message', 'paper')),
        script('a'),
        script('b'),
        end(),
        flow('s -> a -> e'),
        flow('m -> b -> e'),
      ),
    )
    c.start({}, 'paper')
    expect(c.passed).toEqual(['m', 'b', 'e'])
  })
})

test('an event-based gateway takes what comes first and waits no longer for the rest', async () => {
  const c = await aCase(
    diagram(
      start(),
      gateway('eventBased', 'g'),
      catches('m', on('message', 'answer'), { outputs: { answer: 'result.text' } }),
      catches('t', on('timer', 'P30D')),
      script('a'),
      script('b'),
      end(),
      flow('s -> g -> m -> a -> e'),
      flow('g -> t -> b -> e'),
    ),
  )
  c.start()
  expect(c.view.phase).toBe('waiting-outside')
  expect(c.view.steps.at(-1)?.waitingFor).toEqual({
    kind: 'message',
    what: 'answer',
    until: '2026-10-01T08:00:00.000Z',
  })
  c.message('answer', { text: 'sì' })
  expect(c.passed).toEqual(['s', 'g', 'm', 'a', 'e'])
  expect(c.view.flows).toContain('g_m')
  expect(c.document['answer']).toBe('sì')
  expect(c.current.subscriptions).toEqual([])
})

describe('a wait that asks nobody for anything', () => {
  const year = (...inner: string[]) =>
    diagram(
      start(),
      sub('year', [start('ys'), ...inner].join('')),
      boundary('end', 'year', on('timer', '2026-12-31')),
      end('over'),
      flow('s -> year'),
      flow('end -> over'),
    )
  const idle = catches('more', on('message', 'more'), { 'iter:idle': 'true' })

  test('leaves the sub-process waiting for its end only', async () => {
    const c = await aCase(year(idle, user('work'), flow('ys -> more -> work')))
    c.start()
    expect(c.view.phase).toBe('waiting-time')
    expect(c.view.steps.flatMap(it => it.waitingFor ?? [])).toEqual([
      { kind: 'timer', what: '', until: '2026-12-30T23:00:00.000Z', lastDay: '2026-12-30' },
      { kind: 'message', what: 'more', until: null, idle: true },
    ])
    c.message('more')
    expect(c.view.phase).toBe('waiting-task')
    expect(c.view.steps.find(it => it.element === 'year')?.waitingFor).toBeUndefined()
  })

  test('does not hide what is really waited for beside it', async () => {
    const c = await aCase(
      year(idle, catches('needed', on('message', 'answer')), flow('ys -> more'), flow('ys -> needed')),
    )
    c.start()
    expect(c.view.phase).toBe('waiting-outside')
    expect(c.view.steps.find(it => it.element === 'year')?.waitingFor).toBeUndefined()
  })
})

describe('signals', () => {
  test('reach everyone who waits now, and nobody later', async () => {
    const c = await aCase(
      diagram(
        start(),
        gateway('parallel', 'g'),
        catches('a', on('signal', 'x')),
        catches('b', on('signal', 'x')),
        user('t'),
        catches('late', on('signal', 'x')),
        end(),
        flow('s -> g -> a -> e'),
        flow('g -> b -> e'),
        flow('g -> t -> late -> e'),
      ),
    )
    c.start().signal('x')
    expect(c.active).toEqual(['t'])
    c.complete('t')
    expect(c.active).toEqual(['late'])
  })
})

describe('event sub-processes', () => {
  const withHandler = (interrupting: boolean) =>
    diagram(
      start(),
      user('t'),
      end(),
      flow('s -> t -> e'),
      handler(
        'h',
        el(
          'startEvent',
          'hs',
          { isInterrupting: interrupting, outputs: { reason: 'result.reason' } },
          on('message', 'withdrawal'),
        ) +
          user('w') +
          end('he') +
          flow('hs -> w -> he'),
      ),
    )

  test('interrupting: the scope’s tokens die, then the scope ends with the handler', async () => {
    const c = await aCase(withHandler(true))
    c.start().message('withdrawal', { reason: 'moved' })
    expect(c.active).toEqual(['h', 'w'])
    expect(c.document['reason']).toBe('moved')
    c.message('withdrawal')
    expect(c.active).toEqual(['h', 'w'])
    c.complete('w')
    expect(c.status).toBe('completed')
  })

  test('not interrupting: as often as the message comes, and the scope waits for all', async () => {
    const c = await aCase(withHandler(false))
    c.start().message('withdrawal').message('withdrawal')
    expect(c.active).toEqual(['h', 'h', 't', 'w', 'w'])
    c.complete('t').complete('w')
    expect(c.status).toBe('running')
    c.complete('w')
    expect(c.status).toBe('completed')
  })
})

describe('conditions', () => {
  const conditional = (interrupting: boolean) =>
    guarded(on('condition', 'amount > 10'), { cancelActivity: interrupting })

  test('that hold already fire at once', async () => {
    const c = await aCase(conditional(true))
    expect(c.start({ amount: 11 }).passed).toEqual(['s', 'x', 'b', 'e2'])
  })

  test('are asked again when the data change, and fire when they become true', async () => {
    const c = await aCase(conditional(false))
    c.start({ amount: 1 })
    const set = (value: number) => c.act({ type: 'amend', set: [{ path: 'amount', value }] })
    set(11)
    set(12)
    expect(c.passed.filter(it => it === 'b')).toHaveLength(1)
    expect(c.active).toEqual(['t'])
  })

  test('hold back an intermediate event', async () => {
    const c = await aCase(diagram(start(), catches('c', on('condition', 'ready')), end(), flow('s -> c -> e')))
    c.start({ ready: false })
    expect(c.active).toEqual(['c'])
    c.act({ type: 'amend', set: [{ path: 'ready', value: true }] })
    expect(c.status).toBe('completed')
  })
})

test('links are flows that are not drawn', async () => {
  const c = await aCase(
    diagram(
      start(),
      throws('l1', on('link', 'A')),
      catches('l2', on('link', 'A')),
      script('a'),
      end(),
      flow('s -> l1'),
      flow('l2 -> a -> e'),
    ),
  )
  expect(c.start().passed).toEqual(['s', 'l1', 'l2', 'a', 'e'])
})

test('terminate ends its own scope only', async () => {
  const inner =
    start('s2') +
    gateway('parallel', 'g') +
    user('u') +
    end('stop', on('terminate')) +
    flow('s2 -> g -> u') +
    flow('g -> stop')
  const c = await aCase(diagram(start(), sub('p1', inner), script('a'), end(), flow('s -> p1 -> a -> e')))
  c.start()
  expect(c.passed).toContain('a')
  expect(c.status).toBe('completed')
  expect(c.commands.filter(it => it.type.endsWith('task'))).toEqual([])
})

test('pools of one diagram are one case, and call each other by messages', async () => {
  const c = await aCase(
    file(
      pool(
        'main',
        start(),
        throws('t', on('message', 'order')),
        catches('c', on('message', 'done')),
        end(),
        flow('s -> t -> c -> e'),
      ),
      pool(
        'other',
        start('os', on('message', 'order')),
        service('w'),
        throws('ot', on('message', 'done')),
        end('oe'),
        flow('os -> w -> ot -> oe'),
      ),
    ),
    ENV,
  )
  c.start()
  expect(c.active).toEqual(['c', 'w'])
  c.done('w')
  expect(c.status).toBe('completed')
})
