import type { Instant, LocalDate } from '../json.ts'
import type { TermView } from '../view.ts'
import { addDays, daysBetween, printDate, requireDate } from './civil.ts'
import { ORDINARY_OFFICE, afterHolidays, isWorkingDay } from './holidays.ts'
import type { OfficeCalendar } from './holidays.ts'
import { localDate, startOfDay } from './instants.ts'

/** A term as the diagram declares it. Days count from the day after the start (the first day is not counted). */
export interface TermDef {
  key: string
  name: string
  days: number
  unit: 'calendar' | 'working'
  law: string | null
  /** How often the term may be suspended, whatever the cause; null without limit. */
  maxSuspensions: number | null
  /** Days that all suspensions together may last; beyond them the term runs again by itself. Null without limit. */
  maxSuspensionDays: number | null
  /** Days between the resumption's cause and the day from which the term runs again. */
  resumeDelayDays: number
}

export interface TermState {
  def: TermDef
  calendar: OfficeCalendar
  state: TermView['state']
  startedAt: Instant
  suspensions: Suspension[]
  metAt: Instant | null
}

/** Days after `from` up to and including `to` do not count. */
export interface Suspension {
  cause: string
  from: LocalDate
  /** Null while it lasts; may lie ahead when the term runs again with delay. */
  to: LocalDate | null
  /** Days that the law allows this cause at most; null without limit. */
  maxDays: number | null
}

export type TermRefusal = 'not-running' | 'not-suspended' | 'expired' | 'too-many-suspensions' | 'no-days-left'

export type TermResult = { term: TermState } | { refused: TermRefusal }

export interface SuspendOptions {
  cause: string
  /** Limits of this cause, besides those of the whole term: L.241/1990 art. 2 c.7 allows one stop of 30 days. */
  maxTimes?: number | null
  maxDays?: number | null
}

/** Starts the clock. The office's calendar is pinned in the term: later changes of it do not move running terms. */
export function startTerm(def: TermDef, at: Instant, calendar: OfficeCalendar = ORDINARY_OFFICE): TermState {
  return { def, calendar, state: 'running', startedAt: at, suspensions: [], metAt: null }
}

/** Stops the clock; refused when the term does not run, is over, or may not be stopped again. */
export function suspendTerm(term: TermState, at: Instant, options: SuspendOptions): TermResult {
  if (term.state !== 'running') return { refused: 'not-running' }
  const today = localDate(at)
  if (today > termDue(term)) return { refused: 'expired' }
  const ofCause = term.suspensions.filter(suspension => suspension.cause === options.cause)
  if (isFull(term.suspensions, term.def.maxSuspensions) || isFull(ofCause, options.maxTimes ?? null)) {
    return { refused: 'too-many-suspensions' }
  }
  const maxDays = fewest(daysLeft(term), options.maxDays ?? null)
  if (maxDays !== null && maxDays <= 0) return { refused: 'no-days-left' }
  // A term that is still to run again after a delayed resumption is stopped from that day on.
  const resumes = term.suspensions.at(-1)?.to ?? today
  const from = resumes > today ? resumes : today
  const suspension: Suspension = { cause: options.cause, from, to: null, maxDays }
  return { term: { ...term, state: 'suspended', suspensions: [...term.suspensions, suspension] } }
}

/** Lets the clock run again, `delayDays` later (the term's own delay when not given), never later than the cap allows. */
export function resumeTerm(term: TermState, at: Instant, options: { delayDays?: number } = {}): TermResult {
  const open = term.suspensions.at(-1)
  if (term.state !== 'suspended' || !open) return { refused: 'not-suspended' }
  const wanted = addDays(localDate(at), options.delayDays ?? term.def.resumeDelayDays)
  return { term: { ...term, state: 'running', suspensions: term.suspensions.with(-1, closed(open, wanted)) } }
}

/** Begins anew, as after a corrected submission; what was met stays met. */
export function resetTerm(term: TermState, at: Instant): TermResult {
  if (term.state === 'met') return { refused: 'not-running' }
  return { term: startTerm(term.def, at, term.calendar) }
}

/** What the term was for has been done, in time or late. */
export function meetTerm(term: TermState, at: Instant): TermResult {
  if (term.state === 'met') return { refused: 'not-running' }
  const open = term.state === 'suspended' ? term.suspensions.at(-1) : undefined
  const suspensions = open ? term.suspensions.with(-1, closed(open, localDate(at))) : term.suspensions
  return { term: { ...term, state: 'met', suspensions, metAt: at } }
}

/** The due date has passed without the deed; refused when it has not passed (`at`) or the clock stands. */
export function expireTerm(term: TermState, at: Instant): TermResult {
  const firesAt = termFiresAt(term)
  return firesAt !== null && at >= firesAt ? { term: { ...term, state: 'expired' } } : { refused: 'not-running' }
}

/** The last day on which the deed is in time. While the clock stands: as if it ran again at once. */
export function termDue(term: TermState): LocalDate {
  return printDate(afterHolidays(requireDate(unadjustedDue(term)), term.calendar))
}

/** The due date before a holiday moves it. */
export function unadjustedDue(term: TermState): LocalDate {
  const start = localDate(term.startedAt)
  if (term.def.unit === 'calendar') return addDays(start, term.def.days + suspendedDays(term))
  let day = requireDate(start)
  for (let counted = 0; counted < term.def.days;) {
    day += 1
    if (isWorkingDay(day, term.calendar) && !isSuspendedOn(term, printDate(day))) counted += 1
  }
  return printDate(day)
}

/** The instant at which the term is exceeded: the day after the due date begins in Rome. Null while the clock stands or is done. */
export function termFiresAt(term: TermState): Instant | null {
  return term.state === 'running' ? startOfDay(addDays(termDue(term), 1)) : null
}

export function termView(term: TermState): TermView {
  const { def } = term
  return {
    key: def.key,
    name: def.name,
    law: def.law,
    state: term.state,
    startedAt: term.startedAt,
    due: termDue(term),
    length: { days: def.days, unit: def.unit },
    suspensions: term.suspensions.map(({ cause, from, to }) => ({ cause, from, to })),
    metAt: term.metAt,
  }
}

/** Days of all closed suspensions: exactly those by which a calendar term moves. */
function suspendedDays(term: TermState): number {
  return term.suspensions.reduce((sum, { from, to }) => sum + (to === null ? 0 : daysBetween(from, to)), 0)
}

function isSuspendedOn(term: TermState, date: LocalDate): boolean {
  return term.suspensions.some(({ from, to }) => to !== null && date > from && date <= to)
}

function isFull(suspensions: Suspension[], limit: number | null): boolean {
  return limit !== null && suspensions.length >= limit
}

function daysLeft(term: TermState): number | null {
  const { maxSuspensionDays } = term.def
  return maxSuspensionDays === null ? null : maxSuspensionDays - suspendedDays(term)
}

function fewest(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

/** Ends a suspension on a date, but not before it began nor after its cap. */
function closed(suspension: Suspension, wanted: LocalDate): Suspension {
  const { from, maxDays } = suspension
  const latest = maxDays === null ? wanted : addDays(from, maxDays)
  const to = wanted > latest ? latest : wanted
  return { ...suspension, to: to < from ? from : to }
}
