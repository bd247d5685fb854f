import { compile } from '../../engine/compile/compile.ts'
import { anOperation } from './support/a-case.ts'
import {
  boundary,
  catches,
  diagram,
  el,
  end,
  file,
  flow,
  gateway,
  handler,
  on,
  pool,
  script,
  service,
  start,
  term,
  terms,
  throws,
  user,
} from './support/bpmn.ts'

const form = { key: 'f', title: { it: 'Modulo', en: 'Form' }, facts: [], fields: [] }
const env = {
  operations: [anOperation('test.call', { input: { type: 'object', properties: { n: {}, m: {} }, required: ['n'] } })],
  forms: [form],
  offices: ['scuola'],
}
const between = (task: string, ...rest: string[]) => diagram(start(), task, end(), flow('s -> t -> e'), ...rest)

/** Severity, element and English words of each finding. */
async function findings(xml: string) {
  const { plan, diagnostics } = await compile(xml, env)
  const isError = diagnostics.some(it => it.severity === 'error')
  expect(plan === null).toBe(isError)
  for (const it of diagnostics)
    expect([it.message.it, it.message.en, it.remedy.it, it.remedy.en].every(text => text !== '')).toBe(true)
  return diagnostics.map(it => `${it.severity} ${it.element ?? '-'}: ${it.message.en}`)
}

test.each([
  ['complex gateway', between(el('complexGateway', 't')), ['error t: The element "complexGateway" is not supported.']],
  ['ad-hoc', between(el('adHocSubProcess', 't')), ['error t: The element "adHocSubProcess" is not supported.']],
  [
    'start quantity',
    between(el('task', 't', { startQuantity: 2 })),
    ['error t: The attribute startQuantity=2 is not supported.'],
  ],
  [
    'completion quantity',
    between(el('task', 't', { completionQuantity: 0 })),
    ['error t: The attribute completionQuantity=0 is not supported.'],
  ],
  [
    'multiple events',
    between(catches('t', on('signal', 'a') + on('signal', 'b'))),
    ['error t: An event with several definitions is not supported.'],
  ],
  [
    'loop behavior',
    between(
      el(
        'task',
        't',
        {},
        '<multiInstanceLoopCharacteristics behavior="None"><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>',
      ),
    ),
    ['error t: The behavior "None" of the repeated activity is not supported.'],
  ],
  ['no operation', between(el('serviceTask', 't')), ['error t: The operation is missing.']],
  [
    'unknown operation',
    between(service('t', { 'iter:operation': 'test.other' })),
    ['error t: The operation "test.other" is not in the catalogue.'],
  ],
  ['missing input', between(service('t')), ['error t: The input "n" of the operation "test.call" is missing.']],
  [
    'unknown input',
    between(service('t', { inputs: { n: '1', x: '1' } })),
    ['warning t: The operation "test.call" does not know the input "x".'],
  ],
  [
    'unknown form',
    between(user('t', { 'iter:form': 'g', 'iter:office': 'scuola' })),
    ['error t: Cannot find the form "g".'],
  ],
  [
    'unknown office',
    between(user('t', { 'iter:form': 'f', 'iter:office': 'mensa' })),
    ['error t: Cannot find the office "mensa".'],
  ],
  [
    'unknown table',
    between(el('businessRuleTask', 't', { 'iter:decision': 'fare' })),
    ['error t: Cannot find the table "fare".'],
  ],
  [
    'unknown process',
    between(el('callActivity', 't', { calledElement: 'x' })),
    ['error t: Cannot find the process "x".'],
  ],
  [
    'unknown term',
    between(user('t', { 'iter:form': 'f', 'iter:office': 'scuola', clock: [['x', 'start']] })),
    ['error t: The command on the term "x" is not valid.'],
  ],
  [
    'unknown term of a timer',
    between(catches('t', on('timer'), { 'iter:term': 'x' })),
    ['error t: The term "x" is not declared.'],
  ],
  [
    'bad term',
    diagram(terms(term('x', -1)), start(), end('t'), flow('s -> t')),
    ['error proc: The term "x" is not declared well.'],
  ],
  ['no timer', between(catches('t', on('timer'))), ['error t: The timer’s definition is missing or not valid.']],
  [
    'bad duration',
    between(catches('t', on('timer', 'P1X'))),
    ['error t: The timer’s definition is missing or not valid.'],
  ],
  [
    'bad cycle',
    between(catches('t', on('timer', 'R2/X'))),
    ['error t: The timer’s definition is missing or not valid.'],
  ],
  ['no message', between(catches('t', on('message'))), ['error t: The message is missing.']],
  [
    'bad path',
    between(el('scriptTask', 't', { 'iter:result': 'a..b' }, '<script>1</script>')),
    ['error t: The path "a..b" is not valid.'],
  ],
  [
    'writing the case',
    between(el('scriptTask', 't', { 'iter:result': 'case.id' }, '<script>1</script>')),
    ['error t: The path "case.id" is not valid.'],
  ],
  ['no link', between(throws('t', on('link', 'A'))), ['error t: The link "A" has no landing.']],
  [
    'gateway of events',
    diagram(start(), gateway('eventBased', 't'), end(), flow('s -> t -> e')),
    ['error t: An event-based gateway must lead to catching events.'],
  ],
  [
    'unreached',
    diagram(start(), end(), script('t'), end('e2'), flow('s -> e'), flow('t -> e2')),
    ['warning t: The step is never reached.'],
  ],
  [
    'no condition',
    diagram(start(), gateway('exclusive', 't'), end(), end('e2'), flow('s -> t -> e'), flow('t -> e2', 'x')),
    ['warning t: A way out of the gateway has no condition.'],
  ],
  [
    'handler without event',
    diagram(start(), end(), flow('s -> e'), handler('t', start('hs') + end('he') + flow('hs -> he'))),
    ['error t: The event sub-process has no start event that triggers it.'],
  ],
  [
    'lonely boundary',
    diagram(start(), end(), flow('s -> e'), boundary('t', 'nobody', on('timer', 'PT1H')) + end('e2') + flow('t -> e2')),
    ['warning -: Reading the file: unresolved reference <nobody>', 'error t: The event is attached to no activity.'],
  ],
  ['no start', diagram(script('t'), end(), flow('t -> e -> t')), ['error -: The process has no start.']],
  ['no process', file(), ['error -: The file holds no executable process.']],
  [
    'another vendor',
    between(el('task', 't', { 'xmlns:camunda': 'http://camunda.org/schema/1.0/bpmn', 'camunda:topic': 'x' })),
    ['notice t: Extensions of other products ignored: camunda:topic.'],
  ],
])('%s', async (_, xml, expected) => {
  expect(await findings(xml)).toEqual(expected)
})

test('a fault in an expression has its position', async () => {
  const { diagnostics } = await compile(between(el('scriptTask', 't', {}, '<script>= 1 + </script>')), env)
  expect(diagnostics).toMatchObject([{ severity: 'error', element: 't', position: 3 }])
})

test.each([
  [
    'a declaration',
    '<!DOCTYPE x [<!ENTITY a "b">]><definitions/>',
    'The file contains a DOCTYPE or ENTITY declaration.',
  ],
  ['depth', '<a>'.repeat(300) + '</a>'.repeat(300), 'The file is nested too deeply.'],
  ['size', `<a>${'x'.repeat(4_000_001)}</a>`, 'The file is too large.'],
])('is not even parsed: %s', async (_, xml, expected) => {
  expect(await findings(xml)).toEqual([`error -: ${expected}`])
})

test('what is no XML, or no BPMN, is said', async () => {
  expect((await findings('hello'))[0]).toMatch(/not a readable BPMN diagram/)
  expect((await findings('<x/>'))[0]).toMatch(/not a readable BPMN diagram/)
})

test('a declaration inside a comment or text is no declaration', async () => {
  expect(await findings(`<!-- <!DOCTYPE x> -->${diagram(start(), end(), flow('s -> e'))}`)).toEqual([])
})

test('duplicate ids are an error: the parser leaves one of the two out', async () => {
  const [first] = await findings(diagram(start(), script('a'), script('a'), end(), flow('s -> a -> e')))
  expect(first).toMatch(/^error -: .*duplicate ID/)
})

test('the plan is JSON, numbered, and knows what the diagram said', async () => {
  const xml = diagram(
    terms(term('procedure', 30, { name: 'Termine', unit: 'working' })),
    start(),
    service('t', { inputs: { n: 'a.b' }, outputs: { c: 'result' }, 'iter:outcome': 'x' }),
    boundary('b', 't', on('error', 'E'), { cancelActivity: false }),
    end(),
    flow('s -> t -> e'),
  )
  const { plan } = await compile(xml, env)
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  expect(plan).toMatchObject({
    format: 1,
    procedure: 'proc',
    roots: [0],
    scopes: [{ id: 'proc', node: null, starts: [0], handlers: [] }],
    terms: [{ key: 'procedure', days: 30, unit: 'working', maxSuspensions: null, resumeDelayDays: 0 }],
    flows: [
      { id: 's_t', source: 0, target: 1 },
      { id: 't_e', source: 1, target: 3 },
    ],
  })
  // An error always interrupts, whatever the file says.
  expect(plan?.nodes[2]).toMatchObject({
    id: 'b',
    kind: 'boundary',
    host: 1,
    interrupting: true,
    trigger: { on: 'error', code: 'E' },
  })
  expect(plan?.nodes[1]).toMatchObject({
    kind: 'work',
    boundaries: [2],
    inputs: [{ name: 'n', value: { text: 'a.b' } }],
    outcome: 'x',
  })
})

test('the dialect’s prefix is the file’s affair', async () => {
  const xml = diagram(start(), user('t', { 'iter:form': 'f', 'iter:office': 'scuola' }), end(), flow('s -> t -> e'))
    .replaceAll('iter:', 'x:')
    .replace('xmlns:iter', 'xmlns:x')
    .replace('urn:x:', 'urn:iter:')
  const { plan } = await compile(xml, env)
  expect(plan?.nodes[1]).toMatchObject({ kind: 'user', form: 'f', office: 'scuola' })
})

test('a pool that is called does not begin by itself', async () => {
  const { plan } = await compile(
    file(
      pool('a', start(), el('callActivity', 'c', { calledElement: 'b' }), end(), flow('s -> c -> e')),
      pool('b', start('bs'), end('be'), flow('bs -> be')),
    ),
    env,
  )
  expect(plan?.roots).toEqual([0])
})
