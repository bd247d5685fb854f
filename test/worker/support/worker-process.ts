// A worker in a process of its own, so that a test can kill it. Arguments: Temporal's address, namespace, bundle, journal folder.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { defaultDataConverter } from '@temporalio/common'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import type { SwiftStepAnswer, SwiftStepRequest } from '../../../engine/publication.ts'
import { createWorkers } from '../../../worker/create-workers.ts'

const [address = '', namespace = '', bundle = '', folder = ''] = process.argv.slice(2)
Runtime.install({ logger: new DefaultLogger('ERROR') })

/** The outside: an effect is there once or not at all, under its key; who asks again gets the first outcome. */
async function swiftStep({ work }: SwiftStepRequest): Promise<SwiftStepAnswer> {
  appendFileSync(join(folder, 'calls'), `${work.id}\n`)
  const effect = join(folder, encodeURIComponent(`${work.id}:${work.attempt}`))
  if (!existsSync(effect)) writeFileSync(effect, `outcome of ${work.id} by ${process.pid}`, { flag: 'wx' })
  // The answer is on its way: here the process is killed.
  await pause(300)
  return { output: readFileSync(effect, 'utf8'), isTold: false }
}

const workers = await createWorkers({
  connection: await NativeConnection.connect({ address }),
  namespace,
  dataConverter: defaultDataConverter,
  activities: { swiftStep, publish: () => Promise.resolve() },
  bundle,
  attempts: () => ({}),
  queues: ['cases'],
})
await Promise.all(workers.map(worker => worker.run()))
