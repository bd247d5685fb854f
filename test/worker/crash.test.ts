import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Host } from '../workflows/support/host.ts'
import { aHost, theBundle } from '../workflows/support/host.ts'
import { aPlan, work } from '../workflows/support/diagram.ts'

let host: Host
const processes: ChildProcess[] = []

afterEach(async () => {
  for (const process of processes.splice(0)) process.kill('SIGKILL')
  await host.stop()
})

test('a worker killed in the middle of a step: another one goes on, and nothing happens twice', async () => {
  // given: a case in the middle of its fourth step
  host = await aHost()
  await host.stopWorkers()
  const folder = mkdtempSync(join(tmpdir(), 'iter-crash-'))
  const calls = () =>
    existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []
  const startWorker = async () => {
    const program = ['--import', 'tsx', 'test/worker/support/worker-process.ts']
    const options = [
      process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
      host.client.options.namespace,
      await theBundle(),
      folder,
    ]
    const child = spawn(process.execPath, [...program, ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
    processes.push(child)
    return child
  }
  const first = await startWorker()
  const handle = await host.start(await aPlan(Array.from({ length: 6 }, (_, i) => work(`w${i}`))))
  while (calls().length < 4) await new Promise(resolve => setTimeout(resolve, 20))
  // when
  first.kill('SIGKILL')
  const second = await startWorker()
  const { state } = await handle.result()
  // then: steps ran again, and each found the effect of its first run
  expect(calls().length).toBeGreaterThan(6)
  expect(readdirSync(folder).filter(name => name !== 'calls')).toHaveLength(6)
  const outcomes = Object.values(state.document).map(String)
  expect(outcomes.filter(outcome => outcome.endsWith(`by ${first.pid}`))).toHaveLength(4)
  expect(outcomes.filter(outcome => outcome.endsWith(`by ${second.pid}`))).toHaveLength(2)
}, 60_000)
