import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandOf, isAlive } from '../process.ts'
import type { Random } from './random.ts'

export const victims = ['worker', 'server', 'relay', 'temporal', 'postgres'] as const

export type Victim = (typeof victims)[number]

export interface Kill {
  victim: Victim
  /** Milliseconds after the first request. */
  afterMs: number
}

/** Every process several times, at moments that the seed gives, until `forMs` has passed. */
export function planKills(random: Random, { forMs, everyMs }: { forMs: number; everyMs: number }): Kill[] {
  const kills: Kill[] = []
  // Short and long pauses alike: sometimes the next one falls before the last one is up again.
  const gap = () => -Math.log(1 - random.next()) * everyMs
  for (let at = gap(); at < forMs; at += gap()) {
    // Each has its turn in the first round, so that no seed leaves one out.
    const victim = victims[kills.length] ?? random.pick(victims)
    kills.push({ victim, afterMs: Math.round(at) })
  }
  return kills
}

/** Carries the plan out on an Iter of this data folder; tells each kill. */
export async function carryOut(
  kills: readonly Kill[],
  { dataDir, signal, told }: { dataDir: string; signal: AbortSignal; told: (kill: Kill, pid: number | null) => void },
): Promise<void> {
  const begun = Date.now()
  for (const kill of kills) {
    await pause(Math.max(0, kill.afterMs - (Date.now() - begun)), undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    const pid = pidOf(kill.victim, dataDir)
    if (pid !== null) process.kill(pid, 'SIGKILL')
    told(kill, pid)
  }
}

/** Null while it is down. */
function pidOf(victim: Victim, dataDir: string): number | null {
  const file =
    victim === 'postgres' ? join(dataDir, 'postgres', 'postmaster.pid') : join(dataDir, 'run', `${victim}.pid`)
  const markers = {
    worker: 'worker/main',
    server: 'server/main',
    relay: 'relay-main',
    temporal: 'start-dev',
    postgres: 'postgres',
  }
  const pid = Number(readPid(file))
  return pid > 0 && isAlive(pid) && commandOf(pid).includes(markers[victim]) ? pid : null
}

function readPid(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n')[0] ?? ''
  } catch {
    return ''
  }
}
