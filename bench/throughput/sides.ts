import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, Connection } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { dataConverterFor } from '../../codec/data-converter.ts'
import { FAILURE_CONVERTER_PATH } from '../../codec/failure-converter-path.ts'
import { createKeys } from '../../db/keys.ts'
import { bundleWorkflows } from '../../worker/bundle.ts'
import type { Database, Services } from '../services.ts'
import { programOf, startWorker } from './side.ts'
import type { WorkerProcess } from './side.ts'

/** A worker of Iter and one of the twin, each in a process of its own, and a client for both. */
export interface Sides {
  client: Client
  iter: WorkerProcess
  twin: WorkerProcess
  stop: () => Promise<void>
}

export async function startSides(services: Services, { urls, db, masterKey }: Database): Promise<Sides> {
  const bundles = { iter: join(services.folder, 'iter-bundle.js'), twin: join(services.folder, 'twin-bundle.js') }
  // One bundling serves every section of a run.
  if (!existsSync(bundles.twin)) await Promise.all([bundleWorkflows(bundles.iter), bundleTwin(bundles.twin)])
  const address = await services.temporal()
  const connection = await Connection.connect({ address })
  const dataConverter = dataConverterFor(createKeys({ db, masterKey }), 'default')
  const start = (name: 'iter' | 'twin') =>
    startWorker(programOf('./worker'), [name, urls.app, address, bundles[name], masterKey.toString('base64')])
  const [iter, twin] = await Promise.all([start('iter'), start('twin')])
  return {
    client: new Client({ connection, dataConverter }),
    iter,
    twin,
    stop: async () => {
      await Promise.all([iter.stop(), twin.stop()])
      await connection.close()
    },
  }
}

async function bundleTwin(outFile: string): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: programOf('./twin-workflow'),
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('WARN'),
  })
  writeFileSync(outFile, code)
}

/** Processor seconds of a side's worker and of both servers. */
export interface Cpu {
  worker: number
  temporal: number
  postgresql: number
}

export const noCpu = (): Cpu => ({ worker: 0, temporal: 0, postgresql: 0 })

/** What the processes use while something runs, added to `cpu`; returns the seconds by the clock. */
export async function watched(
  services: Services,
  worker: WorkerProcess,
  cpu: Cpu,
  run: () => Promise<unknown>,
): Promise<number> {
  const read = async (): Promise<Cpu> => ({ worker: await worker.cpuSeconds(), ...(await services.cpuSeconds()) })
  const before = await read()
  const from = performance.now()
  await run()
  const seconds = (performance.now() - from) / 1000
  const after = await read()
  cpu.worker += after.worker - before.worker
  cpu.temporal += after.temporal - before.temporal
  cpu.postgresql += after.postgresql - before.postgresql
  return seconds
}

export const sumOf = ({ worker, temporal, postgresql }: Cpu): number => worker + temporal + postgresql
