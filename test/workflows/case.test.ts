import { WorkflowNotFoundError } from '@temporalio/client'
import type { Host } from './support/host.ts'
import { aHost, anAct, eventsOf, fails, send, snapshotOf, until } from './support/host.ts'
import { aPlan, operations, receive, task, timer, within, work } from './support/diagram.ts'
import { advanceCaseTime } from '../../server/temporal/advance-time.ts'
import { deliverSignal } from '../../workflows/messages.ts'

// Everything here waits for a real server, on whatever machine: only a hang may fail.
jest.setTimeout(60_000)

const hosts: Host[] = []
const given: typeof aHost = async outside => {
  const host = await aHost(outside)
  hosts.push(host)
  return host
}
afterEach(async () => {
  await Promise.all(hosts.splice(0).map(host => host.stop()))
})

const days = (count: number) => count * 86_400

describe('steps', () => {
  test('an automatic step that succeeds at once costs one event', async () => {
    // given
    const host = await given()
    const count = async (steps: number) => {
      const plan = await aPlan(Array.from({ length: steps }, (_, i) => work(`w${i}`)))
      const handle = await host.start(plan)
      expect(await handle.result()).toMatchObject({ status: 'completed' })
      return (await eventsOf(handle)).length
    }
    // when, then
    expect((await count(12)) - (await count(2))).toBe(10)
  })

  test('each step publishes the revision before it, and the end is published at rest', async () => {
    const host = await given()

    await (await host.start(await aPlan([work('a'), work('b')]))).result()

    expect(host.calls).toEqual(['step a', 'step b', 'publish'])
    expect(host.publications.map(it => [it.revision, it.rest, it.view.status])).toEqual([
      [1, false, 'running'],
      [2, false, 'running'],
      [3, true, 'completed'],
    ])
    const facts = host.publications.flatMap(it => it.history)
    const from = host.publications.map(it => it.historyFrom)
    expect(from).toEqual(
      host.publications.map((_, i) => host.publications.slice(0, i).flatMap(it => it.history).length),
    )
    expect(facts.map(fact => fact.type)).toContain('ended')
  })

  test('an output goes where the diagram says', async () => {
    const host = await given({ step: () => ({ number: 7 }) })

    const { state } = await (await host.start(await aPlan([work('a')]))).result()

    expect(state.document).toMatchObject({ a: { number: 7 } })
  })

  test('a platform that is away: the step goes on in its queue until it answers', async () => {
    // given
    let tries = 0
    const host = await given({
      step: () => fails('unavailable'),
      perform: () => (++tries < 3 ? fails('unavailable') : 'at last'),
    })
    // when
    const { state } = await (await host.start(await aPlan([work('a')]))).result()
    // then
    expect(state.document).toMatchObject({ a: 'at last' })
    expect(host.calls.filter(call => call !== 'publish')).toEqual(['step a', 'perform a', 'perform a', 'perform a'])
  })

  test('steps that are over at once are told all together when the case rests', async () => {
    const host = await given({ isSwift: true })

    const { state } = await (await host.start(await aPlan([work('a'), work('b'), work('c')]))).result()

    expect(host.calls).toEqual(['step a', 'step b', 'step c', 'publish'])
    expect(host.publications).toMatchObject([{ rest: true, revision: state.revision, historyFrom: 0 }])
    const done = host.publications[0]?.history.filter(fact => fact.type === 'work-done')
    expect(done?.map(fact => fact.element)).toEqual(['a', 'b', 'c'])
  })

  test('an outage that lasts becomes an incident; a retry runs the same step again', async () => {
    // given
    let isAway = true
    const host = await given({
      step: work => (isAway ? fails('unavailable') : work.attempt),
      perform: () => fails('unavailable', 'anpr-down'),
    })
    const handle = await host.start(await aPlan([work('a')]))
    const { state } = await until(handle, ({ state: { incidents } }) => incidents.length > 0)
    expect(state.incidents[0]).toMatchObject({ failure: { kind: 'unavailable', code: 'anpr-down' } })
    // when
    isAway = false
    await send(handle, anAct({ type: 'retry', incident: state.incidents[0]?.id ?? '' }))
    // then
    expect((await handle.result()).state.document).toMatchObject({ a: 1 })
  })

  test('a refusal is never tried again', async () => {
    const host = await given({ step: () => fails('refused', 'anpr-not-found') })

    const handle = await host.start(await aPlan([work('a')]))
    const { state } = await until(handle, it => it.state.incidents.length > 0)

    expect(state.incidents[0]?.failure).toMatchObject({ kind: 'refused', code: 'anpr-not-found' })
    expect(host.calls).toEqual(['step a', 'publish'])
  })

  test('an operation that nobody can ask afterwards never runs locally, and a lost answer is for a person', async () => {
    const host = await given({ perform: () => new Promise<string>(resolve => setTimeout(resolve, 1_500, 'too late')) })

    const handle = await host.start(await aPlan([work('a', 'test.person')]))
    const { state } = await until(handle, it => it.state.incidents.length > 0)

    expect(host.calls).not.toContain('step a')
    expect(state.incidents[0]?.failure).toMatchObject({ kind: 'unknown-outcome', touched: true })
  })

  test('the case does not wait for a queued step: a boundary event calls it off', async () => {
    // given
    const host = await given({ perform: () => fails('unavailable') })
    const handle = await host.start(await aPlan([within(work('a', 'test.queued'), 'PT2S')]))
    // when
    const { state } = await handle.result()
    // then
    expect(state.steps.map(step => step.state)).toContain('cancelled')
    expect(await eventsOf(handle)).toContain('ACTIVITY_TASK_CANCEL_REQUESTED')
  })

  test('a database that is away holds up the screen, not the case', async () => {
    // given
    let isAway = true
    const host = await given({ publish: () => (isAway ? fails('unavailable') : undefined) })
    const handle = await host.start(await aPlan([task('t'), task('u')]))
    // when
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const answer = await send(handle, anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} }))
    expect(answer).toMatchObject({ accepted: true })
    isAway = false
    // then
    while (host.publications.at(-1)?.revision !== 2) await new Promise(resolve => setTimeout(resolve, 50))
    expect(host.publications.at(-1)).toMatchObject({ rest: true, view: { revision: 2 } })
  })
})

describe('what a step is called outside', () => {
  test('counts the case’s passes of its element, whatever else has happened', async () => {
    // given
    const keys: (string | undefined)[] = []
    let isAway = true
    const host = await given({
      step: work => {
        keys.push(work.key)
        return isAway ? fails('refused') : 'done'
      },
    })
    const handle = await host.start(await aPlan([task('t'), work('a'), work('b')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    await send(handle, anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} }))
    const blocked = await until(handle, it => it.state.incidents.length > 0)
    // when
    isAway = false
    await send(handle, anAct({ type: 'retry', incident: blocked.state.incidents[0]?.id ?? '' }))
    await handle.result()
    // then
    expect(keys).toEqual(['a#1', 'a#1', 'b#1'])
  })

  test('stays what it was for a case that began before', async () => {
    const keys: (string | undefined)[] = []
    const host = await given({
      step: work => {
        keys.push(work.key)
        return 'done'
      },
    })

    await (await host.start(await aPlan([work('a')]), { stepKeys: false })).result()

    expect(keys).toEqual([undefined])
  })
})

describe('acts', () => {
  test('what may still be on its way is not said to have happened, or not', async () => {
    // given
    const host = await given({ perform: () => fails('unknown-outcome') })
    const known = operations.map(one => (one.name === 'test.person' ? { ...one, timeoutSeconds: 600 } : one))
    const handle = await host.start(await aPlan([work('a', 'test.person')], known))
    const { state } = await until(handle, it => it.state.incidents.length > 0)
    const incident = state.incidents[0]?.id ?? ''
    // when, then
    const tooSoon = { kind: 'not-allowed', message: expect.stringContaining('in viaggio') }
    expect(await send(handle, anAct({ type: 'not-done', incident, source: 'x' }))).toMatchObject(tooSoon)
    const stated = anAct({ type: 'record-outcome', incident, output: {}, source: 'x' })
    expect(await send(handle, stated)).toMatchObject(tooSoon)
    expect((await snapshotOf(handle)).state.incidents[0]?.resolvedAt).toBeNull()
  })

  test('a resent request gets its first answer; other content under its id is refused', async () => {
    // given
    const host = await given()
    const handle = await host.start(await aPlan([task('t'), task('u')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const request = anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} })
    // when
    const first = await send(handle, request)
    // then
    expect(first).toEqual({ accepted: true, revision: 2 })
    expect(await send(handle, request)).toEqual(first)
    expect(await send(handle, { ...request, reason: 'another' })).toMatchObject({ kind: 'invalid' })
    expect((await snapshotOf(handle)).state.revision).toBe(2)
  })

  test('of two acts at once on one task, one is accepted and one is refused', async () => {
    const host = await given()
    const handle = await host.start(await aPlan([task('t'), task('u')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const complete = { type: 'complete', task: state.tasks[0]?.id ?? '', values: {} } as const

    const answers = await Promise.all([send(handle, anAct(complete)), send(handle, anAct(complete))])

    expect(answers.filter(answer => 'accepted' in answer)).toHaveLength(1)
    expect(answers.filter(answer => 'kind' in answer)).toEqual([expect.objectContaining({ kind: 'stale' })])
  })

  test('what is stale or unknown is refused and leaves no trace in the history', async () => {
    // given
    const host = await given()
    const handle = await host.start(await aPlan([task('t')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const before = await eventsOf(handle)
    // when
    const claim = { type: 'claim', task: state.tasks[0]?.id ?? '', assignee: 'clerk' } as const
    const stale = await send(handle, anAct(claim, { expectedRevision: 0 }))
    const unknown = await send(handle, anAct({ ...claim, task: 'nobody' }))
    // then
    expect([stale, unknown]).toEqual([
      expect.objectContaining({ kind: 'stale' }),
      expect.objectContaining({ kind: 'stale' }),
    ])
    expect((await eventsOf(handle)).filter(event => event.includes('UPDATE'))).toEqual(
      before.filter(event => event.includes('UPDATE')),
    )
  })

  test('a case that is closed answers the acts that come too late', async () => {
    const host = await given()
    const handle = await host.start(await aPlan([task('t')]))
    await until(handle, it => it.state.tasks.length === 1)

    const close = { type: 'close', ground: 'rinuncia' } as const
    // An act that finds the workflow gone already is told so by Temporal itself.
    const gone = (error: unknown) =>
      error instanceof WorkflowNotFoundError ? { kind: 'stale' } : Promise.reject(error)
    const answers = await Promise.all([1, 2].map(() => send(handle, anAct(close)).catch(gone)))

    expect(answers).toEqual(
      expect.arrayContaining([{ accepted: true, revision: 2 }, expect.objectContaining({ kind: 'stale' })]),
    )
    expect(await handle.result()).toMatchObject({ status: 'closed' })
  })

  test('a suspended case rests until it is resumed', async () => {
    // given
    const host = await given()
    const handle = await host.start(await aPlan([receive('r', 'go'), work('a')]))
    await send(handle, anAct({ type: 'suspend' }))
    // when
    await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: {} })
    await until(handle, it => it.state.seen.includes('m1'))
    // then
    expect(host.calls).not.toContain('step a')
    await send(handle, anAct({ type: 'resume' }))
    expect(await handle.result()).toMatchObject({ status: 'completed' })
  })

  test('a workflow that is cancelled from outside closes its case properly', async () => {
    const host = await given()
    const handle = await host.start(await aPlan([task('t')]))
    await until(handle, it => it.state.tasks.length === 1)

    await handle.cancel()

    expect(await handle.result()).toMatchObject({ status: 'closed' })
    expect(host.publications.at(-1)).toMatchObject({ rest: true, view: { status: 'closed' } })
  })
})

describe('messages', () => {
  test('one that arrives before the case has begun to run waits for it', async () => {
    // given
    const host = await given()
    await host.stopWorkers()
    const handle = await host.start(await aPlan([work('a'), receive('r', 'go')]))
    await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: { from: 'signal' } })
    // when
    await host.startWorkers()
    // then
    expect(await handle.result()).toMatchObject({ status: 'completed' })
  })

  test('one id counts once', async () => {
    const host = await given()
    const handle = await host.start(await aPlan([receive('r', 'go'), receive('s', 'go')]))

    for (const id of ['m1', 'm1', 'm1']) await handle.signal(deliverSignal, { id, name: 'go', data: {} })
    const { state } = await until(handle, it => it.state.revision >= 2)

    expect(state).toMatchObject({ status: 'running', revision: 2 })
    await handle.signal(deliverSignal, { id: 'm2', name: 'go', data: {} })
    expect(await handle.result()).toMatchObject({ status: 'completed' })
  })
})

describe('continue-as-new', () => {
  test('state, answers and seen messages go along, and nothing sent meanwhile is lost', async () => {
    // given
    const host = await given()
    const handle = await host.start(
      await aPlan([task('t'), receive('r', 'go'), work('a'), receive('s', 'go'), task('u')]),
      {
        rollOverAt: 25,
      },
    )
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const request = anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} })
    const first = await send(handle, request)
    await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: {} })
    // when
    for (let i = 0; (await snapshotOf(handle)).run < 3; i++) {
      const ids = ['m1', `other-${i}`]
      await Promise.all(ids.map(id => handle.signal(deliverSignal, { id, name: 'other', data: { i } })))
    }
    // then
    expect(await send(handle, request)).toEqual(first)
    expect(await send(handle, { ...request, reason: 'another' })).toMatchObject({ kind: 'invalid' })
    expect((await snapshotOf(handle)).state.tasks).toHaveLength(1)
    await handle.signal(deliverSignal, { id: 'm2', name: 'go', data: {} })
    const later = await until(handle, it => it.state.tasks.length === 2)
    expect(later.state.inbox.map(message => message.id)).toEqual(later.state.seen.filter(id => id.startsWith('other')))
    await send(handle, anAct({ type: 'complete', task: later.state.tasks[1]?.id ?? '', values: {} }))
    expect(await handle.result()).toMatchObject({ status: 'completed' })
    expect(host.calls.filter(call => call === 'step a')).toHaveLength(1)
  })

  test('publications of a later run come after those of an earlier one, without gaps in the history', async () => {
    const host = await given()
    const handle = await host.start(await aPlan([receive('r', 'go')]), { rollOverAt: 12 })

    for (let i = 0; (await snapshotOf(handle)).run < 3; i++)
      await handle.signal(deliverSignal, { id: `m${i}`, name: 'other', data: {} })
    await handle.signal(deliverSignal, { id: 'last', name: 'go', data: {} })
    await handle.result()

    const order = host.publications.map(it => it.run * 1_000_000 + it.historyLength)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    let known = 0
    for (const { historyFrom, history } of host.publications) {
      expect(historyFrom).toBeLessThanOrEqual(known)
      known = historyFrom + history.length
    }
  })
})

describe('time', () => {
  test('a term of fifteen days expires when the case is moved ahead, not before', async () => {
    // given
    const host = await given()
    const handle = await host.start(await aPlan([timer('wait', 'P15D'), work('a'), task('t')]))
    await until(handle, it => it.state.deadline !== null)
    // when
    await advanceCaseTime(host.client, handle.workflowId, days(14))
    // then
    expect((await snapshotOf(handle)).state.tasks).toEqual([])
    // when
    await advanceCaseTime(host.client, handle.workflowId, days(1) + 60)
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    // then
    expect(host.calls).toContain('step a')
    const passed = Date.parse(state.tasks[0]?.openedAt ?? '') - Date.parse(state.startedAt)
    expect(passed).toBeGreaterThanOrEqual(days(15) * 1_000)
    expect(passed).toBeLessThan(days(16) * 1_000)
  })
})
