import type { AllowedAct } from '../../console/api-types.d.ts'
import { possibleFrom, tooSoon } from '../../console/cases/too-soon.ts'

const words = { it: '', en: '' }
const anAct = (act: AllowedAct['act'], notBefore: string | null): AllowedAct => ({
  act,
  incident: 'i1',
  task: null,
  from: null,
  message: null,
  label: words,
  preview: words,
  tone: 'primary',
  reasonWords: 1,
  notBefore,
  fields: [],
})

const acts = [
  anAct('retry', null),
  anAct('record-outcome', '2026-11-22T10:41:40Z'),
  anAct('not-done', '2026-11-22T10:41:40Z'),
]
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`)

test('what may still be on its way is not told of before its time is over', () => {
  expect(tooSoon(acts, at('10:41:39')).map(({ act }) => act)).toEqual(['record-outcome', 'not-done'])
  expect(tooSoon(acts, at('10:41:40'))).toEqual([])
})

test('the minute that is promised is never too early', () => {
  expect(possibleFrom(acts)).toBe('2026-11-22T10:42:00.000Z')
  expect(possibleFrom([anAct('retry', null)])).toBeNull()
})
