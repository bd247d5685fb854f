import { setTimeout as pause } from 'node:timers/promises'
import { missingTo, seenBy } from './check-end.ts'
import type { Control } from './control.ts'
import { towns } from '../platforms/towns.ts'
import type { FrontOffice } from './front-office.ts'
import type { Colleague } from './staff.ts'
import { iseeMessage, type Story } from './stories.ts'
import { type Desk, inLanes, uuidOf, workThrough } from './town-hall.ts'

/** A story that is being played. */
export interface Played {
  story: Story
  caseId: string
  number: string
  /** Why it has not ended as predicted; empty when it has. */
  missing: string[]
  /** A withdrawal may be sent: the decision lies open. */
  isDecisionOpen: boolean
}

export interface Cast {
  frontOffices: ReadonlyMap<string, FrontOffice>
  /** By town; the first may move time and sees every case. */
  staff: ReadonlyMap<string, readonly Colleague[]>
  control: Control
  /** Told what a player stumbled over; they go on all the same. */
  stumbled: (what: string) => void
}

export interface Play {
  played: Played[]
  /** Everybody goes on until all stories have ended or `signal` is aborted. */
  run: (stories: readonly Story[], pace: Pace) => Promise<void>
}

export interface Pace {
  /** Milliseconds from one filing to the next. */
  everyMs: number
  signal: AbortSignal
}

/** Clerks, parents and payers, each at their own pace; nobody waits for anybody but for what the API says. */
export function createPlay(cast: Cast): Play {
  const played: Played[] = []
  const desk: Desk = {
    answered: new Set(),
    refusals: new Map(),
    storyOf: caseId => played.find(one => one.caseId === caseId)?.story,
    onDecisionOpen: caseId => {
      const one = played.find(other => other.caseId === caseId)
      if (one !== undefined) one.isDecisionOpen = true
    },
    lookUp: (caseId, operation) => lookUp(cast.control, caseId, operation),
  }
  return {
    played,
    run: async (stories, { everyMs, signal }) => {
      const finished = new AbortController()
      const over = AbortSignal.any([signal, finished.signal])
      const colleagues = [...cast.staff.values()].flat()
      const again = (everyMs: number, once: () => Promise<unknown>) => repeat(over, everyMs, once, cast.stumbled)
      const players = [
        ...colleagues.map(one => again(1_500, () => workThrough(one, desk))),
        again(2_000, () => payAll(cast.control, played)),
        again(2_000, () => followAll(cast, played)),
      ]
      await fileAll(cast, stories, played, { everyMs, signal })
      while (!signal.aborted && played.some(one => one.missing.length > 0)) await rest(500, signal)
      finished.abort()
      await Promise.all(players)
    },
  }
}

async function fileAll(cast: Cast, stories: readonly Story[], played: Played[], { everyMs, signal }: Pace) {
  const filing = new Set<Promise<void>>()
  for (const story of stories) {
    if (signal.aborted) break
    const one = (async () => {
      const { id, number } = await officeOf(cast, story).file(story)
      played.push({ story, caseId: id, number, missing: ['not looked at'], isDecisionOpen: false })
    })().catch((error: unknown) => {
      // What the portal was never answered is told by who counts in the end.
      if (!signal.aborted) throw error
    })
    filing.add(one)
    await rest(everyMs, signal)
  }
  await Promise.all(filing)
}

/** Parents send what their story says; whoever looks moves time where a term must pass, and sees whether the end has come. */
async function followAll(cast: Cast, played: readonly Played[]): Promise<void> {
  const open = played.filter(one => one.missing.length > 0)
  await inLanes(2, open, one => follow(cast, one))
}

async function follow(cast: Cast, one: Played): Promise<void> {
  const { story, caseId } = one
  const office = officeOf(cast, story)
  const found = await office.look(caseId)
  if (found === null) return
  const clerk = cast.staff.get(story.townCode)?.[0]
  if (clerk === undefined) throw new Error(`Nobody works in ${story.townCode}.`)
  const send = (name: string, data: object) => office.send(caseId, uuidOf(story.key, name), { name, data })
  if (found.expects.includes('isee') && story.end === 'isee-in-time') await send('isee', iseeMessage.data)
  if (found.expects.includes('isee') && story.end === 'maximum-fare') await moveOn(clerk, one, 'isee')
  if (found.expects.includes('observations')) {
    if (story.end === 'rejected') await moveOn(clerk, one, 'observations')
    else await send('observations', { text: 'La domanda era nei termini.' })
  }
  if (story.end === 'withdrawn' && one.isDecisionOpen) await send('withdrawal', { reason: 'Cambio di scuola' })
  // Only a case whose portal says that much is worth a look at its page.
  if (found.outcome === null) {
    one.missing = [`outcome: none, expects ${found.expects.join(', ') || 'nothing'}`]
    return
  }
  const seen = await seenBy(clerk, caseId)
  if (seen === null) return
  const isRunning = seen.kind === 'active' && seen.credits.length === story.expected.payments
  if (story.end === 'withdrawn-later' && isRunning) await send('withdrawal', { reason: 'Trasloco' })
  one.missing = missingTo(story, seen)
}

/** To the day after the case's next deadline, once for each wait. */
async function moveOn(clerk: Colleague, { caseId }: Played, wait: string): Promise<void> {
  const to = new Date(Date.now() + 40 * 86_400_000).toISOString()
  const key = uuidOf(clerk.subject, caseId, 'time', wait)
  await clerk.act(`/cases/${caseId}/advance-time`, key, { to })
}

async function payAll(control: Control, played: readonly Played[]): Promise<void> {
  for (const notice of await control.notices()) {
    const town = towns.find(other => other.fiscalCode === notice.organizationFiscalCode)
    const one = played.find(other => other.story.townCode === town?.code && notice.description.includes(other.number))
    if (one === undefined) continue
    if (!notice.paid) await control.pay(notice.nav, false)
    else if (one.story.end === 'paid-twice') await payAgain(control, notice.nav)
  }
}

const paidAgain = new Set<string>()

async function payAgain(control: Control, nav: string): Promise<void> {
  if (paidAgain.has(nav)) return
  paidAgain.add(nav)
  await control.pay(nav, true)
}

/** What a person finds who looks at the platform's own pages. */
async function lookUp(control: Control, caseId: string, operation: string): Promise<object | null> {
  if (operation !== 'io.sendMessage') return null
  const found = (await control.effects()).find(one => one.kind === 'message' && one.caseId === caseId)
  return found === undefined ? null : { sent: true, messageId: found.id, reachedBy: 'io' }
}

function officeOf(cast: Cast, { townCode }: Story): FrontOffice {
  const office = cast.frontOffices.get(townCode)
  if (office === undefined) throw new Error(`No front office of ${townCode}.`)
  return office
}

/** Goes on through every fault: whoever is not answered comes again. */
async function repeat(
  signal: AbortSignal,
  everyMs: number,
  once: () => Promise<unknown>,
  stumbled: Cast['stumbled'],
): Promise<void> {
  while (!signal.aborted) {
    await once().catch((error: unknown) => {
      if (!signal.aborted) stumbled(error instanceof Error ? error.message : String(error))
    })
    await rest(everyMs, signal)
  }
}

const rest = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => {})
