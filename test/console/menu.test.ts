import { neededFor } from '../../console/frame/menu.ts'

test.each([
  ['/flows', 'payments.read'],
  ['/flows/f1/show', 'payments.read'],
  ['/differences', 'payments.read'],
  ['/cases/create', 'cases.create'],
  ['/cases/c1/show', 'cases.read'],
  ['/tasks', null],
  ['/search', null],
])('%s needs %s', (path, needed) => {
  expect(neededFor(path)).toBe(needed)
})
