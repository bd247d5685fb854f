import { growthLine } from '../../console/incidents/growth-line.ts'

const now = new Date('2026-11-22T10:10:00Z')

test('it climbs by tenths from the first failure, and goes on level until now', () => {
  const growth = ['2026-11-22T10:00:00Z', '2026-11-22T10:01:00Z', '2026-11-22T10:05:00Z']
  expect(growthLine(growth, now)).toEqual([
    { x: 0, y: 0 },
    { x: 0.1, y: 0.5 },
    { x: 0.5, y: 1 },
    { x: 1, y: 1 },
  ])
})

test('all at once is a wall, none is no line', () => {
  expect(growthLine(['2026-11-22T10:00:00Z'], now)).toEqual([
    { x: 0, y: 1 },
    { x: 1, y: 1 },
  ])
  expect(growthLine([], now)).toEqual([])
})
