import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from '../../engine/compile/compile.ts'
import type { CompileEnv } from '../../engine/compile/compile.ts'
import type { JsonObject } from '../../engine/json.ts'
import { Driver } from '../conformance/driver.ts'
import { anOperation } from './support/a-case.ts'
import { diagram, end, file, flow, gateway, pool, start, user } from './support/bpmn.ts'

// Diagrams as the modelers of different makes write them: their namespaces, extensions, drawings and habits, written by hand.

const field = { key: 'ok', label: { it: 'In ordine', en: 'In order' }, type: 'boolean' as const }
const env: CompileEnv = {
  operations: [anOperation('test.call')],
  forms: [{ key: 'check', title: { it: 'Verifica', en: 'Check' }, facts: [], fields: [field] }],
  offices: ['sportello', 'polizia'],
}
const read = (name: string) => readFileSync(join(process.cwd(), 'test/engine/dialects', `${name}.bpmn`), 'utf8')

interface Play {
  data?: JsonObject
  /** Elements to complete, with the values of a task; a duration moves the clock. */
  steps: ([string] | [string, JsonObject])[]
  trace: string[]
}

test.each<[string, { ignored: string[]; offices: { [task: string]: string }; names: string[] }, Play]>([
  [
    'camunda-7',
    {
      ignored: [
        'modeler:executionPlatform',
        'camunda:historyTimeToLive',
        'camunda:formKey',
        'camunda:formData',
        'camunda:topic',
        'camunda:executionListener',
      ],
      offices: { Activity_check: 'sportello', Activity_sign: 'polizia' },
      names: ['Verifica la domanda'],
    },
    {
      steps: [['Activity_check', { ok: true }], ['Activity_issue'], ['Activity_sign']],
      trace: ['StartEvent_1', 'Activity_check', 'Gateway_ok', 'Activity_issue', 'Activity_sign', 'Event_end'],
    },
  ],
  [
    'camunda-8',
    {
      ignored: [
        'modeler:executionPlatform',
        'zeebe:userTaskForm',
        'zeebe:ioMapping',
        'zeebe:taskDefinition',
        'zeebe:loopCharacteristics',
        'zeebe:modelerTemplate',
      ],
      offices: { Activity_check: 'sportello' },
      names: ['Verifica la domanda'],
    },
    {
      data: { items: [1, 2, 3] },
      steps: [['Activity_check', { ok: true }], ['P2D'], ['Activity_issue'], ['Activity_issue']],
      trace: [
        'StartEvent_1',
        'Activity_check',
        'Gateway_ok',
        'Event_late',
        'Event_reminded',
        'Activity_issue',
        'Event_end',
      ],
    },
  ],
  [
    'bpmn-io',
    { ignored: [], offices: { Activity_check: 'sportello' }, names: ['Protocolla'] },
    { steps: [['Activity_check']], trace: ['StartEvent_1', 'Activity_a', 'Activity_check', 'Event_end'] },
  ],
  [
    'signavio',
    {
      ignored: ['signavio:signavioDiagramMetaData', 'signavio:signavioMetaData', 'signavio:signavioLabel'],
      offices: { 'sid-T1': 'sportello', 'sid-T2': 'polizia' },
      names: ['Verifica la domanda'],
    },
    {
      data: { visited: true },
      steps: [['sid-T1'], ['sid-T2'], ['sid-T2']],
      trace: ['sid-S1', 'sid-T1', 'sid-T2', 'sid-G1', 'sid-E1'],
    },
  ],
  [
    'aris',
    { ignored: ['aris:object'], offices: { _t1: 'sportello' }, names: ['Verifica'] },
    { steps: [['_t1'], ['P30D']], trace: ['_s1', '_t1', '_g1', '_c2', '_e1'] },
  ],
  [
    'adonis',
    {
      ignored: ['adonis:modelid', 'adonis:classification', 'adonis:modelattributes', 'adonis:transitionprobability'],
      offices: { _check: 'sportello' },
      names: ['Istruttoria'],
    },
    { steps: [['P30D']], trace: ['_start', '_ss', '_hs', '_he', '_sub-subProcess-6', '_sub', '_end'] },
  ],
])('a diagram of %s', async (name, expected, play) => {
  const { plan, diagnostics } = await compile(read(name), env)
  // Whatever the tool added is said and disturbs nothing.
  expect(diagnostics.filter(it => it.severity !== 'notice')).toEqual([])
  const said = diagnostics.map(it => it.message.en).join()
  for (const word of expected.ignored) expect(said).toContain(word)
  if (plan === null) throw new Error('no plan')
  const tasks = plan.nodes.flatMap(it => (it.kind === 'user' ? [[it.id, it.office]] : []))
  expect(Object.fromEntries(tasks)).toEqual(expected.offices)
  expect(plan.nodes.map(it => it.name)).toEqual(expect.arrayContaining(expected.names))
  expect(plan.nodes.every(it => it.id !== '') && plan.flows.every(it => it.id !== '')).toBe(true)
  const driver = new Driver(plan)
  driver.start(play.data ?? {})
  for (const [step, values] of play.steps) {
    if (step.startsWith('P')) driver.moveClock(step)
    else driver.complete(step, values)
  }
  expect(driver.endState).toBe('completed')
  const passed = new Set(driver.trace)
  expect([...passed].toSorted()).toEqual(play.trace.toSorted())
})

test('elements without an id get the same one at every reading', async () => {
  const [first, second] = [await compile(read('aris'), env), await compile(read('aris'), env)]
  expect(first.plan).toEqual(second.plan)
  expect(new Set(first.plan?.flows.map(it => it.id)).size).toBe(first.plan?.flows.length)
})

test('an expression in another product’s language is refused in plain words', async () => {
  const xml = diagram(
    start(),
    gateway('exclusive', 'g', { default: 'g_e' }),
    end(),
    end('e2'),
    flow('s -> g -> e'),
    flow('g -> e2', '${approved == true}'),
  )
  const { diagnostics } = await compile(xml, env)
  const message = { en: expect.stringContaining('language of another product') }
  expect(diagnostics[0]).toMatchObject({ severity: 'error', element: 'g_e2', message })
})

describe('the office of a task', () => {
  const lanes = (...parts: string[]) => `<laneSet id="ls">${parts.join('')}</laneSet>`
  const lane = (attributes: string, ...refs: string[]) =>
    `<lane ${attributes}>${refs.map(it => `<flowNodeRef>${it}</flowNodeRef>`).join('')}</lane>`
  const task = (attributes = {}) => user('t', { 'iter:form': 'check', ...attributes })
  const around = (participant: string, ...parts: string[]) =>
    file(
      `<collaboration id="c"><participant id="pp" processRef="p" ${participant}/></collaboration>`,
      pool('p', ...parts, start(), end(), flow('s -> t -> e')),
    )

  test.each<[string, string, string[]]>([
    [
      'is its own before all others',
      around('iter:office="polizia"', lanes(lane('id="l" name="polizia"', 't')), task({ 'iter:office': 'sportello' })),
      ['sportello'],
    ],
    [
      'is its lane’s',
      around('iter:office="polizia"', lanes(lane('id="l" name="x" iter:office="sportello"', 't')), task()),
      ['sportello'],
    ],
    [
      'is told by the lane’s name, however it is written',
      around('', lanes(lane('id="l" name="  SPORTELLO "', 't')), task()),
      ['sportello'],
    ],
    ['or by its id', around('', lanes(lane('id="sportello" name="Front office"', 't')), task()), ['sportello']],
    [
      'is its pool’s without a lane',
      around('name="Polizia"', lanes(lane('id="l" name="sportello"', 's')), task()),
      ['polizia'],
    ],
  ])('%s', async (_, xml, expected) => {
    const { plan, diagnostics } = await compile(xml, env)
    expect(diagnostics).toEqual([])
    expect(plan?.nodes.flatMap(it => (it.kind === 'user' ? [it.office] : []))).toEqual(expected)
  })

  test('of a lane that names none that we know is said to be missing', async () => {
    const { diagnostics } = await compile(around('', lanes(lane('id="l" name="Ufficio X"', 't')), task()), env)
    expect(diagnostics).toMatchObject([
      { severity: 'error', element: 't', message: { en: 'Cannot find the office "ufficio-x".' } },
    ])
  })
})

test('what the parser leaves out of the process itself is an error', async () => {
  const xml = diagram(start(), '<task id="t"><nonsense/></task>', end(), flow('s -> t -> e'))
  const { plan, diagnostics } = await compile(xml, env)
  expect(plan).toBeNull()
  expect(diagnostics[0]).toMatchObject({ severity: 'error' })
})
