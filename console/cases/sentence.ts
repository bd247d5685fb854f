import type { Sentence } from '../api-types.d.ts'
import { fullDay, lasting, type Locale, longDay, moment, romeDate, time } from '../format.ts'

type Kind = Sentence['kind']
type Writer = (parts: Sentence, now: Date) => string

/**
 * Where the case is and what now, in one plain sentence: a table by kind, in both languages.
 * A piece that is not known is left out; the sentence stays whole without it.
 */
export const sentenceOf = (parts: Sentence, locale: Locale, now: Date): string => {
  // What restarts by itself asks the platform first: nobody has to verify it.
  const kind = parts.kind === 'to-verify' && parts.failure?.heals ? 'blocked' : parts.kind
  const sentence = capital(tables[locale][kind](parts, now))
  if (parts.others === 0) return `${sentence}.`
  return `${sentence}. ${others[locale](parts.others)}.`
}

const others = {
  it: (count: number) => (count === 1 ? "C'è un'altra attesa" : `Ci sono altre ${count} attese`),
  en: (count: number) => (count === 1 ? 'One more thing is waited for' : `${count} more things are waited for`),
}

const italian: Record<Kind, Writer> = {
  received: () => 'Ricevuta: il percorso sta per iniziare',
  working: ({ step }) => `In lavorazione${after(': ', step)}`,
  retrying: ({ who, failure, attempts, maxAttempts, nextAttemptAt }, now) =>
    `${subjectIt(who ?? failure?.platform)} non risponde${attempts ? ` (${triesIt(attempts, maxAttempts)})` : ''}` +
    after(', prossimo tentativo ', atIt(nextAttemptAt, now)),
  'waiting-task': ({ who, assignee, step, since, until }, now) =>
    `${assignee ? `In carico a ${assignee}` : `In attesa ${ofIt(who)}`}${after(' da ', lastingIt(since, now))}` +
    `${after(': «', step, '»')}${after(', da fare entro ', untilIt(until))}`,
  'waiting-message': ({ who, whoText, since, until, lastDay }, now) =>
    `In attesa ${ofIt(whoText?.it ?? messagesIt[who ?? ''] ?? who)}${after(' da ', lastingIt(since, now))}${after(': il termine è ', untilIt(lastDay ?? until))}`,
  'waiting-payment': ({ since, until, lastDay }, now) =>
    `In attesa del pagamento${after(' da ', lastingIt(since, now))}${after(', scadenza ', untilIt(lastDay ?? until))}`,
  'waiting-time': ({ step, until, lastDay }) =>
    `In attesa${after(' fino a ', untilIt(lastDay ?? until))}${after(': ', step)}`,
  active: ({ outcome, decidedAt, lastDay }) =>
    `${grantedIt[outcome ?? ''] ?? 'Decisa'}${after(' il ', decidedAt && fullDay(decidedAt, 'it'))}: servizio attivo` +
    after(' fino al ', lastDay && fullDay(lastDay, 'it')),
  blocked: ({ failure, since, step, nextAttemptAt }, now) =>
    `Bloccata${after(' da ', lastingIt(since, now))}: ` +
    (failure?.heals
      ? `${subjectIt(failure.platform)} non risponde; riparte da sola appena risponde`
      : `${stop(failure?.message) ?? step ?? 'serve un intervento'}; serve una persona`) +
    after(', prossimo tentativo ', atIt(nextAttemptAt, now)),
  'to-verify': ({ step, failure }) =>
    `Da verificare${after(' in «', step, '»')}: l'effetto potrebbe essere già avvenuto${after(' su ', nameOf(failure?.platform))}, va controllato prima di ripetere`,
  suspended: ({ since }, now) =>
    `Interrotta dall'ufficio${after(' da ', lastingIt(since, now))}: va avanti quando qualcuno la fa ripartire`,
  ended: ({ outcome, until, since }) =>
    `Conclusa${after(' ', untilIt(until ?? since))}${after(': ', outcomesIt[outcome ?? ''] ?? outcome)}`,
}

const english: Record<Kind, Writer> = {
  received: () => 'Received: it is about to start',
  working: ({ step }) => `In progress${after(': ', step)}`,
  retrying: ({ who, failure, attempts, maxAttempts, nextAttemptAt }, now) =>
    `${subjectEn(who ?? failure?.platform)} does not answer${attempts ? ` (${triesEn(attempts, maxAttempts)})` : ''}` +
    after(', next attempt ', atEn(nextAttemptAt, now)),
  'waiting-task': ({ who, assignee, step, since, until }, now) =>
    `${assignee ? `Taken by ${assignee}` : `Waiting for ${who ?? 'an office'}`}${after(' for ', lastingEn(since, now))}` +
    `${after(': “', step, '”')}${after(', to be done by ', untilEn(until))}`,
  'waiting-message': ({ who, whoText, since, until, lastDay }, now) =>
    `Waiting for ${whoText?.en ?? messagesEn[who ?? ''] ?? who ?? 'an answer'}${after(' for ', lastingEn(since, now))}${after(': the term is ', untilEn(lastDay ?? until))}`,
  'waiting-payment': ({ since, until, lastDay }, now) =>
    `Waiting for the payment${after(' for ', lastingEn(since, now))}${after(', due ', untilEn(lastDay ?? until))}`,
  'waiting-time': ({ step, until, lastDay }) =>
    `Waiting${after(' until ', untilEn(lastDay ?? until))}${after(': ', step)}`,
  active: ({ outcome, decidedAt, lastDay }) =>
    `${grantedEn[outcome ?? ''] ?? 'Decided'}${after(' on ', decidedAt && fullDay(decidedAt, 'en'))}: the service is active` +
    after(' until ', lastDay && fullDay(lastDay, 'en')),
  blocked: ({ failure, since, step, nextAttemptAt }, now) =>
    `Stuck${after(' for ', lastingEn(since, now))}: ` +
    (failure?.heals
      ? `${subjectEn(failure.platform)} does not answer; it goes on by itself as soon as it answers`
      : `${stop(failure?.message) ?? step ?? 'somebody must act'}; a person is needed`) +
    after(', next attempt ', atEn(nextAttemptAt, now)),
  'to-verify': ({ step, failure }) =>
    `To be verified${after(' in “', step, '”')}: the effect may already have happened${after(' at ', nameOf(failure?.platform))}, check before repeating`,
  suspended: ({ since }, now) =>
    `Stopped by the office${after(' for ', lastingEn(since, now))}: it goes on when somebody lets it`,
  ended: ({ outcome, until, since }) =>
    `Closed${after(' on ', untilEn(until ?? since))}${after(': ', outcomesEn[outcome ?? ''] ?? outcome)}`,
}

const tables = { it: italian, en: english } as const satisfies Record<Locale, Record<Kind, Writer>>

const outcomesIt: Record<string, string> = {
  approved: 'accolta',
  rejected: 'respinta',
  withdrawn: 'ritirata dal richiedente',
  closed: "chiusa dall'ufficio",
  failed: 'non riuscita',
}
const outcomesEn: Record<string, string> = {
  approved: 'approved',
  rejected: 'rejected',
  withdrawn: 'withdrawn by the applicant',
  closed: 'closed by the office',
  failed: 'failed',
}

const grantedIt: Record<string, string> = { approved: 'Domanda accolta', rejected: 'Domanda respinta' }
const grantedEn: Record<string, string> = { approved: 'Request approved', rejected: 'Request refused' }

const messagesIt: Record<string, string> = {
  integration: "dell'integrazione richiesta",
  isee: "dell'ISEE",
  observations: 'delle osservazioni',
  withdrawal: 'della rinuncia',
  receipt: 'della ricevuta di pagamento',
  payment: 'del pagamento',
}
const messagesEn: Record<string, string> = {
  integration: 'the missing documents',
  isee: 'the ISEE',
  observations: 'the observations',
  withdrawal: 'the withdrawal',
  receipt: 'the payment receipt',
  payment: 'the payment',
}

/** How the platforms are called by those who use them. */
const platformNames: Record<string, string> = {
  spid: 'SPID',
  anpr: 'ANPR',
  pagopa: 'pagoPA',
  io: 'IO',
  register: 'il protocollo',
  canteen: 'la mensa',
  acts: 'il servizio degli atti',
}
const platformNamesEn: Record<string, string> = {
  ...platformNames,
  register: 'the protocol register',
  canteen: 'the canteen',
  acts: 'the acts service',
}

const nameOf = (platform: string | null | undefined) => (platform ? (platformNames[platform] ?? platform) : null)
const subjectIt = (platform: string | null | undefined) => nameOf(platform) ?? 'la piattaforma'
const subjectEn = (platform: string | null | undefined) =>
  platform ? (platformNamesEn[platform] ?? platform) : 'the platform'

/** "il pagamento" to "del pagamento". */
const contractions: [RegExp, string][] = [
  [/^il /, 'del '],
  [/^lo /, 'dello '],
  [/^la /, 'della '],
  [/^l['’]/, 'dell’'],
  [/^i /, 'dei '],
  [/^gli /, 'degli '],
  [/^le /, 'delle '],
]

/** "dell'Ufficio scuola", "del Servizio tributi", "di Anagrafe". */
const ofIt = (who: string | null | undefined) => {
  if (!who) return 'di un ufficio'
  if (/^(dell['’]|del |della |dello |delle |dei |degli )/.test(who)) return who
  const joined = contractions.find(([article]) => article.test(who))
  if (joined) return who.replace(joined[0], joined[1])
  if (/^[AEIOU]/i.test(who) && /^ufficio/i.test(who)) return `dell'${who}`
  if (/^(servizio|settore|comando)/i.test(who)) return `del ${who}`
  return `di ${who}`
}

/** pagoPA is written with a small letter also where a sentence begins. */
const capital = (text: string) => (text.startsWith('pagoPA') ? text : text.charAt(0).toUpperCase() + text.slice(1))
const after = (before: string, piece: string | null | undefined, end = '') => (piece ? `${before}${piece}${end}` : '')
const stop = (message: string | undefined) => message?.replace(/[.\s]+$/, '')
const untilIt = (value: string | null | undefined) => value && longDay(value, 'it')
const untilEn = (value: string | null | undefined) => value && longDay(value, 'en')
const lastingIt = (value: string | null, now: Date) => value && lasting(value, 'it', now)
const lastingEn = (value: string | null, now: Date) => value && lasting(value, 'en', now)
const triesIt = (count: number, most: number | null) => `tentativo ${count}${most === null ? '' : ` di ${most}`}`
const triesEn = (count: number, most: number | null) => `attempt ${count}${most === null ? '' : ` of ${most}`}`

const isToday = (value: string, now: Date) => romeDate(value) === romeDate(now.toISOString())
const atIt = (value: string | null, now: Date) =>
  value && (isToday(value, now) ? `alle ${time(value, 'it')}` : moment(value, 'it', now))
const atEn = (value: string | null, now: Date) =>
  value && (isToday(value, now) ? `at ${time(value, 'en')}` : moment(value, 'en', now))
