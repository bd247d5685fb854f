import type { LocalDate, Text } from '../../engine/json.ts'
import type { StepView } from '../../engine/view.ts'

type Waiting = NonNullable<StepView['waitingFor']>

export interface WaitingNames {
  /** An office's name. */
  office: (code: string) => string
  /** A message with its article, as the procedure calls it: "il pagamento". */
  message: (name: string) => Text | undefined
}

/** Who answers for a platform, with the article that it takes. */
const platforms: Record<string, Text> = {
  spid: { it: 'SPID', en: 'SPID' },
  anpr: { it: 'ANPR', en: 'ANPR' },
  pagopa: { it: 'pagoPA', en: 'pagoPA' },
  io: { it: 'IO', en: 'IO' },
  register: { it: 'il protocollo', en: 'the protocol register' },
  canteen: { it: 'il servizio mensa', en: 'the canteen service' },
  acts: { it: 'la redazione dell’atto', en: 'the drafting of the act' },
}

/** What is waited for, with its article: "il pagamento", "Ufficio scuola", "ANPR". Null for a wait that only ends with time. */
export function awaitedText(waiting: Waiting, names: WaitingNames): Text | null {
  switch (waiting.kind) {
    case 'task': {
      const name = names.office(waiting.what)
      return { it: name, en: name }
    }
    case 'message':
      return names.message(waiting.what) ?? { it: 'una comunicazione', en: 'a message' }
    case 'work':
      return platforms[waiting.what] ?? { it: waiting.what, en: waiting.what }
    case 'child':
      return { it: 'un altro procedimento', en: 'another procedure' }
    case 'timer':
      return null
  }
}

/** The whole wait in words, for a line of a list: "in attesa del pagamento", "servizio attivo fino al 30 giugno 2027". */
export function waitingText(
  waiting: Waiting | null | undefined,
  outcome: string | null,
  names: WaitingNames,
): Text | null {
  if (!waiting) return null
  const { lastDay } = waiting
  const end: Text = lastDay
    ? { it: ` fino al ${longDay(lastDay, 'it')}`, en: ` until ${longDay(lastDay, 'en')}` }
    : none
  if (isActive(waiting, outcome)) return { it: `servizio attivo${end.it}`, en: `service active${end.en}` }
  const awaited = waiting.idle ? null : awaitedText(waiting, names)
  if (awaited === null) {
    return lastDay ? { it: `in attesa${end.it}`, en: `waiting${end.en}` } : { it: 'in attesa', en: 'waiting' }
  }
  return { it: `in attesa ${ofIt(awaited.it)}${end.it}`, en: `waiting for ${awaited.en}${end.en}` }
}

const none: Text = { it: '', en: '' }

/** Decided, and nobody is asked for anything: what was granted runs, until its last day where it has one. */
export const isActive = (waiting: Waiting, outcome: string | null): boolean =>
  outcome !== null && (waiting.idle === true || waiting.kind === 'timer')

/** "30 giugno 2027". */
export function longDay(day: LocalDate, language: 'it' | 'en'): string {
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', options).format(new Date(`${day}T12:00:00Z`))
}

const contractions: [RegExp, string][] = [
  [/^il /i, 'del '],
  [/^lo /i, 'dello '],
  [/^la /i, 'della '],
  [/^l['’]/i, 'dell’'],
  [/^i /i, 'dei '],
  [/^gli /i, 'degli '],
  [/^le /i, 'delle '],
  [/^(?=ufficio )/i, 'dell’'],
  [/^(?=(?:servizio|settore|comando) )/i, 'del '],
]

/** "di" before a name, drawn together with its article. */
export function ofIt(name: string): string {
  const found = contractions.find(([article]) => article.test(name))
  return found ? name.replace(found[0], found[1]) : `di ${name}`
}
