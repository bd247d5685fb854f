import type { Sentence } from '../../console/api-types.d.ts'
import { sentenceOf } from '../../console/cases/sentence.ts'

const now = new Date('2026-11-22T09:30:00Z')

const parts = (given: Partial<Sentence>): Sentence => ({
  kind: 'working',
  step: null,
  stepText: null,
  who: null,
  whoText: null,
  assignee: null,
  since: null,
  until: null,
  lastDay: null,
  decidedAt: null,
  outcome: null,
  failure: null,
  attempts: null,
  maxAttempts: null,
  nextAttemptAt: null,
  others: 0,
  ...given,
})

const table: [string, Partial<Sentence>, string, string][] = [
  ['just received', { kind: 'received' }, 'Ricevuta: il percorso sta per iniziare.', 'Received: it is about to start.'],
  [
    'working',
    { kind: 'working', step: 'Protocollo in entrata' },
    'In lavorazione: Protocollo in entrata.',
    'In progress: Protocollo in entrata.',
  ],
  [
    'an office has a task',
    {
      kind: 'waiting-task',
      who: 'Ufficio scuola',
      step: "Verifica l'atto",
      since: '2026-11-20T09:00:00Z',
      until: '2026-12-03T22:59:00Z',
    },
    "In attesa dell'Ufficio scuola da 2 giorni: «Verifica l'atto», da fare entro giovedì 3 dicembre 2026.",
    "Waiting for Ufficio scuola for 2 days: “Verifica l'atto”, to be done by Thursday 3 December 2026.",
  ],
  [
    'somebody took it',
    { kind: 'waiting-task', who: 'Ufficio scuola', assignee: 'Giulia Riva', step: 'Decidi' },
    'In carico a Giulia Riva: «Decidi».',
    'Taken by Giulia Riva: “Decidi”.',
  ],
  [
    'the platform does not answer yet',
    { kind: 'retrying', who: 'register', attempts: 3, maxAttempts: 5, nextAttemptAt: '2026-11-22T09:42:00Z' },
    'Il protocollo non risponde (tentativo 3 di 5), prossimo tentativo alle 10:42.',
    'The protocol register does not answer (attempt 3 of 5), next attempt at 10:42.',
  ],
  [
    'stuck, heals by itself',
    {
      kind: 'blocked',
      since: '2026-11-22T08:30:00Z',
      failure: { platform: 'anpr', message: 'ANPR non risponde.', heals: true },
    },
    'Bloccata da 1 ora: ANPR non risponde; riparte da sola appena risponde.',
    'Stuck for 1 hour: ANPR does not answer; it goes on by itself as soon as it answers.',
  ],
  [
    'stuck, needs a person',
    { kind: 'blocked', failure: { platform: 'io', message: 'La chiave di IO è scaduta', heals: false } },
    'Bloccata: La chiave di IO è scaduta; serve una persona.',
    'Stuck: La chiave di IO è scaduta; a person is needed.',
  ],
  [
    'the outside may know',
    { kind: 'to-verify', step: 'Messaggio IO', failure: { platform: 'io', message: 'x', heals: false } },
    "Da verificare in «Messaggio IO»: l'effetto potrebbe essere già avvenuto su IO, va controllato prima di ripetere.",
    'To be verified in “Messaggio IO”: the effect may already have happened at IO, check before repeating.',
  ],
  [
    'the outside may know, but the platform can be asked',
    { kind: 'to-verify', failure: { platform: 'anpr', message: 'ANPR non risponde.', heals: true } },
    'Bloccata: ANPR non risponde; riparte da sola appena risponde.',
    'Stuck: ANPR does not answer; it goes on by itself as soon as it answers.',
  ],
  [
    'waiting for the ISEE',
    { kind: 'waiting-message', who: 'isee', since: '2026-11-16T09:00:00Z', until: '2026-12-16' },
    "In attesa dell'ISEE da 6 giorni: il termine è mercoledì 16 dicembre 2026.",
    'Waiting for the ISEE for 6 days: the term is Wednesday 16 December 2026.',
  ],
  [
    'waiting for something that the procedure names itself, until its last day',
    {
      kind: 'waiting-message',
      who: 'x',
      whoText: { it: 'l’attestazione ISEE', en: 'the ISEE' },
      until: '2026-12-22T23:00:00Z',
      lastDay: '2026-12-22',
    },
    'In attesa dell’attestazione ISEE: il termine è martedì 22 dicembre 2026.',
    'Waiting for the ISEE: the term is Tuesday 22 December 2026.',
  ],
  [
    'granted, and nobody is asked for anything',
    { kind: 'active', outcome: 'approved', decidedAt: '2026-11-20T10:00:00Z', lastDay: '2027-06-30' },
    'Domanda accolta il 20 novembre 2026: servizio attivo fino al 30 giugno 2027.',
    'Request approved on 20 November 2026: the service is active until 30 June 2027.',
  ],
  [
    'granted without an end',
    { kind: 'active', outcome: 'approved' },
    'Domanda accolta: servizio attivo.',
    'Request approved: the service is active.',
  ],
  [
    'waiting for the payment',
    { kind: 'waiting-payment', since: '2026-11-12T09:00:00Z' },
    'In attesa del pagamento da 10 giorni.',
    'Waiting for the payment for 10 days.',
  ],
  [
    'waiting for a day',
    { kind: 'waiting-time', until: '2026-12-03' },
    'In attesa fino a giovedì 3 dicembre 2026.',
    'Waiting until Thursday 3 December 2026.',
  ],
  [
    'stopped by a person',
    { kind: 'suspended', since: '2026-11-21T09:00:00Z' },
    "Interrotta dall'ufficio da 1 giorno: va avanti quando qualcuno la fa ripartire.",
    'Stopped by the office for 1 day: it goes on when somebody lets it.',
  ],
  [
    'closed',
    { kind: 'ended', outcome: 'approved', since: '2026-11-20T09:00:00Z' },
    'Conclusa venerdì 20 novembre 2026: accolta.',
    'Closed on Friday 20 November 2026: approved.',
  ],
  ['an outcome of its own', { kind: 'ended', outcome: 'forwarded' }, 'Conclusa: forwarded.', 'Closed: forwarded.'],
  [
    'two more waits',
    { kind: 'waiting-payment', others: 2 },
    'In attesa del pagamento. Ci sono altre 2 attese.',
    'Waiting for the payment. 2 more things are waited for.',
  ],
]

test.each(table)('%s', (_name, given, italian, english) => {
  expect(sentenceOf(parts(given), 'it', now)).toBe(italian)
  expect(sentenceOf(parts(given), 'en', now)).toBe(english)
})

test.each([
  'received',
  'working',
  'retrying',
  'waiting-task',
  'waiting-message',
  'waiting-payment',
  'waiting-time',
  'active',
  'blocked',
  'to-verify',
  'suspended',
  'ended',
] as const)('%s is a whole sentence when nothing else is known', kind => {
  for (const locale of ['it', 'en'] as const) {
    const sentence = sentenceOf(parts({ kind }), locale, now)
    expect(sentence).toMatch(/^\p{Lu}.*[^\s:,;]\.$/u)
    expect(sentence).not.toMatch(/null|undefined|\s\.|\s{2}/)
  }
})
