import type { z } from 'zod'

import type { TermView } from '../../engine/view.ts'
import { daysBetween } from '../../engine/terms/civil.ts'
import { localDate } from '../../engine/terms/instants.ts'
import type { termView } from '../api/case-views.ts'

/** A term with the days used, stopped and left, counted on the case's own calendar day. */
export function termOf(term: TermView, caseNow: string): z.input<typeof termView> {
  const today = localDate(caseNow)
  const end = term.metAt === null ? today : localDate(term.metAt)
  const suspended = term.suspensions.reduce((days, { from, to }) => days + Math.max(0, daysBetween(from, to ?? end)), 0)
  const used = Math.max(0, daysBetween(localDate(term.startedAt), end) - suspended)
  return {
    ...term,
    usedDays: used,
    suspendedDays: suspended,
    remainingDays: daysBetween(end, term.due),
  }
}
