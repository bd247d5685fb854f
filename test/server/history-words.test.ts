import { operationSpecs } from '../../activities/catalogue.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import { attemptsText } from '../../server/cases/attempt-words.ts'
import { lineSummary } from '../../server/cases/history-summaries.ts'
import { summaryOf } from '../../server/cases/history-words.ts'

const document = {
  request: { applicant: { firstName: 'Chiara', lastName: 'Bianchi' }, child: { firstName: 'Luca', lastName: 'Rossi' } },
  fare: { cents: 350, table: { resolution: 'Delibera 12/2026' } },
}
const say = (operation: string, written: Json, given: Record<string, string> = {}, masked = false) =>
  summaryOf(operation, { given, written, document }, masked)?.it ?? null

describe('what came of a step', () => {
  it.each<[string, Json, Record<string, string>, string]>([
    ['register.protocol', { number: '0000001', year: 2026 }, {}, 'Protocollata con il numero 0000001/2026'],
    [
      'register.protocol',
      { number: '0000009', year: 2026 },
      { direction: 'out' },
      'Protocollata in uscita con il numero 0000009/2026',
    ],
    ['acts.issue', null, { kind: 'receipt' }, 'Ricevuta rilasciata'],
    ['anpr.parenthood', { relation: 'mother' }, {}, 'ANPR: Chiara Bianchi è la madre'],
    ['anpr.residence', { resident: false, municipality: 'Crema' }, {}, 'ANPR: residente a Crema'],
    ['canteen.completeness', { missing: [] }, {}, 'La domanda è completa'],
    ['canteen.firstTopUp', { dueCents: 0 }, {}, 'Niente da pagare'],
    ['pagopa.createNotice', { cents: 5000, iuv: '0123' }, {}, 'Avviso pagoPA creato: 50,00 €, IUV 0123'],
    ['io.sendMessage', { sent: true, by: 'io' }, {}, 'Messaggio IO accettato'],
    [
      'io.sendMessage',
      { sent: false, by: 'email', reason: 'not-on-io' },
      {},
      'Messaggio IO non inviato: il genitore non usa l’app IO, avvisato con e-mail',
    ],
  ])('%s: %j', (operation, written, given, sentence) => {
    expect(say(operation, written, given)).toBe(sentence)
  })

  it('says nothing of what it does not know', () => {
    for (const { name } of operationSpecs()) expect(() => say(name, null)).not.toThrow()
    expect(say('pagopa.createNotice', null)).toBeNull()
  })

  it('tells who sees masked data nothing about a person', () => {
    expect(say('anpr.parenthood', { relation: 'mother' }, {}, true)).toBeNull()
    expect(say('register.protocol', { number: '0000001', year: 2026 }, {}, true)).toContain('0000001')
  })
})

describe('attempts', () => {
  it('are told with what went wrong before', () => {
    const tries = [
      { errorKind: 'unavailable', message: 'pagoPA non risponde.' },
      { errorKind: null, message: null },
    ]
    expect(attemptsText(tries, 'pagopa')).toEqual({
      it: 'al secondo tentativo: al primo pagoPA non ha risposto',
      en: 'at the second attempt: at the first pagoPA did not answer',
    })
    expect(attemptsText([{ errorKind: null, message: null }], 'pagopa')).toBeNull()
  })
})

describe('a line', () => {
  const plan: JsonObject = {
    nodes: [
      { id: 'fare', operation: { name: 'canteen.firstTopUp', platform: 'canteen' }, outputs: [{ name: 'topUp' }] },
      { id: 'again', operation: { name: 'canteen.firstTopUp', platform: 'canteen' }, outputs: [{ name: 'topUp' }] },
    ],
  }
  const line = (element: string, idx: number) =>
    ({ type: 'work-done', element, idx, name: 'Calcola', detail: { work: `${element}#1` } }) as never
  const facts = {
    plan,
    document: { topUp: { dueCents: 5000 } },
    last: new Map([
      ['fare', 3],
      ['again', 7],
    ]),
    attempts: [],
    masked: false,
  }

  it('tells the result only where the document still holds it', () => {
    expect(lineSummary(line('again', 7), facts)?.it).toBe('Prima ricarica: 50,00 €')
    expect(lineSummary(line('fare', 3), facts)).toBeNull()
  })

  it('of a decision tells fare, rule and resolution', () => {
    const detail = { decision: 'fare', output: 350, rules: [{ number: 2, text: 'ISEE da 6.000,01 a 9.360,00 €' }] }
    const decided = { type: 'decided', element: 'fare', idx: 1, name: 'Tariffa', detail } as never
    expect(lineSummary(decided, { ...facts, document })?.it).toBe(
      'Tariffa 3,50 €: ISEE da 6.000,01 a 9.360,00 € (Delibera 12/2026)',
    )
  })
})
