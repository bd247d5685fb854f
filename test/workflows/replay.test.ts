import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { deliverSignal } from '../../workflows/messages.ts'
import { aPlan, receive, task, within, work } from './support/diagram.ts'
import type { CaseHandle, Host } from './support/host.ts'
import { aHost, anAct, fails, send, snapshotOf, theBundle, until } from './support/host.ts'

/**
 * Histories of released versions: every later version must replay them, or cases that run would stop. `RECORD_HISTORIES=0.1 npx jest test/workflows/replay`
 * adds those of the present code; they are never changed afterwards.
 */
const folder = join('test', 'workflows', 'histories')
mkdirSync(folder, { recursive: true })

/** Ways through the shell. Each has a step in the local lane, which the broken twin does otherwise. */
const scenarios: Record<string, (host: Host) => Promise<CaseHandle>> = {
  'steps, a task and a message': async host => {
    const handle = await host.start(await aPlan([work('a'), task('t'), work('b'), receive('r', 'go')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    await send(handle, anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} }))
    await send(handle, anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} }))
    await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: { read: true } })
    return handle
  },
  'an outage, then a step that a timer calls off': async host =>
    host.start(await aPlan([work('away'), within(work('calledOff', 'test.queued'), 'PT2S')])),
  'a run that continues another': async host => {
    const handle = await host.start(await aPlan([receive('r', 'go'), work('a')]), { rollOverAt: 12 })
    for (let i = 0; (await snapshotOf(handle)).run < 2; i++)
      await handle.signal(deliverSignal, { id: `m${i}`, name: 'other', data: {} })
    await handle.signal(deliverSignal, { id: 'last', name: 'go', data: {} })
    return handle
  },
}

let host: Host
beforeAll(async () => {
  host = await aHost({
    step: ({ element }) => (element === 'away' ? fails('unavailable') : 'done'),
    perform: ({ element }) => (element === 'calledOff' ? fails('unavailable') : 'done'),
  })
}, 60_000)
afterAll(() => host.stop(), 30_000)

const replay = (codePath: string, name: string, history: unknown) =>
  Worker.runReplayHistory({ workflowBundle: { codePath }, replayName: name }, history)

describe.each(Object.keys(scenarios))('%s', name => {
  let history: unknown

  beforeAll(async () => {
    const handle = await scenarios[name]?.(host)
    await handle?.result()
    history = JSON.parse(historyToJSON((await handle?.fetchHistory()) ?? {}))
    const version = process.env['RECORD_HISTORIES']
    if (version)
      writeFileSync(join(folder, `${version}-${name.replace(/\W+/g, '-')}.json`), JSON.stringify(history, null, 2))
  }, 60_000)

  test('is replayed', async () => {
    await replay(await theBundle(), name, history)
  })

  test('is not replayed by a broken twin', async () => {
    await expect(replay(await theBrokenTwin(), name, history)).rejects.toMatchObject({
      name: 'DeterminismViolationError',
    })
  })
})

const recorded = readdirSync(folder).filter(name => name.endsWith('.json'))

for (const name of recorded)
  describe(`recorded: ${name}`, () => {
    const history: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))

    test('is replayed by the present code', async () => {
      await replay(await theBundle(), name, history)
    })

    test('is not replayed by a broken twin', async () => {
      await expect(replay(await theBrokenTwin(), name, history)).rejects.toMatchObject({
        name: 'DeterminismViolationError',
      })
    })
  })

/** The same code, except that it queues the steps that ought to run locally: proof that a replay can fail. */
async function theBrokenTwin(): Promise<string> {
  const sound = await theBundle()
  const code = readFileSync(sound, 'utf8')
  const rule = "operation.dispatch === 'queued'"
  expect(code).toContain(rule)
  const broken = join(dirname(sound), 'broken-twin.js')
  writeFileSync(broken, code.replace(rule, "operation.dispatch !== 'queued'"))
  return broken
}
