import type { StepView } from '../../engine/view.ts'
import { sentenceOf } from '../../server/cases/sentence.ts'
import type { SentenceFacts } from '../../server/cases/sentence.ts'
import { waitingText } from '../../server/reading/waiting-words.ts'
import { AT } from '../db/fixtures.ts'

type Waiting = NonNullable<StepView['waitingFor']>

const names = {
  office: () => 'Ufficio scuola',
  message: (name: string) =>
    ({
      payment: { it: 'il pagamento', en: 'the payment' },
      isee: { it: 'l’attestazione ISEE', en: 'the ISEE attestation' },
    })[name],
}
const wait = (some: Partial<Waiting>): Waiting => ({ kind: 'message', what: 'payment', until: null, ...some })
const until = { until: '2027-06-30T22:00:00.000Z', lastDay: '2027-06-30' }

describe('a wait in words', () => {
  it.each<[Waiting, string | null, string]>([
    [wait({}), null, 'in attesa del pagamento'],
    [wait({ what: 'isee', term: 'isee', ...until }), null, 'in attesa dell’attestazione ISEE fino al 30 giugno 2027'],
    [wait({ what: 'unknown' }), null, 'in attesa di una comunicazione'],
    [wait({ kind: 'task', what: 'scuola' }), null, 'in attesa dell’Ufficio scuola'],
    [wait({ kind: 'work', what: 'register' }), null, 'in attesa del protocollo'],
    [wait({ kind: 'work', what: 'anpr' }), null, 'in attesa di ANPR'],
    [wait({ idle: true }), 'approved', 'servizio attivo'],
    [wait({ kind: 'timer', what: '', ...until }), 'approved', 'servizio attivo fino al 30 giugno 2027'],
    [wait({ kind: 'timer', what: '', ...until }), null, 'in attesa fino al 30 giugno 2027'],
  ])('%j, outcome %s: %s', (waiting, outcome, text) => {
    expect(waitingText(waiting, outcome, names)?.it).toBe(text)
  })
})

describe('the sentence', () => {
  const step = (name: string, waitingFor: Waiting): StepView => ({
    id: `${name}#1`,
    element: name,
    name,
    kind: 'intermediateCatchEvent',
    state: 'active',
    enteredAt: AT,
    leftAt: null,
    waitingFor,
  })
  const facts = (some: Partial<SentenceFacts>): SentenceFacts => ({
    revision: 5,
    status: 'running',
    outcome: 'approved',
    endedAt: null,
    updatedAt: AT,
    receivedAt: AT,
    steps: [],
    tasks: [],
    incidents: [],
    attempts: [],
    decidedAt: AT,
    elsewhere: null,
    names,
    expectedBy: () => null,
    mostTries: () => 6,
    ...some,
  })
  const year = step('Anno scolastico', wait({ kind: 'timer', what: '', ...until }))
  const topUps = step('Ricariche successive', wait({ idle: true }))

  it('of a payment says by when it is hoped for, where the notice tells', () => {
    const steps = [step('Pagamento ricevuto', wait({}))]
    const told = sentenceOf(facts({ outcome: null, steps, expectedBy: () => '2026-12-22' }))
    expect(told).toMatchObject({ kind: 'waiting-payment', until: null, lastDay: '2026-12-22' })
    expect(sentenceOf(facts({ outcome: null, steps })).lastDay).toBeNull()
  })

  it('of a service that runs says until when, and that nothing else is waited for', () => {
    expect(sentenceOf(facts({ steps: [year, topUps] }))).toMatchObject({
      kind: 'active',
      outcome: 'approved',
      decidedAt: AT,
      lastDay: '2027-06-30',
      others: 0,
    })
  })

  it('leads with what somebody owes, with its name in words', () => {
    const paid = step('Pagamento ricevuto', wait({}))
    expect(sentenceOf(facts({ steps: [year, paid] }))).toMatchObject({
      kind: 'waiting-payment',
      whoText: { it: 'il pagamento', en: 'the payment' },
      others: 0,
    })
  })
})
