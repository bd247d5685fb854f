import { compile } from '../../engine/compile/compile.ts'
import { hiddenElements, redactView } from '../../engine/redact-view.ts'
import { aCase, ENV } from './support/a-case.ts'
import { diagram, end, flow, gateway, start, user } from './support/bpmn.ts'

const diet = user('diet', { 'iter:office': 'diets', 'iter:confidential': 'true' })
const special = (options = {}) =>
  diagram(
    start(),
    gateway('exclusive', 'special', { default: 'special_after', ...options }),
    diet,
    user('after', { 'iter:office': 'school' }),
    end(),
    flow('s -> special'),
    flow('special -> diet', 'ill'),
    flow('special -> after -> e'),
    flow('diet -> after'),
  )
const CONFIDENTIAL = { 'iter:confidential': 'diets' }

test('nothing of a confidential step is left for other offices, whether it was reached or not', async () => {
  const [ill, well] = [await aCase(special(CONFIDENTIAL)), await aCase(special(CONFIDENTIAL))]
  ill.start({ ill: true }).complete('diet')
  well.start({ ill: false })
  const seen = redactView(ill.view, ['school'])
  const [elements, all] = [seen.steps.map(it => it.element), JSON.stringify(seen.steps) + JSON.stringify(seen.history)]
  expect([elements, seen.flows, seen.confidential]).toEqual([['s', 'after'], [], []])
  expect(all).not.toMatch(/diet|special/)
  expect(seen.tasks.map(it => it.element)).toEqual(['after'])
  // The same is left where nobody was ill.
  const other = redactView(well.view, ['school'])
  expect([other.steps.map(it => it.element), other.flows]).toEqual([elements, seen.flows])
})

test('its own office sees the view as it is', async () => {
  const c = await aCase(special(CONFIDENTIAL))
  c.start({ ill: true })
  expect(redactView(c.view, ['school', 'diets'])).toEqual(c.view)
  expect(c.view.steps.at(-1)).toMatchObject({ element: 'diet', confidential: 'diets' })
  expect(c.view.confidential).toContainEqual({
    element: 'special',
    office: 'diets',
    flows: ['s_special', 'special_diet', 'special_after'],
  })
})

test('a confidential task stays with its office: handing it to another is refused and nobody else learns of it', async () => {
  const c = await aCase(special(CONFIDENTIAL))
  c.start({ ill: true }).act({ type: 'reassign', task: c.task('diet'), office: 'social' })
  expect(hiddenElements(c.view, ['social'])).toEqual(new Set(['special', 'diet']))
  expect(hiddenElements(c.view, ['school'])).toEqual(new Set(['special', 'diet']))
  expect(JSON.stringify(redactView(c.view, ['school']).history)).not.toContain('diet')
})

test('a diagram without confidential steps says nothing of them', async () => {
  const c = await aCase(diagram(start(), user('t'), end(), flow('s -> t -> e')))
  c.start()
  expect('confidential' in c.view).toBe(false)
  expect(redactView(c.view, [])).toEqual(c.view)
})

describe('the compiler', () => {
  test('warns of a gateway that tells what the step behind it hides', async () => {
    const { diagnostics } = await compile(special(), ENV)
    expect(diagnostics).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ severity: 'warning', element: 'special' })]),
    )
    const quiet = await compile(special(CONFIDENTIAL), ENV)
    expect(quiet.diagnostics.filter(it => it.element === 'special')).toEqual([])
  })

  test('refuses an office that there is not, and a gateway without one', async () => {
    const env = { ...ENV, offices: ['diets', 'school'] }
    for (const value of ['cooks', 'true']) {
      const { diagnostics } = await compile(special({ 'iter:confidential': value }), env)
      expect(diagnostics).toContainEqual(expect.objectContaining({ severity: 'error', element: 'special' }))
    }
  })
})
