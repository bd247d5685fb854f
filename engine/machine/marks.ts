import type { Json } from '../json.ts'
import type { Clock, PlanNode, PlanTerm } from '../plan.ts'
import { localDate } from '../terms/instants.ts'
import { meetTerm, resetTerm, resumeTerm, startTerm, suspendTerm, termDue } from '../terms/term.ts'
import type { TermDef, TermRefusal, TermResult, TermState } from '../terms/term.ts'
import type { Fact } from '../view.ts'
import { evaluate } from './data.ts'
import { Defect, note } from './run.ts'
import type { Run } from './run.ts'

const FACTS = {
  start: 'term-started',
  reset: 'term-started',
  suspend: 'term-suspended',
  resume: 'term-resumed',
  meet: 'term-met',
} satisfies { [action in Clock['action']]: Fact['type'] }

const REFUSALS = {
  'not-running': 'Il termine non è in corso: il suo stato non cambia.',
  'not-suspended': 'Il termine non era sospeso: continua a decorrere.',
  expired: 'Il termine è già scaduto: il suo stato non cambia.',
  'too-many-suspensions': 'Il termine non è stato sospeso: le sospensioni ammesse sono esaurite.',
  'no-days-left': 'Il termine non è stato sospeso: i giorni di sospensione ammessi sono esauriti.',
} satisfies { [refusal in TermRefusal]: string }

/** What reaching a node means for the case: its outcome, a milestone on the history, its legal terms. */
export function markPassage(run: Run, node: PlanNode, index: number): void {
  if (node.outcome !== null) run.state.outcome = node.outcome
  if (node.milestone !== null) note(run, 'milestone', index, { text: node.milestone })
  for (const clock of node.clocks) moveClock(run, clock, index)
}

/** Moves a term; what the law does not allow leaves it as it is, and the history says so. */
function moveClock(run: Run, clock: Clock, node: number): void {
  const result = moved(run, clock)
  if (result === null) return
  if ('refused' in result) {
    note(run, 'milestone', node, { text: REFUSALS[result.refused], term: clock.term, refused: result.refused })
    return
  }
  run.state.terms[clock.term] = result.term
  note(run, FACTS[clock.action], node, detailOf(clock, result.term))
}

function moved(run: Run, clock: Clock): TermResult | null {
  const term = run.state.terms[clock.term]
  if (clock.action === 'start') {
    // A term that is on its way is begun anew by `reset` only, not by coming past here again.
    const isOnItsWay = term?.state === 'running' || term?.state === 'suspended'
    if (isOnItsWay) return null
    return { term: startTerm(withLength(run, declared(run, clock.term)), run.at, run.state.calendar) }
  }
  if (term === undefined) return { refused: 'not-running' }
  switch (clock.action) {
    case 'suspend':
      return suspendTerm(term, run.at, { cause: clock.cause, maxTimes: clock.maxTimes, maxDays: clock.maxDays })
    case 'resume':
      return resumeTerm(term, run.at, clock.delayDays === null ? {} : { delayDays: clock.delayDays })
    case 'reset':
      return resetTerm(term, run.at)
    case 'meet':
      return meetTerm(term, run.at)
  }
}

/** Before a node is entered: a term whose length cannot be told is an incident then, while nothing has happened yet. */
export function checkLengths(run: Run, node: PlanNode): void {
  for (const { action, term } of node.clocks) {
    if (action === 'start') withLength(run, declared(run, term))
  }
}

/** The version of a term that the law had on the day when the case was presented. */
function declared(run: Run, key: string): PlanTerm {
  const day = localDate(run.state.startedAt)
  const found = run.plan.terms.find(
    ({ key: own, validFrom, validTo }) =>
      own === key && (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo),
  )
  if (found !== undefined) return found
  throw new Defect('no-term', `Nessuna versione del termine «${key}» vale per le pratiche presentate il ${day}.`, key)
}

/** A length that the document gives is fixed when the term starts: what changes later does not move it. */
function withLength(run: Run, { daysFrom, validFrom: _from, validTo: _to, ...definition }: PlanTerm): TermDef {
  if (daysFrom === undefined) return definition
  const days = evaluate(run, daysFrom, { parent: 0, index: 0 })
  if (typeof days === 'number' && Number.isInteger(days) && days >= 0) return { ...definition, days }
  throw new Defect(
    'bad-term',
    `La durata del termine «${definition.name}» non è un numero di giorni: correggere i dati e riprovare.`,
    daysFrom.text,
  )
}

function detailOf(clock: Clock, term: TermState): { [key: string]: Json } {
  if (clock.action === 'suspend') return { term: clock.term, cause: clock.cause }
  if (clock.action === 'meet') return { term: clock.term }
  return { term: clock.term, due: termDue(term) }
}
