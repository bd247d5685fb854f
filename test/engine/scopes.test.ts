import { aCase } from './support/a-case.ts'
import {
  associate,
  boundary,
  diagram,
  el,
  end,
  escape,
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

const log = (id: string) => script(id, `append(log, "${id}")`, 'log')
const REFUSED = { kind: 'refused' as const, code: 'not-found', message: 'Non trovato.' }

describe('errors', () => {
  const around = (...events: [id: string, code: string][]) =>
    diagram(
      start(),
      service('w'),
      end(),
      flow('s -> w -> e'),
      ...events.map(([id, code]) => boundary(id, 'w', on('error', code)) + script(`${id}2`) + flow(`${id} -> ${id}2`)),
    )

  test.each([
    [
      [
        ['any', ''],
        ['own', 'not-found'],
      ],
      'own2',
    ],
    [
      [
        ['own', 'not-found'],
        ['any', ''],
      ],
      'own2',
    ],
    [
      [
        ['any', ''],
        ['other', 'else'],
      ],
      'any2',
    ],
  ] as [[string, string][], string][])(
    'a refusal goes to the specific event before the catch-all: %j -> %s',
    async (events, taken) => {
      const c = await aCase(around(...events))
      c.start().failed('w', REFUSED)
      expect(c.passed).toContain(taken)
      expect(c.status).toBe('completed')
      expect(c.view.history.find(it => it.type === 'error-caught')?.detail).toEqual({
        code: 'not-found',
        message: 'Non trovato.',
      })
      expect(c.commands.map(it => it.type)).toEqual(['finish'])
    },
  )

  test('a refusal that nothing catches is an incident, and so is every technical failure', async () => {
    const c = await aCase(around(['other', 'else']))
    c.start().failed('w', REFUSED)
    expect(c.incident().failure.code).toBe('not-found')
    for (const kind of ['unavailable', 'misconfigured', 'unknown-outcome'] as const) {
      const d = await aCase(around(['any', '']))
      d.start().failed('w', { ...REFUSED, kind })
      expect(d.incident().failure.kind).toBe(kind)
    }
  })

  const nested = (...parts: string[]) =>
    diagram(
      start(),
      sub(
        'p1',
        start('s1') +
          sub('p2', start('s2') + service('w') + end('e2') + flow('s2 -> w -> e2') + (parts[0] ?? '')) +
          end('e1') +
          flow('s1 -> p2 -> e1') +
          (parts[1] ?? ''),
      ),
      end(),
      flow('s -> p1 -> e'),
      ...parts.slice(2),
    )
  const inner = handler('h', start('hs', on('error', '')) + log('h2') + end('he') + flow('hs -> h2 -> he'))
  const outer = boundary('b', 'p1', on('error', 'not-found')) + log('b2') + flow('b -> b2')
  const middle = boundary('m', 'p2', on('error', '')) + log('m2') + flow('m -> m2')

  test.each([
    ['event sub-process, innermost', [inner, middle, outer], ['h2']],
    ['boundary of the next', ['', middle, outer], ['m2']],
    ['specific, further out', ['', '', outer], ['b2']],
  ])('are searched outward: %s', async (_, parts, expected) => {
    const c = await aCase(nested(...parts))
    c.start({ log: [] }).failed('w', REFUSED)
    expect(c.document['log']).toEqual(expected)
    expect(c.status).toBe('completed')
  })

  test('an error end event that nothing catches fails the case', async () => {
    const c = await aCase(
      diagram(
        start(),
        gateway('parallel', 'g'),
        user('t'),
        end('e', on('error', 'E1')),
        flow('s -> g -> t'),
        flow('g -> e'),
      ),
    )
    c.start()
    expect(c.status).toBe('failed')
    expect(c.view.steps.every(it => it.leftAt !== null)).toBe(true)
  })

  test('an error thrown in its handler is not for the same handler again', async () => {
    const again = handler('h', start('hs', on('error', '')) + end('he', on('error', 'E2')) + flow('hs -> he'))
    const c = await aCase(
      diagram(
        start(),
        sub('p', start('s1') + end('e1', on('error', 'E1')) + flow('s1 -> e1') + again),
        boundary('b', 'p', on('error', 'E2')),
        log('l'),
        end(),
        flow('s -> p -> e'),
        flow('b -> l'),
      ),
    )
    expect(c.start({ log: [] }).document['log']).toEqual(['l'])
  })
})

describe('escalations', () => {
  const escalating = (cancelActivity: boolean, code = 'late') =>
    diagram(
      start(),
      sub(
        'p',
        start('s1') + throws('x', on('escalation', code)) + log('inside') + end('e1') + flow('s1 -> x -> inside -> e1'),
      ),
      boundary('b', 'p', on('escalation', 'late'), { cancelActivity }),
      log('beside'),
      log('after'),
      end(),
      flow('s -> p -> after -> e'),
      flow('b -> beside'),
    )

  test.each([
    [true, 'late', ['beside']],
    [false, 'late', ['after', 'beside', 'inside']],
    [true, 'other', ['after', 'inside']],
  ])('interrupting %s, code %s: %j', async (interrupting, code, expected) => {
    const c = await aCase(escalating(interrupting, code))
    const { log: lines } = c.start({ log: [] }).document
    expect([lines].flat().map(String).toSorted()).toEqual(expected)
    expect(c.status).toBe('completed')
  })
})

describe('repeated activities', () => {
  const many = (attributes: string, inner = '', task = service) =>
    diagram(
      start(),
      task(
        'w',
        { inputs: { n: 'item', i: 'loopCounter' } },
        `<multiInstanceLoopCharacteristics ${attributes}>${inner}</multiInstanceLoopCharacteristics>`,
      ),
      boundary('b', 'w', on('message', 'stop')),
      user('z'),
      end(),
      flow('s -> w -> z -> e'),
      flow('b -> e'),
    )
  const LIST = 'iter:collection="items" iter:item="item" iter:results="out"'

  test('in parallel: one instance per element, results in their order', async () => {
    const c = await aCase(many(LIST))
    c.start({ items: ['a', 'b', 'c'] })
    expect(c.works('w').map(it => it.input)).toEqual([
      { n: 'a', i: 1 },
      { n: 'b', i: 2 },
      { n: 'c', i: 3 },
    ])
    for (const work of c.works('w').toReversed())
      c.send({ type: 'work-done', at: c.now, work: work.id, output: work.input['n'] ?? null })
    expect(c.document['out']).toEqual(['a', 'b', 'c'])
    expect(c.active).toEqual(['z'])
  })

  test('one after the other', async () => {
    const c = await aCase(many(`isSequential="true" ${LIST}`))
    c.start({ items: ['a', 'b'] })
    expect(c.works('w')).toHaveLength(1)
    c.done('w', 1).done('w', 2)
    expect(c.document['out']).toEqual([1, 2])
  })

  test('an empty collection is done at once', async () => {
    const c = await aCase(many(LIST))
    expect(c.start({ items: [] }).active).toEqual(['z'])
  })

  test.each(['', 'isSequential="true"'])('a completion condition cancels the rest (%s)', async sequential => {
    const c = await aCase(
      many(`${sequential} ${LIST}`, '<completionCondition>nrOfCompletedInstances = 1</completionCondition>'),
    )
    c.start({ items: ['a', 'b', 'c'] }).done('w', 'x')
    expect(c.active).toEqual(['z'])
    expect(c.commands.filter(it => it.type === 'cancel-work')).toHaveLength(sequential === '' ? 2 : 0)
  })

  test('a boundary event belongs to the whole', async () => {
    const c = await aCase(many(LIST))
    c.start({ items: ['a', 'b'] }).message('stop')
    expect(c.commands.filter(it => it.type === 'cancel-work')).toHaveLength(2)
    expect(c.status).toBe('completed')
  })

  test('what is no collection is an incident', async () => {
    const c = await aCase(many(LIST))
    expect(c.start({ items: 3 }).incident().failure.code).toBe('bad-collection')
  })

  test.each([
    ['<loopCondition>n &lt; 3</loopCondition>', '', 0, 3],
    ['<loopCondition>n &lt; 3</loopCondition>', '', 9, 10],
    ['<loopCondition>n &lt; 3</loopCondition>', 'testBefore="true"', 9, 9],
    ['<loopCondition>true</loopCondition>', 'loopMaximum="4"', 0, 4],
  ])('a standard loop %s %s from %i ends with %i', async (condition, attributes, from, to) => {
    const task = el(
      'scriptTask',
      'l',
      { 'iter:result': 'n' },
      `<script>${escape('n + 1')}</script><standardLoopCharacteristics ${attributes}>${condition}</standardLoopCharacteristics>`,
    )
    const c = await aCase(diagram(start(), task, end(), flow('s -> l -> e')))
    expect(c.start({ n: from }).document['n']).toBe(to)
  })
})

describe('call activities', () => {
  test('within the case: with inputs the called process has data of its own', async () => {
    const c = await aCase(
      file(
        pool(
          'main',
          start(),
          el('callActivity', 'c', { calledElement: 'called', inputs: { n: 'a + 1' }, outputs: { b: 'result.m' } }),
          user('u'),
          end(),
          flow('s -> c -> u -> e'),
        ),
        pool('called', start('cs'), script('x', 'n * 10', 'm'), end('ce'), flow('cs -> x -> ce')),
      ),
    )
    c.start({ a: 1, log: [] })
    expect(c.document).toEqual({ a: 1, b: 20, log: [] })
    expect(c.active).toEqual(['u'])
  })

  test('as a case of its own when the diagram says so', async () => {
    const c = await aCase(
      diagram(
        start(),
        el('callActivity', 'c', {
          calledElement: 'suap',
          'iter:separate': true,
          inputs: { n: '1' },
          outputs: { b: 'result.m' },
        }),
        boundary('x', 'c', on('error', 'no')),
        end(),
        end('e2'),
        flow('s -> c -> e'),
        flow('x -> e2'),
      ),
    )
    c.start()
    const [command] = c.commands
    expect(command).toMatchObject({ type: 'start-child', procedure: 'suap', data: { n: 1 } })
    const instance = command?.type === 'start-child' ? command.instance : ''
    c.send({ type: 'child-failed', at: c.now, instance, failure: { kind: 'unavailable', code: 'x', message: '' } })
    c.act({ type: 'retry', incident: c.incident().id })
    expect(c.commands[0]).toEqual(command)
    c.send({ type: 'child-done', at: c.now, instance, output: { m: 5 } })
    expect(c.document['b']).toBe(5)
    expect(c.status).toBe('completed')
  })
})

describe('compensation', () => {
  const step = (id: string) =>
    service(id, { outputs: { last: `"${id}"` } }) +
    boundary(`b_${id}`, id, on('compensate')) +
    el(
      'scriptTask',
      `undo_${id}`,
      { isForCompensation: true, 'iter:result': 'log' },
      `<script>${escape(`append(log, "${id} " + last)`)}</script>`,
    )
  const undoes = (...ids: string[]) => ids.map(it => associate(`b_${it}`, `undo_${it}`)).join('')

  test('runs the handlers in reverse order, with the data of the moment, once', async () => {
    const c = await aCase(
      diagram(
        start(),
        step('a'),
        step('b'),
        step('c'),
        throws('x', on('compensate')),
        throws('y', on('compensate')),
        end(),
        flow('s -> a -> b -> x -> y -> c -> e'),
        undoes('a', 'b', 'c'),
      ),
    )
    c.start({ log: [] }).done('a').done('b')
    // Each handler sees the snapshot of its activity: the list was empty then.
    expect(c.document['log']).toEqual(['a a'])
    expect(c.passed.filter(it => it.startsWith('undo'))).toEqual(['undo_b', 'undo_a'])
  })

  test('of one activity', async () => {
    const c = await aCase(
      diagram(
        start(),
        step('a'),
        step('b'),
        throws('x', on('compensate', 'a')),
        end(),
        flow('s -> a -> b -> x -> e'),
        undoes('a', 'b'),
      ),
    )
    c.start({ log: [] }).done('a').done('b')
    expect(c.passed.filter(it => it.startsWith('undo'))).toEqual(['undo_a'])
  })

  test('of a completed sub-process: what was done in it', async () => {
    const c = await aCase(
      diagram(
        start(),
        sub('p', start('s1') + step('a') + end('e1') + flow('s1 -> a -> e1') + undoes('a')),
        end('e', on('compensate')),
        flow('s -> p -> e'),
      ),
    )
    c.start({ log: [] }).done('a')
    expect(c.passed).toContain('undo_a')
    expect(c.status).toBe('completed')
  })

  test('a cancelled transaction undoes what it did and leaves by its cancel event', async () => {
    const inside =
      start('s1') +
      gateway('parallel', 'g') +
      step('a') +
      user('u') +
      end('c1', on('cancel')) +
      flow('s1 -> g -> a -> c1') +
      flow('g -> u') +
      undoes('a')
    const c = await aCase(
      diagram(
        start(),
        el('transaction', 't', {}, inside),
        boundary('x', 't', on('cancel')),
        log('out'),
        end(),
        end('e2'),
        flow('s -> t -> e'),
        flow('x -> out -> e2'),
      ),
    )
    c.start({ log: [] }).done('a')
    expect(c.passed.filter(it => it === 'undo_a' || it === 'out')).toEqual(['undo_a', 'out'])
    expect(c.view.tasks).toMatchObject([{ state: 'cancelled' }])
    expect(c.status).toBe('completed')
  })
})

describe('inclusive joins', () => {
  test('fire when the branch that was awaited is cancelled', async () => {
    const c = await aCase(
      diagram(
        start(),
        gateway('inclusive', 'g'),
        script('a'),
        user('u'),
        boundary('b', 'u', on('timer', 'P1D')),
        end('eb'),
        gateway('inclusive', 'j'),
        script('z'),
        end(),
        flow('s -> g -> a -> j -> z -> e'),
        flow('g -> u -> j'),
        flow('b -> eb'),
      ),
    )
    c.start()
    expect(c.passed).not.toContain('z')
    c.tick()
    expect(c.passed).toContain('z')
    expect(c.status).toBe('completed')
  })
})
