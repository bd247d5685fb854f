import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks a second that Linux counts processor time in. */
const ticks = 100

/**
 * Processor seconds that a server and the processes it has started have used so far; NaN where there is no /proc.
 * A share of a busy machine is told by the clock, what something costs by this.
 */
export function cpuSecondsOf(pid: number): number {
  try {
    const all = readdirSync('/proc').flatMap(entry => (/^\d+$/.test(entry) ? timesOf(entry) : []))
    const mine = all.filter(process => process.pid === pid || process.parent === pid)
    return mine.reduce((sum, process) => sum + process.own + (process.pid === pid ? process.reaped : 0), 0) / ticks
  } catch {
    return Number.NaN
  }
}

interface Times {
  pid: number
  parent: number
  own: number
  /** Of children that have ended. */
  reaped: number
}

/** Fields 4 and 14 to 17 of proc(5)'s stat, counted after the program's name, which may hold anything. */
function timesOf(pid: string): Times[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, own = 0, system = 0, reaped = 0, reapedSystem = 0] = [1, 11, 12, 13, 14].map(at => fields[at])
    return [{ pid: Number(pid), parent, own: own + system, reaped: reaped + reapedSystem }]
  } catch {
    // It has ended meanwhile.
    return []
  }
}

/** Milliseconds that a process of one thread has spent on a processor so far, to the microsecond; NaN where the system does not tell. */
export function onCpuMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  } catch {
    return Number.NaN
  }
}
