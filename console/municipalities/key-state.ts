import { daysFrom } from '../format.ts'

/** A key is announced a month before it ends: asking for a new one takes weeks. */
const warnDays = 30

export const keyState = (expiresAt: string | null, now: Date): 'fine' | 'soon' | 'expired' => {
  if (!expiresAt) return 'fine'
  const days = daysFrom(expiresAt, now)
  if (days < 0) return 'expired'
  return days <= warnDays ? 'soon' : 'fine'
}
