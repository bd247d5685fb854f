import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Client } from '@temporalio/client'
import { z } from 'zod'

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Processor time that it has used so far. */
  cpuSeconds(): Promise<number>
  stop(): Promise<void>
}

const cpu = z.object({ cpuSeconds: z.number() })

/** The module compiled, or as TypeScript when this runs as such; the child runs as its parent does. */
export function programOf(module: string): string {
  const places = ['.js', '.ts'].map(extension => fileURLToPath(new URL(module + extension, import.meta.url)))
  const place = places.find(existsSync)
  if (place === undefined) throw new Error(`There is no program at ${places.join(' or ')}`)
  return place
}

/** Resolves when the worker polls; rejects when it ends before. */
export async function startWorker(program: string, args: string[]): Promise<WorkerProcess> {
  const child = fork(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  await Promise.race([
    answer(child),
    ended.then(() => {
      throw new Error(`${program} ended before it was ready`)
    }),
  ])
  return {
    async cpuSeconds() {
      const said = answer(child)
      child.send('cpu?')
      return cpu.parse(await said).cpuSeconds
    },
    async stop() {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(kill)
    },
  }
}

const answer = (child: ChildProcess) => new Promise<unknown>(resolve => child.once('message', resolve))

/** Events in a workflow's history. */
export async function historyLength(client: Client, workflowId: string): Promise<number> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
  return events?.length ?? 0
}
