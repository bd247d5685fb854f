import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartSettings } from './settings.ts'
import { endLeftover, livingPid, portInUse } from './process.ts'

const ourProgram = 'scripts/start.mjs'

/** One `npm start` per data folder: takes the lock or throws saying which process holds it. Returns how to give it back. */
export function takeLock(dataDir: string): () => void {
  const file = join(dataDir, 'run', 'start.pid')
  const holder = livingPid(file, ourProgram)
  if (holder !== null && holder !== process.pid) {
    throw new Error(
      `Iter is already running with this data (process ${holder}). Use that one, or stop it with Ctrl-C (or: kill ${holder}) and start again.`,
    )
  }
  mkdirSync(join(dataDir, 'run'), { recursive: true })
  writeFileSync(file, String(process.pid))
  return () => rmSync(file, { force: true })
}

/** What a killed run may have left: its children hold ports and files. Each is known by its file and its command line. */
export async function endLeftovers(dataDir: string): Promise<void> {
  const run = (name: string) => join(dataDir, 'run', `${name}.pid`)
  await Promise.all(
    ['sandbox', 'worker', 'relay', 'reconciler', 'server'].map(name => endLeftover(run(name), 'with-parent.js')),
  )
  await Promise.all([
    endLeftover(run('temporal'), 'start-dev'),
    endLeftover(join(dataDir, 'postgres', 'postmaster.pid'), dataDir, 'SIGQUIT'),
  ])
}

/** Throws naming the first port that another program holds, and the way round it. */
export async function checkPorts(ports: StartSettings['ports']): Promise<void> {
  const platforms = Array.from({ length: 7 }, (_, index) => ports.sandbox + index)
  for (const port of [ports.console, ...platforms, ports.postgres, ports.temporal, ports.temporalUi]) {
    if (!(await portInUse(port))) continue
    throw new Error(
      `Port ${port} is in use by another program. Stop that program, or choose other ports: ITER_PORT=9080 npm start (Iter takes 11 ports from there on).`,
    )
  }
}
