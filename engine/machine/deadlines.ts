import type { Instant } from '../json.ts'
import type { Subscription } from '../state.ts'
import { addDays } from '../terms/civil.ts'
import { startOfDay } from '../terms/instants.ts'
import { expireTerm, resumeTerm, termDue, termFiresAt } from '../terms/term.ts'
import type { TermState } from '../terms/term.ts'
import { issue, note } from './run.ts'
import type { Run } from './run.ts'
import { fire } from './subscriptions.ts'

/** Something that happens by itself at an instant. */
type Due =
  | { at: Instant; what: 'timer'; subscription: Subscription }
  | { at: Instant; what: 'expiry' | 'end-of-suspension'; key: string; term: TermState }

/** Lets the earliest thing that is due happen; says whether there was one. */
export function fireNext(run: Run): boolean {
  const due = nextDue(run)
  if (due === null || due.at > run.at) return false
  switch (due.what) {
    case 'timer':
      fire(run, due.subscription, null)
      return true
    case 'expiry':
      return expire(run, due.key, due.term)
    case 'end-of-suspension':
      return endSuspension(run, due)
  }
}

/** One deadline for everything, so that the shell keeps one timer; none while the case is suspended. */
export function armDeadline(run: Run): void {
  const { state } = run
  const at = state.status === 'running' ? (nextDue(run)?.at ?? null) : null
  if (at === state.deadline) return
  state.deadline = at
  issue(run, { type: 'deadline', at })
}

/** Instants compare as text. */
function nextDue(run: Run): Due | null {
  let next: Due | null = null
  for (const due of [...timersDue(run), ...termsDue(run)]) if (next === null || due.at < next.at) next = due
  return next
}

function timersDue(run: Run): Due[] {
  return run.state.subscriptions.flatMap(subscription =>
    subscription.on === 'timer' ? [{ at: subscription.due, what: 'timer' as const, subscription }] : [],
  )
}

function termsDue(run: Run): Due[] {
  return Object.entries(run.state.terms).flatMap(([key, term]): Due[] => {
    const firesAt = termFiresAt(term)
    if (firesAt !== null) return [{ at: firesAt, what: 'expiry', key, term }]
    const endsAt = suspensionEndsAt(term)
    return endsAt === null ? [] : [{ at: endsAt, what: 'end-of-suspension', key, term }]
  })
}

/** A suspension that the law caps ends by itself. */
function suspensionEndsAt(term: TermState): Instant | null {
  const open = term.state === 'suspended' ? term.suspensions.at(-1) : undefined
  return open === undefined || open.maxDays === null ? null : startOfDay(addDays(open.from, open.maxDays))
}

/** The due date has passed: everything that waits for it fires. */
function expire(run: Run, key: string, term: TermState): boolean {
  const result = expireTerm(term, run.at)
  if ('refused' in result) return false
  run.state.terms[key] = result.term
  note(run, 'term-expired', null, { term: key, due: termDue(term) })
  const waiting = run.state.subscriptions.filter(it => it.on === 'term' && it.term === key)
  for (const subscription of waiting.reverse()) fire(run, subscription, null)
  return true
}

function endSuspension(run: Run, { key, term, at }: Extract<Due, { term: TermState }>): boolean {
  const result = resumeTerm(term, at, { delayDays: 0 })
  if ('refused' in result) return false
  run.state.terms[key] = result.term
  note(run, 'term-resumed', null, { term: key, due: termDue(result.term), cause: 'maximum' })
  return true
}
