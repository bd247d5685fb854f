import type { HistoryItem } from '../../console/api-types.d.ts'
import { historySentence, markOf } from '../../console/cases/history-sentence.ts'
import { isStory } from '../../console/cases/story.ts'
import { segmentsOf } from '../../console/cases/term-bar.ts'
import * as format from '../../console/format.ts'
import { cellText } from '../../console/municipalities/fares/cell-text.ts'
import { keyState } from '../../console/municipalities/key-state.ts'
import { dueOf } from '../../console/tasks/due.ts'

const now = new Date('2026-11-22T09:30:00Z')

describe('dates, by the calendar in Rome', () => {
  test('a date of law with its distance', () => {
    expect(format.dayWithDistance('2026-11-28', 'it', now)).toBe('28 nov 2026 (tra 6 giorni)')
    expect(format.dayWithDistance('2026-11-28', 'en', now)).toBe('28 Nov 2026 (in 6 days)')
  })

  test('half past eleven at night in London is tomorrow in Rome', () => {
    expect(format.romeDate('2026-11-22T23:30:00Z')).toBe('2026-11-23')
    expect(format.daysFrom('2026-11-22T23:30:00Z', now)).toBe(1)
  })

  test('moments', () => {
    expect(format.moment('2026-11-22T07:10:00Z', 'it', now)).toBe('oggi 08:10')
    expect(format.moment('2026-11-20T10:32:00Z', 'it', now)).toBe('20 nov 11:32')
    expect(format.moment('2025-11-20T10:32:00Z', 'it', now)).toBe('20 nov 2025 11:32')
  })

  test.each([
    ['2026-11-20T09:00:00Z', '2 giorni'],
    ['2026-11-22T06:00:00Z', '3 ore'],
    ['2026-11-22T09:29:30Z', 'meno di un minuto'],
    ['2026-11-22T09:31:00Z', 'meno di un minuto'],
  ])('since %s: %s', (since, words) => {
    expect(format.lasting(since, 'it', now)).toBe(words)
  })
})

describe('money', () => {
  test.each([
    ['64,50', 6450],
    ['64.5', 6450],
    ['1.234,56 €', 123456],
    ['1234', 123400],
    ['12.345', 1234500],
    ['0,075', null],
    ['abc', null],
    ['', null],
  ])('%s', (typed, cents) => {
    expect(format.toCents(typed)).toBe(cents)
  })

  test('is written as people write it', () => {
    expect(format.euro(6450, 'it').replace(/\s/, ' ')).toBe('64,50 €')
  })
})

describe('when a task is due', () => {
  test.each([
    ['2026-11-20', 'scaduta da 2 giorni', 'late'],
    ['2026-11-21T10:00:00Z', 'scaduta ieri', 'late'],
    ['2026-11-22T08:00:00Z', 'scaduta alle 09:00', 'late'],
    ['2026-11-22', 'entro oggi', 'soon'],
    ['2026-11-22T22:59:00Z', 'entro oggi', 'soon'],
    ['2026-11-22T17:00:00Z', 'entro le 18:00', 'soon'],
    ['2026-11-23', 'entro domani', 'soon'],
    ['2026-11-27', 'ven 27 nov', ''],
    ['2026-12-27', '27 dic 2026', ''],
  ])('%s: %s', (due, words, tone) => {
    expect(dueOf({ due }, 'it', now)).toEqual({ words, tone })
  })

  test('nothing is said when there is no date', () => {
    expect(dueOf({ due: null }, 'it', now).words).toBe('')
  })
})

describe("the term's bar", () => {
  const term = (given: object) => ({
    startedAt: '2026-11-01T09:00:00Z',
    due: '2026-12-01',
    suspensions: [],
    metAt: null,
    ...given,
  })
  const widths = (segments: { kind: string; width: number }[]) =>
    segments.map(({ kind, width }) => `${kind} ${Math.round(width)}`)

  test('used up to today, the rest is ground', () => {
    expect(widths(segmentsOf(term({}), now))).toEqual(['used 70'])
  })

  test('a stop in the middle is striped', () => {
    const stopped = term({ due: '2026-12-11', suspensions: [{ cause: 'x', from: '2026-11-05', to: '2026-11-15' }] })
    expect(widths(segmentsOf(stopped, now))).toEqual(['used 10', 'stop 25', 'used 18'])
  })

  test('a stop that lasts ends today', () => {
    const stopped = term({ suspensions: [{ cause: 'x', from: '2026-11-16', to: null }] })
    expect(widths(segmentsOf(stopped, now))).toEqual(['used 50', 'stop 20'])
  })

  test('late is another colour', () => {
    expect(widths(segmentsOf(term({ due: '2026-11-15' }), now))).toEqual(['used 67', 'over 33'])
  })

  test('a term that was met stops there', () => {
    expect(widths(segmentsOf(term({ metAt: '2026-11-10T09:00:00Z' }), now))).toEqual(['used 30'])
  })
})

describe('the history in sentences', () => {
  const item = (given: Partial<HistoryItem>): HistoryItem => ({
    index: 0,
    at: now.toISOString(),
    type: 'started',
    element: null,
    name: null,
    step: null,
    actor: null,
    reason: null,
    summary: null,
    detail: {},
    attempts: [],
    ...given,
  })
  const riva = { kind: 'staff' as const, id: 'p1', name: 'Giulia Riva', role: null }

  test.each([
    [
      { type: 'work-done', name: 'Avviso di pagamento', detail: { tries: 2 } },
      'Avviso di pagamento: fatto, al secondo tentativo',
    ],
    [{ type: 'work-done', name: 'Protocollo', detail: { tries: 1 } }, 'Protocollo: fatto'],
    [{ type: 'task-completed', name: "Verifica l'atto", actor: riva }, "Giulia Riva ha concluso «Verifica l'atto»"],
    [{ type: 'act', name: 'Decidi', actor: riva, detail: { act: 'claim' } }, 'Giulia Riva ha preso in carico «Decidi»'],
    [{ type: 'act', actor: riva, detail: { act: 'close' } }, 'Giulia Riva ha chiuso la pratica'],
    [{ type: 'decided', name: 'Tariffa', detail: { rules: [{ number: 3 }] } }, 'Decisione «Tariffa», regola 3'],
    [{ type: 'term-resumed', detail: { due: '2026-12-05' } }, 'Il termine riparte, scade il 5 dic 2026'],
    [{ type: 'message-received', detail: { message: 'isee' } }, "Ricevuta l'attestazione ISEE"],
    [{ type: 'ended', detail: { outcome: 'approved' } }, 'Pratica conclusa: accolta'],
    [{ type: 'something-new', name: 'Passo' }, 'Passo'],
  ])('%j', (given, sentence) => {
    expect(historySentence(item(given), 'it')).toBe(sentence)
    expect(historySentence(item(given), 'en')).not.toBe('')
  })

  test('beginnings and ends are detail; failures are marked', () => {
    expect([isStory('entered'), isStory('left'), isStory('work-done')]).toEqual([false, false, true])
    expect([markOf('incident-raised'), markOf('work-done'), markOf('unknown')]).toEqual(['bad', 'ok', 'none'])
  })
})

describe('settings', () => {
  test.each([
    ['-', 'iseeCents', 'qualsiasi'],
    ['true', 'resident', 'sì'],
    ['null', 'iseeCents', 'non c’è'],
    [']400000..700000]', 'iseeCents', 'da 4.000,00 € a 7.000,00 €'],
    ['<= 1', 'minors', '≤ 1'],
    ['480 * 0.7', 'cents', '4,80 € × 0,7'],
    ['"C"', 'band', 'C'],
    ['if a then b else c', 'cents', 'if a then b else c'],
  ])('a cell %s of %s reads %s', (cell, column, words) => {
    expect(cellText(cell, column, 'it').replaceAll('\u00a0', ' ')).toBe(words)
  })

  test('a key is announced a month before it ends', () => {
    expect([
      keyState(null, now),
      keyState('2027-06-01', now),
      keyState('2026-12-10', now),
      keyState('2026-11-21', now),
    ]).toEqual(['fine', 'fine', 'soon', 'expired'])
  })
})
