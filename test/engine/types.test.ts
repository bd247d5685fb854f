import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { operationSpecs } from '../../activities/catalogue.ts'
import { compile } from '../../engine/compile/compile.ts'
import type { CompileEnv } from '../../engine/compile/compile.ts'
import { compileTables } from '../../engine/compile/decision-tables.ts'
import { documentSchema } from '../../engine/compile/types/document-schema.ts'
import type { Form } from '../../engine/form.ts'
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
  on,
  pool,
  script,
  service,
  start,
  sub,
  user,
} from './support/bpmn.ts'

const text = { type: 'string' }
const request = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'kind', 'cents', 'born', 'days'],
  properties: {
    name: text,
    kind: { enum: ['parent', 'guardian'] },
    cents: { type: 'integer' },
    rate: { type: 'number' },
    born: { type: 'string', format: 'date' },
    minor: { type: 'boolean' },
    days: { type: 'array', items: { enum: ['mon', 'tue'] } },
    person: { $ref: '#/$defs/person' },
  },
  $defs: { person: { type: 'object', additionalProperties: false, required: ['first'], properties: { first: text } } },
}
const operations = [
  anOperation('pay', {
    input: {
      type: 'object',
      additionalProperties: false,
      required: ['cents'],
      properties: {
        cents: { type: 'integer' },
        when: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
        kind: { enum: ['parent', 'other'] },
        tags: { type: 'array', items: text },
        code: { type: 'string', pattern: '^[A-Z]+$' },
        person: {
          type: 'object',
          additionalProperties: false,
          required: ['first', 'last'],
          properties: { first: text, last: text },
        },
      },
    },
    output: {
      type: 'object',
      additionalProperties: false,
      required: ['paid', 'iuv'],
      properties: { paid: { type: 'boolean' }, iuv: text },
    },
  }),
]
const form: Form = {
  key: 'f',
  title: { it: 'Modulo', en: 'Form' },
  facts: [{ label: { it: 'Nome', en: 'Name' }, value: 'request.name', badge: [] }],
  fields: [
    {
      key: 'outcome',
      label: { it: 'Esito', en: 'Outcome' },
      type: 'choice',
      required: true,
      options: [
        { value: 'yes', label: { it: 'Sì', en: 'Yes' } },
        { value: 'no', label: { it: 'No', en: 'No' } },
      ],
    },
    { key: 'amount', label: { it: 'Importo', en: 'Amount' }, type: 'money', visible: 'values.outcome = "yes"' },
  ],
}
const env: CompileEnv = { operations, forms: [form], document: documentSchema(request) }

const line = (...steps: string[]) =>
  diagram(start(), ...steps, end(), flow(['s', ...steps.map(idOf), 'e'].join(' -> ')))
const idOf = (xml: string) => / id="([^"]+)"/.exec(xml)?.[1] ?? ''
const pay = (id: string, inputs: { [name: string]: string } = { cents: '1' }, more = {}) =>
  service(id, { 'iter:operation': 'pay', inputs, ...more })
const task = (outputs: { [name: string]: string }) => user('u', { 'iter:form': 'f', 'iter:office': 'o', outputs })

async function findings(xml: string, over: Partial<CompileEnv> = {}) {
  const { plan, diagnostics } = await compile(xml, { ...env, ...over })
  expect(plan === null).toBe(diagnostics.some(it => it.severity === 'error'))
  return diagnostics.map(it => `${it.severity} ${it.element}@${it.position ?? '-'} ${it.message.en}`)
}

describe('what cannot be right', () => {
  test.each<[string, string, string]>([
    [
      'a name that nobody writes',
      script('t', 'requset.name', 'x'),
      'error t@0 Expression: there is no name "requset" (perhaps "request"?).',
    ],
    [
      'a field that is not in the schema',
      script('t', 'request.nmae', 'x'),
      'error t@8 Expression: there is no "nmae" in an object (perhaps "name"?).',
    ],
    [
      'a field of a referenced schema',
      script('t', 'request.person.last', 'x'),
      'error t@15 Expression: there is no "last" in an object (there are: first).',
    ],
    [
      'a step into a text',
      script('t', 'request.name.first', 'x'),
      'error t@13 Expression: there is no "first" in a text.',
    ],
    [
      'a text as a number',
      pay('t', { cents: 'request.name' }),
      'error t@0 Input "cents": a whole number is needed, but the value is a text.',
    ],
    ['a broken number', pay('t', { cents: '1.5' }), 'error t@0 Input "cents": a whole number is needed.'],
    [
      'one branch of two',
      pay('t', { cents: 'if request.minor then 1 else "0"' }),
      'error t@29 Input "cents": a whole number is needed, but the value is the text "0".',
    ],
    [
      'an input that the operation does not take',
      pay('t', { cents: '1', amount: '1' }),
      'error t@- The operation "pay" does not know the input "amount".',
    ],
    [
      'nothing where something is needed',
      pay('t', { cents: 'null' }),
      'error t@0 Input "cents": a whole number is needed, but the value is always missing.',
    ],
    [
      'a date with its time',
      pay('t', { cents: '1', when: 'now()' }),
      'error t@0 Input "when": a date is needed, but the value is a date and time.',
    ],
    [
      'no date at all',
      pay('t', { cents: '1', when: '"tomorrow"' }),
      'error t@0 Input "when": a date is needed, but the value is the text "tomorrow".',
    ],
    [
      'a value out of its list',
      pay('t', { cents: '1', kind: '"mother"' }),
      'error t@0 Input "kind": a text among "parent", "other" is needed, but the value is the text "mother".',
    ],
    [
      'a value against its pattern',
      pay('t', { cents: '1', code: '"abc"' }),
      'error t@0 Input "code": a text of the form ^[A-Z]+$ is needed, but the value is the text "abc".',
    ],
    [
      'items of another kind',
      pay('t', { cents: '1', tags: '[1, 2]' }),
      'error t@0 Input "tags": in "[]" a text is needed, but the value is a whole number.',
    ],
    [
      'an entry of another kind',
      pay('t', { cents: '1', person: '{ first: request.cents, last: "x" }' }),
      'error t@9 Input "person": a text is needed, but the value is a whole number.',
    ],
    [
      'an entry that is missing',
      pay('t', { cents: '1', person: 'request.person' }),
      'error t@0 Input "person": "last" is missing.',
    ],
    [
      'an entry too many',
      pay('t', { cents: '1', person: '{ first: "a", last: "b", age: 3 }' }),
      'error t@30 Input "person": "age" is not foreseen.',
    ],
    [
      'a sum of text and number',
      script('t', 'request.cents + "€"', 'x'),
      'error t@0 Expression: "+" with a whole number and the text "€" never gives a result.',
    ],
    ['minus a text', script('t', '-request.name', 'x'), 'error t@0 Expression: "-" with a text never gives a result.'],
    [
      'a comparison of number and text',
      script('t', 'request.cents > "100"', 'x'),
      'error t@0 Expression: a whole number and the text "100" cannot be compared.',
    ],
    [
      'a value that never comes',
      script('t', 'request.kind = "mother"', 'x'),
      'warning t@0 Expression: a text among "parent", "guardian" is never equal to the text "mother".',
    ],
    [
      'a member that never comes',
      script('t', 'request.kind in ("parent", "mother")', 'x'),
      'warning t@27 Expression: a text among "parent", "guardian" is never equal to the text "mother".',
    ],
    [
      'bounds of another kind',
      script('t', 'request.cents between "a" and 9', 'x'),
      'error t@22 Expression: a whole number and the text "a" cannot be compared.',
    ],
    [
      'an argument of another kind',
      script('t', 'count(request.name)', 'x'),
      'error t@6 Expression: count: a list is needed, but the value is a text.',
    ],
    [
      'a choice by no condition',
      script('t', 'if request.name then 1 else 2', 'x'),
      'error t@3 Expression: a condition that is true or false is needed, but this is a text.',
    ],
    [
      'and of a number',
      script('t', 'request.minor and request.cents', 'x'),
      'error t@18 Expression: a condition that is true or false is needed, but this is a whole number.',
    ],
    [
      'a filter by no condition',
      script('t', 'request.days[upper case(item)]', 'x'),
      'error t@13 Expression: a condition that is true or false is needed, but this is a text.',
    ],
    [
      'a name in a loop of FEEL',
      script('t', 'for d in request.days return dd', 'x'),
      'error t@29 Expression: there is no name "dd" (perhaps "d"?).',
    ],
    [
      'a result that the operation does not give',
      pay('t', { cents: '1' }, { outputs: { x: 'result.nav' } }),
      'error t@7 Output "x": there is no "nav" in an object (there are: paid, iuv).',
    ],
    [
      'a field that the form does not have',
      task({ x: 'result.outcom' }),
      'error u@7 Output "x": there is no "outcom" in an object (perhaps "outcome"?).',
    ],
    [
      'an option that the form does not have',
      task({ x: 'result.outcome = "maybe"' }),
      'warning u@0 Output "x": a text among "yes", "no" is never equal to the text "maybe".',
    ],
    [
      'a collection that is none',
      el(
        'serviceTask',
        't',
        { 'iter:operation': 'pay', inputs: { cents: '1' } },
        '<multiInstanceLoopCharacteristics iter:collection="request.cents"/>',
      ),
      'error t@0 Collection of the loop: a list is needed, but the value is a whole number.',
    ],
    [
      'a completion condition that is none',
      el(
        'serviceTask',
        't',
        { 'iter:operation': 'pay', inputs: { cents: '1' } },
        '<multiInstanceLoopCharacteristics iter:collection="request.days"><completionCondition>nrOfInstances</completionCondition></multiInstanceLoopCharacteristics>',
      ),
      'error t@0 Completion condition: a condition that is true or false is needed, but this is a whole number.',
    ],
    [
      'an item of another kind',
      el(
        'serviceTask',
        't',
        { 'iter:operation': 'pay', inputs: { cents: 'day' } },
        '<multiInstanceLoopCharacteristics iter:collection="request.days" iter:item="day"/>',
      ),
      'error t@0 Input "cents": a whole number is needed, but the value is a text among "mon", "tue".',
    ],
    [
      'a timer of no duration',
      catches('t', on('timer', '= request.cents')),
      'error t@0 Timer: a duration or a duration in months is needed, but the value is a whole number.',
    ],
    [
      'a condition to wait for that is none',
      catches('t', on('condition', 'request.name')),
      'error t@0 Condition: a condition that is true or false is needed, but this is a text.',
    ],
  ])('%s', async (_, step, expected) => {
    expect(await findings(line(step))).toEqual([expected])
  })

  test('a condition of a flow, at the flow', async () => {
    const xml = diagram(
      start(),
      gateway('exclusive', 'g', { default: 'g_e' }),
      end(),
      end('e2'),
      flow('s -> g -> e'),
      flow('g -> e2', 'request.cents'),
    )
    expect(await findings(xml)).toEqual([
      'error g_e2@0 Condition: a condition that is true or false is needed, but this is a whole number.',
    ])
  })

  test('what earlier steps write has a type too, whatever the order of the file', async () => {
    const second = pay('b', { cents: 'paid.iuv' })
    const xml = diagram(
      start(),
      second,
      pay('a', { cents: '1' }, { outputs: { paid: 'result' } }),
      end(),
      flow('s -> a -> b -> e'),
    )
    expect(await findings(xml)).toEqual(['error b@0 Input "cents": a whole number is needed, but the value is a text.'])
  })

  test('of what several steps write into one place, all is possible', async () => {
    const writes = [script('a', '{ ok: true }', 'x'), script('b', '"text"', 'x.note')]
    expect(await findings(line(...writes, script('c', 'if x.ok then x.note else null', 'y')))).toEqual([])
    expect(await findings(line(...writes, script('c', 'x.nothing', 'y')))).toEqual([
      'error c@2 Expression: there is no "nothing" in an object (there are: ok, note).',
    ])
  })

  test('facts and fields of forms', async () => {
    const wrong = structuredClone(form)
    wrong.facts = [
      { label: form.title, value: 'request.nome', badge: [{ when: 'request.name', tone: 'ok', text: form.title }] },
    ]
    wrong.fields[1] = {
      key: 'amount',
      label: form.title,
      type: 'money',
      visible: 'values.outcom = "yes"',
      required: '1',
    }
    expect(await findings(line(task({})), { forms: [wrong] })).toEqual([
      'error u@8 Form "f", facts[0].value: there is no "nome" in an object (perhaps "name"?).',
      'error u@0 Form "f", facts[0].badge[0].when: a condition that is true or false is needed, but this is a text.',
      'error u@0 Form "f", fields.amount.required: a condition that is true or false is needed, but this is a whole number.',
      'error u@7 Form "f", fields.amount.visible: there is no "outcom" in an object (perhaps "outcome"?).',
    ])
  })

  test('a called process with inputs sees these alone, a boundary error its code and message', async () => {
    const called = pool(
      'b',
      start('bs'),
      script('t', 'amount + request.cents', 'sum'),
      end('be'),
      flow('bs -> t -> be'),
    )
    const caller = (outputs: { [target: string]: string }) =>
      pool(
        'a',
        start(),
        el('callActivity', 'c', { calledElement: 'b', inputs: { amount: 'request.cents' }, outputs }),
        end(),
        flow('s -> c -> e'),
      )
    expect(await findings(file(caller({ x: 'result.total' }), called))).toEqual([
      'error c@7 Output "x": there is no "total" in an object (there are: amount, sum).',
      'error t@9 Expression: there is no name "request" (there are: case, amount, sum).',
    ])
    const caught = boundary('x', 't', on('error', 'E'), { outputs: { why: 'result.reason' } })
    expect(await findings(diagram(start(), pay('t'), caught, end(), flow('s -> t -> e'), flow('x -> e')))).toEqual([
      'error x@7 Output "why": there is no "reason" in an object (there are: code, message).',
    ])
  })

  test('tables: names that nobody gives, cells that never match', async () => {
    const { tables } =
      await compileTables(`<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="t">
      <decision id="fare" name="Tariffa"><decisionTable>
        <input id="i" label="ISEE"><inputExpression><text>isee</text></inputExpression></input><output id="o" name="cents"/>
        <rule id="r1"><inputEntry><text>&lt; "5"</text></inputEntry><outputEntry><text>200</text></outputEntry></rule>
        <rule id="r2"><inputEntry><text>-</text></inputEntry><outputEntry><text>full</text></outputEntry></rule>
      </decisionTable></decision></definitions>`)
    const decide = el('businessRuleTask', 't', {
      'iter:decision': 'fare',
      inputs: { isee: 'request.cents' },
      outputs: { x: 'result.output' },
    })
    expect(await findings(line(decide), { tables })).toEqual([
      'error t@2 Table "Tariffa", rule 1: a whole number and the text "5" cannot be compared.',
      'error t@0 Table "Tariffa", rule 2: there is no name "full" (there are: isee).',
    ])
  })
})

test.each([
  ['what may be missing', pay('t', { cents: 'request.rate' })],
  ['what is not known', catches('t', on('message', 'm'), { outputs: { x: 'result.any.thing' } })],
  [
    'a date of the document beside a date',
    script('t', 'request.born < today() and date(request.born).year > 2000', 'x'),
  ],
  ['a date as the text that it becomes', pay('t', { cents: '1', when: 'today() + duration("P30D")' })],
  ['lists collect their fields', script('t', 'string join(request.days, ", ")', 'x')],
  ['an item by its place', script('t', 'upper case(request.days[1])', 'x')],
  [
    'loops in loops',
    sub('t', start('a') + script('b', 'request.cents * loopCounter', 'x') + end('c') + flow('a -> b -> c'), {}).replace(
      '</subProcess>',
      '<standardLoopCharacteristics testBefore="true"><loopCondition>loopCounter &lt; 3</loopCondition></standardLoopCharacteristics></subProcess>',
    ),
  ],
  ['facts of the case', script('t', 'case.number + case.at', 'x')],
])('no fault is found with %s', async (_, step) => {
  expect(await findings(line(step))).toEqual([])
})

test('without a schema of the document its names are anything', async () => {
  const { document: _, ...bare } = env
  const { diagnostics } = await compile(line(script('t', 'whatever.there + 1', 'x'), pay('p', { cents: 'x' })), bare)
  expect(diagnostics).toEqual([])
})

describe('the canteen', () => {
  const read = (name: string) =>
    readFileSync(join(process.cwd(), 'workflows/procedures/canteen-enrolment', name), 'utf8')
  const canteen: CompileEnv = {
    operations: JSON.parse(JSON.stringify(operationSpecs())),
    forms: JSON.parse(read('forms.json')),
    offices: ['scuola', 'diete', 'tutela'],
    document: documentSchema(JSON.parse(read('request.schema.json'))),
  }

  test('is clean', async () => {
    expect((await compile(read('process.bpmn'), canteen)).diagnostics).toEqual([])
  })

  test.each([
    ['request.applicant.fiscalCode', 'request.applicant.fiscalcode', 'there is no "fiscalcode"'],
    ['value="fare.cents"', 'value="fare.reason"', 'but the value is a text'],
    ['arrears.cents &gt; 0', 'arrears.cents', 'a condition that is true or false is needed'],
    ['value=\'"receipt"\'', 'value=\'"reciept"\'', 'but the value is the text "reciept"'],
    ['result.outcome != "rejected"', 'result.outcome != "refused"', 'is never equal to'],
  ])('with %s as %s is not', async (right, wrong, expected) => {
    const xml = read('process.bpmn')
    expect(xml).toContain(right)
    const { diagnostics } = await compile(xml.replace(right, wrong), canteen)
    expect(diagnostics.map(it => it.message.en).join()).toContain(expected)
  })
})
