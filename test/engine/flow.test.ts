import { aCase } from './support/a-case.ts'
import { diagram, end, flow, gateway, script, service, start, user } from './support/bpmn.ts'

test('a straight line: script, service, user, end', async () => {
  const c = await aCase(
    diagram(
      start(),
      script('a', '1 + 2', 'sum'),
      service('b', { inputs: { n: 'sum' }, outputs: { 'b.answer': 'result.ok' } }),
      user('c', { 'iter:office': 'scuola', outputs: { choice: 'result.choice' } }),
      end('e', '', { 'iter:outcome': 'approved' }),
      flow('s -> a -> b -> c -> e'),
    ),
  )
  c.start({ x: 1 })
  expect(c.document).toEqual({ x: 1, sum: 3 })
  expect(c.commands).toEqual([
    {
      type: 'perform',
      work: { id: c.work('b').id, element: 'b', operation: 'test.call', input: { n: 3 }, attempt: 1 },
    },
  ])
  expect(c.view.phase).toBe('working')
  c.done('b', { ok: true })
  expect(c.document['b']).toEqual({ answer: true })
  expect(c.commands).toEqual([{ type: 'open-task', task: c.task('c') }])
  expect(c.view.phase).toBe('waiting-task')
  c.complete('c', { choice: 'yes' })
  expect(c.commands.map(it => it.type)).toEqual(['close-task', 'finish'])
  expect(c.status).toBe('completed')
  expect(c.view).toMatchObject({ outcome: 'approved', phase: 'ended', document: { choice: 'yes' } })
  expect(c.view.flows).toEqual(['s_a', 'a_b', 'b_c', 'c_e'])
})

describe('gateways', () => {
  const split = (kind: 'exclusive' | 'parallel' | 'inclusive', join: 'exclusive' | 'parallel' | 'inclusive') =>
    diagram(
      start(),
      gateway(kind, 'g', { default: 'g_c' }),
      script('a'),
      script('b'),
      script('c'),
      gateway(join, 'j'),
      script('z'),
      end(),
      flow('s -> g'),
      flow('g -> a', 'n > 1'),
      flow('g -> b', 'n > 2'),
      flow('g -> c'),
      flow('a -> j'),
      flow('b -> j'),
      flow('c -> j -> z -> e'),
    )

  test.each([
    ['exclusive', 'exclusive', 2, ['a', 'z'], 'completed'],
    ['exclusive', 'exclusive', 3, ['a', 'z'], 'completed'],
    ['exclusive', 'exclusive', 1, ['c', 'z'], 'completed'],
    ['parallel', 'parallel', 1, ['a', 'b', 'c', 'z'], 'completed'],
    ['parallel', 'exclusive', 1, ['a', 'b', 'c', 'z', 'z', 'z'], 'completed'],
    ['inclusive', 'inclusive', 1, ['c', 'z'], 'completed'],
    ['inclusive', 'inclusive', 2, ['a', 'z'], 'completed'],
    ['inclusive', 'inclusive', 3, ['a', 'b', 'z'], 'completed'],
    ['inclusive', 'exclusive', 3, ['a', 'b', 'z', 'z'], 'completed'],
    ['exclusive', 'parallel', 3, ['a'], 'running'],
  ] as const)('%s into %s with n=%i runs %j and is %s', async (kind, join, n, ran, status) => {
    const c = await aCase(split(kind, join))
    c.start({ n })
    expect(c.passed.filter(it => 'abcz'.includes(it)).toSorted()).toEqual([...ran])
    expect(c.status).toBe(status)
  })
})

test('a parallel join keeps a surplus token for its next round', async () => {
  const c = await aCase(
    diagram(
      start(),
      gateway('parallel', 'g'),
      script('a'),
      script('b'),
      user('u'),
      gateway('parallel', 'j'),
      script('z'),
      end(),
      flow('s -> g -> a -> m -> j -> z -> e'),
      flow('g -> b -> m'),
      flow('g -> u -> j'),
      gateway('exclusive', 'm'),
    ),
  )
  c.start()
  expect(c.current.instances[0]).toMatchObject({ arrivals: { [c.plan.flows.findIndex(it => it.id === 'm_j')]: 2 } })
  c.complete('u')
  expect(c.passed.filter(it => it === 'z')).toHaveLength(1)
  expect(c.current.instances[0]).toMatchObject({ arrivals: { [c.plan.flows.findIndex(it => it.id === 'm_j')]: 1 } })
  expect(c.status).toBe('running')
})
