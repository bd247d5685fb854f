import { z } from 'zod'
import type { PlatformName } from './ledger.ts'

export const faultSchema = z.strictObject({
  kind: z.enum(['down', 'slow', 'rate-limited', 'error', 'answer-lost', 'duplicate-callback', 'malformed']),
  /** How many calls it hits; until it is cleared when absent. */
  times: z.int().min(1).optional(),
  /** How long `slow` waits; what `rate-limited` says in Retry-After. */
  seconds: z.number().min(0).max(3600).optional(),
  /** One call only, by its name in the ledger. */
  call: z.string().optional(),
})

export type Fault = z.infer<typeof faultSchema>
export type FaultKind = Fault['kind']

/** What is wrong with each platform at the moment; forgotten when the sandbox stops. */
export interface Faults {
  all: () => Partial<Record<PlatformName, Fault>>
  set: (platform: PlatformName, fault: Fault) => void
  clear: (platform?: PlatformName) => void
  /** The fault of one of these kinds that hits this call; counts it down. */
  take: (platform: PlatformName, call: string, kinds: readonly FaultKind[]) => Fault | null
}

export function createFaults(): Faults {
  const active = new Map<PlatformName, Fault>()
  return {
    all: () => Object.fromEntries(active),
    set: (platform, fault) => active.set(platform, fault),
    clear: platform => (platform ? active.delete(platform) : active.clear()),
    take: (platform, call, kinds) => {
      const fault = active.get(platform)
      if (!fault || !kinds.includes(fault.kind)) return null
      if (fault.call !== undefined && fault.call !== call) return null
      if (fault.times === 1) active.delete(platform)
      else if (fault.times !== undefined) active.set(platform, { ...fault, times: fault.times - 1 })
      return fault
    },
  }
}
