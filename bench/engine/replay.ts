import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { History } from '@temporalio/common/lib/proto-utils.js'
import { defaultDataConverter } from '@temporalio/common'
import { DefaultLogger, NativeConnection, Runtime, Worker, bundleWorkflowCode } from '@temporalio/worker'
import { freePort } from '../../sandbox/process.ts'
import { findTemporal } from '../../sandbox/temporal/find.ts'
import { startTemporal } from '../../sandbox/temporal/server.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import { createWorkers } from '../../worker/create-workers.ts'
import { asToday, caseWorkflowId, caseWorkflowType, casesQueue } from '../../workflows/messages.ts'
import { fifteenSteps } from './fifteen-steps.ts'

export interface Replayed {
  events: number
  millisecondsPerReplay: number
}

const request = { cents: 850_000, minors: 2 }
const twinQueue = 'twin'

/** One case on Iter and one on a hand-written twin, recorded on a real server and replayed `times` times. */
export async function measureReplay(times: number): Promise<{ iter: Replayed; twin: Replayed }> {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const folder = mkdtempSync(join(tmpdir(), 'iter-bench-engine-'))
  chmodSync(folder, 0o755)
  const program = await findTemporal(line => process.stderr.write(`${line}\n`))
  const server = await startTemporal({ program, port: await freePort(), uiPort: null, file: null })
  const bundles = { iter: join(folder, 'iter.js'), twin: join(folder, 'twin.js') }
  try {
    await bundleWorkflows(bundles.iter)
    await bundleTwin(bundles.twin)
    const histories = await record(server.address, bundles)
    const iter = await replay(bundles.iter, histories.iter, times)
    return { iter, twin: await replay(bundles.twin, histories.twin, times) }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

type Bundles = { iter: string; twin: string }

async function record(address: string, bundles: Bundles): Promise<{ iter: History; twin: History }> {
  const connection = await Connection.connect({ address })
  const native = await NativeConnection.connect({ address })
  const client = new Client({ connection })
  const workers = await startWorkers(native, bundles)
  const runs = workers.map(worker => worker.run())
  const iter = await runIter(client)
  const twin = await client.workflow.start('twinWorkflow', {
    workflowId: `twin/${randomUUID()}`,
    taskQueue: twinQueue,
    args: [request],
  })
  await twin.result()
  const histories = { iter: await client.workflow.getHandle(iter).fetchHistory(), twin: await twin.fetchHistory() }
  for (const worker of workers) worker.shutdown()
  await Promise.all(runs)
  await native.close()
  await connection.close()
  return histories
}

async function startWorkers(connection: NativeConnection, bundles: Bundles): Promise<Worker[]> {
  const step = () => Promise.resolve({ ok: true })
  const publish = () => Promise.resolve()
  const ours = await createWorkers({
    connection,
    namespace: 'default',
    dataConverter: defaultDataConverter,
    activities: {
      step,
      swiftStep: () => Promise.resolve({ output: { ok: true }, isTold: false }),
      perform: step,
      publish,
    },
    bundle: bundles.iter,
    attempts: () => ({}),
    queues: ['cases'],
  })
  const workflowBundle = { codePath: bundles.twin }
  return [...ours, await Worker.create({ connection, taskQueue: twinQueue, workflowBundle, activities: { step } })]
}

async function runIter(client: Client): Promise<string> {
  const [municipality, caseId] = [randomUUID(), randomUUID()]
  const workflowId = caseWorkflowId(municipality, caseId)
  const data = { case: { id: caseId }, request }
  const start = { type: 'start', at: new Date().toISOString(), data }
  const plan = await fifteenSteps()
  await client.workflow.execute(caseWorkflowType, {
    workflowId,
    taskQueue: casesQueue,
    args: [{ municipality, caseId, number: 'BENCH-2026-000001', planHash: 'bench', plan, start, run: 1, ...asToday }],
  })
  return workflowId
}

/** Processor time of many replays in one worker: what starting the worker takes is no part of a replay. */
async function replay(codePath: string, history: History, times: number): Promise<Replayed> {
  const run = async (count: number) => {
    const copies = Array.from({ length: count }, (_, index) => ({ workflowId: `replay-${index}`, history }))
    const begin = process.cpuUsage()
    for await (const { error } of Worker.runReplayHistories({ workflowBundle: { codePath } }, copies))
      if (error !== undefined) throw error
    const { user, system } = process.cpuUsage(begin)
    return (user + system) / 1000
  }
  await run(2)
  const [few, many] = [await run(2), await run(times + 2)]
  return { events: history.events?.length ?? 0, millisecondsPerReplay: Math.max(0, many - few) / times }
}

async function bundleTwin(outFile: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./twin-workflow.ts', import.meta.url)),
    logger: new DefaultLogger('WARN'),
  })
  writeFileSync(outFile, code)
}
