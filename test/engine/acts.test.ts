import { moveTargets, refuse } from '../../engine/refuse.ts'
import { aCase, anOperation, CLERK } from './support/a-case.ts'
import { diagram, el, end, flow, gateway, handler, on, service, start, sub, user } from './support/bpmn.ts'

const env = {
  operations: [anOperation('test.call'), anOperation('test.undo')],
  forms: [{ key: 'f', title: { it: 'Modulo', en: 'Form' }, facts: [], fields: [] }],
}
const form = { 'iter:form': 'f', 'iter:office': 'scuola' }

/** A case at a user's step, whose diagram undoes something when the office closes it. */
const undone = () =>
  aCase(
    diagram(
      start(),
      user('t', form),
      end(),
      flow('s -> t -> e'),
      handler(
        'closing',
        el('startEvent', 'cs', { outputs: { closing: 'result' } }, on('message', 'closing')) +
          service('undo', { 'iter:operation': 'test.undo', inputs: { ground: 'closing.ground' } }) +
          end('ce') +
          flow('cs -> undo -> ce'),
      ),
    ),
    env,
  )

describe('closing a case that has something to undo outside', () => {
  const close = { type: 'close', ground: 'duplicate', text: 'Domanda doppia' } as const

  it('undoes it first, and ends as closed', async () => {
    const c = await undone()
    c.start().act(close)
    expect(c.active).toEqual(['closing', 'undo'])
    expect(c.commands.map(one => one.type)).toEqual(['close-task', 'perform'])
    expect(c.work('undo').input).toEqual({ ground: 'duplicate' })
    expect(c.document['closing']).toEqual({ ground: 'duplicate', text: 'Domanda doppia' })
    c.done('undo')
    expect(c.view).toMatchObject({ status: 'closed', phase: 'ended' })
  })

  it('ends at once when it is closed again: what cannot be undone does not keep it open for ever', async () => {
    const c = await undone()
    c.start().act(close).failed('undo', { kind: 'misconfigured' }).act(close)
    expect(c.view).toMatchObject({ status: 'closed', phase: 'ended' })
  })

  it('does so also when the case was suspended, and nothing else that was held back', async () => {
    const c = await undone()
    c.start().act({ type: 'suspend' }).act(close)
    expect(c.commands.map(one => one.type)).toEqual(['close-task', 'perform'])
    c.done('undo')
    expect(c.status).toBe('closed')
  })
})

describe('handing a task over', () => {
  it('needs somebody or some office, and keeps what is confidential in its office', async () => {
    const c = await aCase(
      diagram(start(), user('t', { ...form, 'iter:confidential': 'true' }), end(), flow('s -> t -> e')),
      env,
    )
    const task = c.start().task('t')
    const refusal = (to: { assignee?: string; office?: string }) =>
      refuse(c.plan, c.current, { type: 'reassign', task, ...to }, CLERK)?.kind
    expect(refusal({})).toBe('invalid')
    expect(refusal({ office: 'anagrafe' })).toBe('not-allowed')
    expect(refusal({ office: 'scuola', assignee: 'bruno' })).toBeUndefined()
    expect(refusal({ assignee: 'bruno' })).toBeUndefined()
  })
})

describe('moving to another step', () => {
  it('offers what a token may be put on: no start, no join, nothing of another level', async () => {
    const c = await aCase(
      diagram(
        start(),
        user('t', form),
        gateway('parallel', 'fork'),
        user('a', form),
        user('b', form),
        gateway('parallel', 'join'),
        sub('p', start('ps') + user('in', form) + flow('ps -> in')),
        end(),
        flow('s -> t -> fork -> a -> join -> p -> e'),
        flow('fork -> b -> join'),
      ),
      env,
    )
    c.start()
    expect(moveTargets(c.plan, 't').map(index => c.plan.nodes[index]?.id)).toEqual(
      expect.arrayContaining(['a', 'b', 'e', 'p']),
    )
    expect(moveTargets(c.plan, 't')).toHaveLength(4)
    const from = c.view.steps.find(step => step.leftAt === null)?.id ?? ''
    const refusal = (to: string) => refuse(c.plan, c.current, { type: 'move', from, to }, CLERK)?.kind
    expect([refusal('join'), refusal('in'), refusal('a')]).toEqual(['not-allowed', 'not-allowed', undefined])
  })
})
