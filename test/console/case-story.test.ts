import type { HistoryItem, Term } from '../../console/api-types.d.ts'
import { byStep, storyOf } from '../../console/cases/story.ts'
import { technicalLines } from '../../console/cases/technical-lines.ts'
import { movesOf } from '../../console/cases/term-bar.ts'

const line = (index: number, type: string, some: Partial<HistoryItem> = {}): HistoryItem => ({
  index,
  at: '2026-11-22T08:05:00.000Z',
  type,
  element: 'fare',
  name: 'Calcola la tariffa',
  step: null,
  summary: null,
  actor: null,
  reason: null,
  detail: {},
  attempts: [],
  ...some,
})
const fare = { it: 'Tariffa 3,50 €', en: 'Fare €3.50' }

describe('the story of a case', () => {
  test('tells a decision once, not again when its step ends', () => {
    const items = [
      line(9, 'left'),
      line(8, 'work-done', { summary: fare }),
      line(7, 'decided', { summary: fare }),
      line(6, 'entered'),
    ]
    expect(storyOf(items).map(item => item.index)).toEqual([7])
  })

  test('tells two steps that say the same, and the same step that says something else', () => {
    const other = line(9, 'work-done', { summary: fare, element: 'fare-again' })
    const again = line(8, 'work-done', { summary: { it: 'Tariffa 4,00 €', en: 'Fare €4.00' } })
    const first = line(7, 'decided', { summary: fare })
    expect(storyOf([other, again, first]).map(item => item.index)).toEqual([9, 8, 7])
  })

  test('stands under the names of the steps, in its order', () => {
    const items = [
      line(5, 'act', { name: null }),
      line(4, 'work-done'),
      line(3, 'decided'),
      line(2, 'x', { name: 'A' }),
    ]
    expect(byStep(items).map(group => [group.name, group.items.length])).toEqual([
      [null, 1],
      ['Calcola la tariffa', 2],
      ['A', 1],
    ])
  })

  test('has a technical side with each try, its length and error', () => {
    const attempt = {
      try: 1,
      startedAt: '2026-11-22T08:04:00.000Z',
      endedAt: '2026-11-22T08:04:02.500Z',
      errorKind: 'unavailable',
      errorCode: 'timeout',
      message: 'ANPR non risponde.',
      nextAt: null,
    }
    const told = technicalLines(
      line(1, 'work-done', { step: 'fare#1', detail: { requestId: 'r-1' }, attempts: [attempt] }),
    )
    expect(told[0]).toBe('2026-11-22T08:05:00.000Z work-done fare (fare#1)')
    expect(told[1]).toContain('2500 ms, unavailable/timeout: ANPR non risponde.')
    expect(told[2]).toContain('r-1')
  })
})

describe('the moves of the law’s clock', () => {
  const term: Pick<Term, 'startedAt' | 'due' | 'suspensions' | 'metAt'> = {
    startedAt: '2026-10-28T09:00:00Z',
    due: '2026-12-05',
    suspensions: [{ cause: 'integrazione', from: '2026-11-12', to: '2026-11-20' }],
    metAt: null,
  }

  test('are told in their order, with their cause', () => {
    expect(movesOf(term).map(move => `${move.kind} ${move.at.slice(0, 10)} ${move.cause}`.trim())).toEqual([
      'started 2026-10-28',
      'stopped 2026-11-12 integrazione',
      'resumed 2026-11-20 integrazione',
      'due 2026-12-05',
    ])
  })

  test('end where the clock stands, or when the term was kept', () => {
    const open = { ...term, suspensions: [{ cause: 'osservazioni', from: '2026-11-12', to: null }] }
    expect(movesOf(open).map(move => move.kind)).toEqual(['started', 'stopped', 'due'])
    expect(movesOf({ ...term, metAt: '2026-11-30T10:00:00Z' }).at(-1)?.kind).toBe('met')
  })
})
