import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Open incidents that an outage of one platform has left in one municipality. */
export interface Outage {
  municipality: string
  platform: string
  incidents: number
}

export interface HealerDeps {
  /** Runs the round when no other worker is at it; null when one is. */
  alone: (round: () => Promise<number>) => Promise<number | null>
  outages: () => Promise<Outage[]>
  /** True when the platform answers again for this municipality. */
  probe: (outage: Outage) => Promise<boolean>
  /** Sends at most `limit` of the outage's steps on their way again; returns how many. */
  retry: (outage: Outage, limit: number) => Promise<number>
  log: Logger
}

interface Pace {
  perSecond: number
  everySeconds: number
  signal: AbortSignal
}

/** One round: every outage whose platform answers gets an equal share of the budget. Returns the steps sent on their way. */
export async function heal({ outages, probe, retry, log }: Omit<HealerDeps, 'alone'>, budget: number): Promise<number> {
  const open = await outages()
  const answers = await Promise.all(open.map(probe))
  const over = open.filter((_, i) => answers[i])
  let left = budget
  for (const [i, outage] of over.entries()) {
    const share = Math.min(left, Math.ceil(left / (over.length - i)))
    const retried = share > 0 ? await retry(outage, share) : 0
    left -= retried
    if (retried > 0) log.info({ ...outage, retried }, 'The platform answers again: steps are on their way')
  }
  return budget - left
}

/** An outage heals by itself: rounds go on until `signal` is aborted, never faster than the pace, one worker at a time. */
export async function runHealer(deps: HealerDeps, { perSecond, everySeconds, signal }: Pace): Promise<void> {
  while (!signal.aborted) {
    try {
      await deps.alone(() => heal(deps, perSecond * everySeconds))
    } catch (error) {
      deps.log.warn({ err: error }, 'The healing round failed and is tried again')
    }
    await pause(everySeconds * 1_000, undefined, { signal }).catch(() => {})
  }
}
