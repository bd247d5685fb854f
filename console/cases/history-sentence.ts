import type { JsonObject } from '../../engine/json.ts'
import type { HistoryItem } from '../api-types.d.ts'
import { day, type Locale } from '../format.ts'

interface Parts {
  name: string
  who: string
  detail: JsonObject
  day: (value: unknown) => string
}

type Writer = (parts: Parts) => string

/** One line of the history in one sentence; an unknown kind is told by its step's name. */
export const historySentence = (item: HistoryItem, locale: Locale): string => {
  // What came of a step is told best by what it made.
  if (item.summary) return item.summary[locale]
  const parts = {
    name: item.name ?? item.element ?? '',
    who: whoOf(item, locale),
    detail: item.detail,
    day: (value: unknown) => (typeof value === 'string' ? day(value, locale) : ''),
  }
  const write = tables[locale][item.type]
  return write ? write(parts) : parts.name || item.type
}

export type Mark = 'ok' | 'bad' | 'warn' | 'run' | 'wait' | 'none'

/** The mark before a line: what went well, what failed, what a person did. */
export const markOf = (type: string): Mark => marks[type] ?? 'none'

const marks: Record<string, Mark> = {
  'work-done': 'ok',
  decided: 'ok',
  'incident-resolved': 'ok',
  'term-met': 'ok',
  milestone: 'ok',
  ended: 'ok',
  'work-failed': 'warn',
  'error-caught': 'warn',
  'term-expired': 'bad',
  'incident-raised': 'bad',
  'task-completed': 'run',
  act: 'run',
  'message-received': 'run',
  'term-suspended': 'wait',
  'task-opened': 'wait',
}

const whoOf = ({ actor }: HistoryItem, locale: Locale) => {
  if (!actor) return locale === 'it' ? 'Iter' : 'Iter'
  const kinds = {
    it: { staff: 'Un operatore', citizen: 'Il cittadino', platform: 'La piattaforma', system: 'Iter' },
    en: { staff: 'A clerk', citizen: 'The citizen', platform: 'The platform', system: 'Iter' },
  }
  return actor.name ?? kinds[locale][actor.kind]
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const tries = (detail: JsonObject) => (typeof detail['tries'] === 'number' ? detail['tries'] : 1)

const ordinalsIt = ['', 'primo', 'secondo', 'terzo', 'quarto', 'quinto', 'sesto', 'settimo', 'ottavo', 'nono', 'decimo']
const attemptIt = (count: number) => (count < 2 ? '' : `, al ${ordinalsIt[count] ?? `${count}º`} tentativo`)
const attemptEn = (count: number) => (count < 2 ? '' : `, at attempt ${count}`)

const rulesOf = (detail: JsonObject, word: string) => {
  const rules = Array.isArray(detail['rules']) ? detail['rules'] : []
  const numbers = rules.map(rule =>
    typeof rule === 'object' && rule !== null && !Array.isArray(rule) ? text(rule['number']) : text(rule),
  )
  return numbers.length > 0 ? `, ${word} ${numbers.join(', ')}` : ''
}

const messagesOfOfficeIt: Record<string, string> = { amendment: 'una rettifica', withdrawal: 'la rinuncia' }
const messagesOfOfficeEn: Record<string, string> = { amendment: 'an amendment', withdrawal: 'the withdrawal' }
const told = (detail: JsonObject, words: Record<string, string>) => {
  const known = words[text(detail['message'])]
  return known ? `: ${known}` : ''
}

const actsIt: Record<string, Writer> = {
  claim: p => `${p.who} ha preso in carico «${p.name}»`,
  release: p => `${p.who} ha rilasciato «${p.name}»`,
  reassign: p => `${p.who} ha passato «${p.name}» ad altri`,
  complete: p => `${p.who} ha concluso «${p.name}»`,
  retry: p => `${p.who} ha fatto riprovare «${p.name}»`,
  amend: p => `${p.who} ha corretto i dati${p.name ? ` e fatto riprovare «${p.name}»` : ''}`,
  'record-outcome': p => `${p.who} ha registrato a mano l'esito di «${p.name}»`,
  'not-done': p => `${p.who} ha verificato che «${p.name}» non è avvenuto: si ripete`,
  suspend: p => `${p.who} ha fermato la pratica`,
  resume: p => `${p.who} ha fatto ripartire la pratica`,
  message: p => `${p.who} ha comunicato alla pratica${told(p.detail, messagesOfOfficeIt)}`,
  close: p => `${p.who} ha chiuso la pratica`,
}

const actsEn: Record<string, Writer> = {
  claim: p => `${p.who} took “${p.name}”`,
  release: p => `${p.who} released “${p.name}”`,
  reassign: p => `${p.who} handed “${p.name}” over`,
  complete: p => `${p.who} completed “${p.name}”`,
  retry: p => `${p.who} had “${p.name}” tried again`,
  amend: p => `${p.who} corrected the data${p.name ? ` and had “${p.name}” tried again` : ''}`,
  'record-outcome': p => `${p.who} recorded the outcome of “${p.name}” by hand`,
  'not-done': p => `${p.who} verified that “${p.name}” did not happen: it is repeated`,
  suspend: p => `${p.who} stopped the case`,
  resume: p => `${p.who} let the case go on`,
  message: p => `${p.who} told the case${told(p.detail, messagesOfOfficeEn)}`,
  close: p => `${p.who} closed the case`,
}

const messagesIt: Record<string, string> = {
  isee: "Ricevuta l'attestazione ISEE",
  integration: "Ricevuta l'integrazione",
  observations: 'Ricevute le osservazioni',
  withdrawal: 'Ricevuta la rinuncia',
  amendment: 'Rettifica ricevuta',
  receipt: 'Ricevuta di pagamento arrivata',
}
const messagesEn: Record<string, string> = {
  isee: 'ISEE received',
  integration: 'Missing documents received',
  observations: 'Observations received',
  withdrawal: 'Withdrawal received',
  amendment: 'Amendment received',
  receipt: 'Payment receipt arrived',
}

const outcomesIt: Record<string, string> = {
  approved: 'accolta',
  rejected: 'respinta',
  withdrawn: 'ritirata',
  paid: 'pagata',
  expired: 'scaduta',
  unpaid: 'non riscossa',
  'partly-paid': 'riscossa in parte',
}

const italian: Record<string, Writer> = {
  started: () => 'Pratica avviata',
  entered: p => `Inizia «${p.name}»`,
  left: p => `Finito «${p.name}»`,
  cancelled: p => `«${p.name}» non serve più`,
  decided: p => `Decisione «${p.name || text(p.detail['decision'])}»${rulesOf(p.detail, 'regola')}`,
  'task-opened': p => `Attività da fare: «${p.name}»`,
  'task-completed': p => `${p.who} ha concluso «${p.name}»`,
  'work-done': p =>
    p.detail['recorded']
      ? `«${p.name}»: esito registrato a mano, fonte: ${text(p.detail['source'])}`
      : `${p.name}: fatto${attemptIt(tries(p.detail))}`,
  'work-failed': p => `${p.name}: non riuscito${p.detail['message'] ? `. ${text(p.detail['message'])}` : ''}`,
  'incident-raised': p => `Guasto in «${p.name}»: ${text(p.detail['message'])}`,
  'incident-resolved': p => `Guasto risolto in «${p.name}»`,
  'error-caught': p => `${p.name}: esito negativo${p.detail['message'] ? `, ${text(p.detail['message'])}` : ''}`,
  'timer-fired': p => `Tempo trascorso: «${p.name}»`,
  'message-received': p => messagesIt[text(p.detail['message'])] ?? `Ricevuto: ${p.name || text(p.detail['message'])}`,
  'term-started': p => `Il termine inizia, scade il ${p.day(p.detail['due'])}`,
  'term-suspended': p => `Il termine è sospeso${p.detail['cause'] ? `: ${text(p.detail['cause'])}` : ''}`,
  'term-resumed': p => `Il termine riparte, scade il ${p.day(p.detail['due'])}`,
  'term-met': () => 'Termine rispettato',
  'term-expired': p => `Il termine è scaduto${p.detail['due'] ? ` il ${p.day(p.detail['due'])}` : ''}`,
  act: p =>
    actsIt[text(p.detail['type'] ?? p.detail['act'])]?.(p) ?? `${p.who}: ${text(p.detail['type'] ?? p.detail['act'])}`,
  milestone: p => text(p.detail['text']) || p.name,
  ended: p =>
    `Pratica conclusa${p.detail['outcome'] ? `: ${outcomesIt[text(p.detail['outcome'])] ?? text(p.detail['outcome'])}` : ''}`,
}

const english: Record<string, Writer> = {
  started: () => 'Case started',
  entered: p => `“${p.name}” begins`,
  left: p => `“${p.name}” is over`,
  cancelled: p => `“${p.name}” is no longer needed`,
  decided: p => `Decision “${p.name || text(p.detail['decision'])}”${rulesOf(p.detail, 'rule')}`,
  'task-opened': p => `To be done: “${p.name}”`,
  'task-completed': p => `${p.who} completed “${p.name}”`,
  'work-done': p =>
    p.detail['recorded']
      ? `“${p.name}”: outcome recorded by hand, source: ${text(p.detail['source'])}`
      : `${p.name}: done${attemptEn(tries(p.detail))}`,
  'work-failed': p => `${p.name}: failed${p.detail['message'] ? `. ${text(p.detail['message'])}` : ''}`,
  'incident-raised': p => `Failure in “${p.name}”: ${text(p.detail['message'])}`,
  'incident-resolved': p => `Failure in “${p.name}” resolved`,
  'error-caught': p => `${p.name}: negative outcome${p.detail['message'] ? `, ${text(p.detail['message'])}` : ''}`,
  'timer-fired': p => `Time is up: “${p.name}”`,
  'message-received': p => messagesEn[text(p.detail['message'])] ?? `Received: ${p.name || text(p.detail['message'])}`,
  'term-started': p => `The term begins, due ${p.day(p.detail['due'])}`,
  'term-suspended': p => `The term is suspended${p.detail['cause'] ? `: ${text(p.detail['cause'])}` : ''}`,
  'term-resumed': p => `The term runs again, due ${p.day(p.detail['due'])}`,
  'term-met': () => 'Term kept',
  'term-expired': p => `The term expired${p.detail['due'] ? ` on ${p.day(p.detail['due'])}` : ''}`,
  act: p =>
    actsEn[text(p.detail['type'] ?? p.detail['act'])]?.(p) ?? `${p.who}: ${text(p.detail['type'] ?? p.detail['act'])}`,
  milestone: p => text(p.detail['text']) || p.name,
  ended: p => `Case closed${p.detail['outcome'] ? `: ${text(p.detail['outcome'])}` : ''}`,
}

const tables: Record<Locale, Record<string, Writer>> = { it: italian, en: english }
