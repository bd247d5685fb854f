import { useEffect, useMemo, useState } from 'react'
import type { AllowedAct } from '../api-types.d.ts'

/** The acts that are refused yet: what they speak of may still be on its way. */
export const tooSoon = (acts: readonly AllowedAct[], now: number): AllowedAct[] =>
  acts.filter(({ notBefore }) => notBefore !== null && Date.parse(notBefore) > now)

/** The first whole minute at which all of them may be done; null where all may be done already. */
export const possibleFrom = (acts: readonly AllowedAct[]): string | null => {
  const times = acts.flatMap(({ notBefore }) => (notBefore === null ? [] : [Date.parse(notBefore)]))
  return times.length === 0 ? null : new Date(Math.ceil(Math.max(...times) / 60_000) * 60_000).toISOString()
}

/** The case's time, told anew when the next of its acts becomes possible. `clock`: its own clock where it was moved ahead. */
export const useTimeOfActs = (acts: readonly AllowedAct[], clock: string | null): number => {
  const ahead = useMemo(() => (clock === null ? 0 : Math.max(0, Date.parse(clock) - Date.now())), [clock])
  const [now, setNow] = useState(() => Date.now() + ahead)
  const next = Math.min(...tooSoon(acts, now).map(({ notBefore }) => Date.parse(notBefore ?? '')))
  useEffect(() => {
    if (!Number.isFinite(next)) return undefined
    const timer = setTimeout(() => setNow(Date.now() + ahead), Math.max(0, next - ahead - Date.now()) + 50)
    return () => clearTimeout(timer)
  }, [next, ahead])
  return now
}
