import { aCase } from './support/a-case.ts'
import { diagram, el, end, flow, on, script } from './support/bpmn.ts'

// Elements of the subset that no other test file is about; the rest of docs/dialect.md is in flow, events, scopes, clock and laws.

test.each([
  ['a timer', on('timer', 'P1D')],
  ['a signal', on('signal', 'a')],
  ['a message', on('message', 'm')],
])('a case may begin with a start event of %s', async (_, definition) => {
  const c = await aCase(
    diagram(el('startEvent', 's', {}, definition), script('a', '1', 'x'), end(), flow('s -> a -> e')),
  )
  c.start()
  expect(c.passed).toEqual(['s', 'a', 'e'])
  expect(c.status).toBe('completed')
})

test.each(['task', 'manualTask'])('a %s is passed', async tag => {
  const c = await aCase(diagram(el('startEvent', 's'), el(tag, 'a'), end(), flow('s -> a -> e')))
  c.start()
  expect(c.passed).toEqual(['s', 'a', 'e'])
})
