import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { aPlan, task, work } from './support/diagram.ts'
import type { CaseHandle, Host } from './support/host.ts'
import { aHost, anAct, send, snapshotOf, theBundle, until } from './support/host.ts'

jest.setTimeout(120_000)

let host: Host
beforeAll(async () => {
  host = await aHost()
})
afterAll(() => host.stop(), 30_000)

/** What an upgrade changes here: steps that ran in the local lane go to their platform's queue. A real difference: other events. */
const rule = "operation.dispatch === 'queued'"
const perform = 'lanes.perform(command.work)'
const versions = 'const laterVersions = [];'

/** The next release, made from the present code: cases that begin with it do otherwise, those that run keep the way of their version. */
const nextRelease = () =>
  aBundle('next-release', code =>
    code
      .replace(versions, 'const laterVersions = [2];')
      .replace(perform, 'lanes.perform(state.engineVersion >= 2 ? { ...command.work, isNew: true } : command.work)')
      .replace(rule, `(${rule} || work.isNew === true)`),
  )

/** The same release as somebody would make it who has forgotten the gate. */
const ungatedRelease = () => aBundle('ungated-release', code => code.replace(rule, 'true'))

async function aBundle(name: string, change: (code: string) => string): Promise<string> {
  const present = await theBundle()
  const code = readFileSync(present, 'utf8')
  for (const part of [versions, perform, rule]) expect(code.split(part)).toHaveLength(2)
  const file = join(dirname(present), `${name}.js`)
  writeFileSync(file, change(code))
  return file
}

/** Cases of the present version, each at rest at its task with one step behind it and one before it. */
async function openCases(count: number): Promise<CaseHandle[]> {
  const plan = await aPlan([work('before'), task('decide'), work('after')])
  const cases = await Promise.all(Array.from({ length: count }, () => host.start(plan)))
  await Promise.all(cases.map(handle => until(handle, it => it.state.tasks.length === 1)))
  return cases
}

async function decide(handle: CaseHandle): Promise<void> {
  const { state } = await snapshotOf(handle)
  await send(handle, anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} }))
}

test('a hundred cases of the old version go on after the worker’s upgrade, in the way of their version; new ones take the new way', async () => {
  const cases = await openCases(100)
  await host.stopWorkers()
  await host.startWorkers(await nextRelease())

  for (let i = 0; i < cases.length; i += 10) await Promise.all(cases.slice(i, i + 10).map(decide))
  const results = await Promise.all(cases.map(handle => handle.result()))

  expect(results.map(it => `${it.status} ${it.state.engineVersion}`)).toEqual(cases.map(() => 'completed 1'))
  expect(host.calls.filter(call => call === 'step after')).toHaveLength(100)
  expect(host.calls.filter(call => call.startsWith('perform'))).toEqual([])
  const [fresh] = await openCases(1)
  if (fresh) await decide(fresh)
  expect((await fresh?.result())?.state.engineVersion).toBe(2)
  expect(host.calls.filter(call => call.startsWith('perform'))).toEqual(['perform before', 'perform after'])
})

test('without the gate they would stop: their histories are not those of the new code', async () => {
  await host.stopWorkers()
  await host.startWorkers()
  const [handle] = await openCases(1)
  await host.stopWorkers()
  await host.startWorkers(await ungatedRelease())

  await handle?.signal('deliver', { id: 'm', name: 'go', data: {} })

  await expect(taskFailureOf(handle)).resolves.toMatch(/nondetermin/i)
  // And nothing is lost: with the right code again it goes on.
  await host.stopWorkers()
  await host.startWorkers()
  if (handle) await decide(handle)
  expect((await handle?.result())?.status).toBe('completed')
})

/** Why the workflow's last task failed, once it has. */
async function taskFailureOf(handle: CaseHandle | undefined): Promise<string> {
  for (;;) {
    const { events } = (await handle?.fetchHistory()) ?? {}
    const failed = events?.find(event => event.workflowTaskFailedEventAttributes)
    if (failed) return JSON.stringify(failed.workflowTaskFailedEventAttributes)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
