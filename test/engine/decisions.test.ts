import { compileTables } from '../../engine/compile/decision-tables.ts'
import { evaluateTable } from '../../engine/decisions/evaluate-table.ts'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import { FeelError } from '../../engine/feel/error.ts'
import type { Json, JsonObject } from '../../engine/json.ts'

interface Sketch {
  policy?: string
  aggregation?: string
  inputs: string[]
  outputs: string[]
  rules: string[][]
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** A DMN file with one table: rules are rows of cells, inputs first. */
function dmn({ policy = 'UNIQUE', aggregation, inputs, outputs, rules }: Sketch): string {
  const entries = (row: string[]) =>
    row
      .map((cell, index) => {
        const tag = index < inputs.length ? 'inputEntry' : 'outputEntry'
        return `<${tag}><text>${escape(cell)}</text></${tag}>`
      })
      .join('')
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test">
  <decision id="fare" name="Tariffa">
    <decisionTable hitPolicy="${policy}"${aggregation ? ` aggregation="${aggregation}"` : ''}>
      ${inputs.map((input, i) => `<input id="i${i}" label="in ${i}"><inputExpression typeRef="Any"><text>${escape(input)}</text></inputExpression></input>`).join('')}
      ${outputs.map((output, i) => `<output id="o${i}" name="${output}" typeRef="number" />`).join('')}
      ${rules.map((row, i) => `<rule id="r${i}">${entries(row)}<annotationEntry><text>rule ${i + 1}</text></annotationEntry></rule>`).join('')}
    </decisionTable>
  </decision>
</definitions>`
}

async function table(sketch: Sketch): Promise<DecisionTable> {
  const { tables, diagnostics } = await compileTables(dmn(sketch))
  expect(diagnostics.filter(it => it.severity === 'error')).toEqual([])
  return JSON.parse(JSON.stringify(tables[0]))
}

const bands = {
  inputs: ['isee'],
  outputs: ['cents'],
  rules: [
    ['[0..600000]', '200'],
    [']600000..936000]', '350'],
    [']936000..1500000]', '400'],
    ['> 1500000, null', '450'],
  ],
}

test.each<[Json, number, number]>([
  [0, 200, 1],
  [600000, 200, 1],
  [600001, 350, 2],
  [936000, 350, 2],
  [936001, 400, 3],
  [1500001, 450, 4],
  [null, 450, 4],
])('a band table: %j costs %i by rule %i', async (isee, output, rule) => {
  expect(evaluateTable(await table(bands), { isee })).toEqual({ output, matched: [rule] })
})

describe('hit policies', () => {
  const overlapping = {
    inputs: ['x'],
    outputs: ['y'],
    rules: [
      ['> 1', '10'],
      ['> 2', '20'],
      ['> 3', '10'],
    ],
  }

  test.each<[string, string | undefined, number, Json, number[]]>([
    ['UNIQUE', undefined, 2, 10, [1]],
    ['UNIQUE', undefined, 0, null, []],
    ['FIRST', undefined, 9, 10, [1]],
    ['FIRST', undefined, 0, null, []],
    ['RULE ORDER', undefined, 9, [10, 20, 10], [1, 2, 3]],
    ['COLLECT', undefined, 3, [10, 20], [1, 2]],
    ['COLLECT', 'SUM', 9, 40, [1, 2, 3]],
    ['COLLECT', 'MIN', 9, 10, [1, 2, 3]],
    ['COLLECT', 'MAX', 9, 20, [1, 2, 3]],
    ['COLLECT', 'COUNT', 9, 3, [1, 2, 3]],
    ['COLLECT', 'SUM', 0, null, []],
    ['ANY', undefined, 2, 10, [1]],
  ])('%s %s of %i', async (policy, aggregation, x, output, matched) => {
    const sketch = { ...overlapping, policy, ...(aggregation ? { aggregation } : {}) }
    expect(evaluateTable(await table(sketch), { x })).toEqual({ output, matched })
  })

  test.each(['UNIQUE', 'ANY'])('%s with contradicting rules says which', async policy => {
    const contradicting = await table({ ...overlapping, policy })
    expect(() => evaluateTable(contradicting, { x: 3 })).toThrow(FeelError)
    expect(() => evaluateTable(contradicting, { x: 3 })).toThrow(/1, 2/)
  })
})

test('several outputs make an object; cells may compute', async () => {
  const compiled = await table({
    inputs: ['minors', 'isee'],
    outputs: ['cents', 'reduction'],
    rules: [
      ['>= 3', '<= 1000000', 'round half up(full * 0.5)', '"50 %"'],
      ['-', '', 'full', 'null'],
    ],
    policy: 'FIRST',
  })
  const decide = (inputs: JsonObject) => evaluateTable(compiled, { full: 455, ...inputs }).output
  expect(decide({ minors: 3, isee: 900000 })).toEqual({ cents: 228, reduction: '50 %' })
  expect(decide({ minors: 1, isee: null })).toEqual({ cents: 455, reduction: null })
  expect(compiled.rules[0]).toMatchObject({
    annotation: 'rule 1',
    cells: ['>= 3', '<= 1000000', 'round half up(full * 0.5)', '"50 %"'],
  })
})

test('a formula is a table of one rule', async () => {
  const { tables, diagnostics } = await compileTables(`<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test">
  <decision id="fare" name="Tariffa"><variable id="v" name="fare" typeRef="number" />
    <literalExpression><text>max(295, isee / 3000)</text></literalExpression>
  </decision>
</definitions>`)
  expect(diagnostics).toEqual([])
  expect(evaluateTable(tables[0] as DecisionTable, { isee: 1500000 })).toEqual({ output: 500, matched: [1] })
})

test.each<[string, string, RegExp]>([
  ['no XML', 'x', /non è un DMN/],
  [
    'a diagram instead',
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" />',
    /non è un DMN|non contiene/,
  ],
  ['a bad cell, by row and column', dmn({ ...bands, rules: [['< ', '1']] }), /^Regola 1, colonna 1 «[^»]+»: /],
  ['a bad column', dmn({ ...bands, inputs: ['isee isee'] }), /Colonna 1/],
  ['an unknown function', dmn({ ...bands, rules: [['-', 'sqrt(2)']] }), /Funzione sconosciuta/],
  ['a policy outside the subset', dmn({ ...bands, policy: 'PRIORITY' }), /PRIORITY/],
  ['too few cells', dmn({ ...bands, rules: [['1']] }), /celle e colonne/],
  [
    'an aggregation of two outputs',
    dmn({ inputs: ['x'], outputs: ['a', 'b'], rules: [['-', '1', '2']], policy: 'COLLECT', aggregation: 'SUM' }),
    /totale/,
  ],
  ['no output', dmn({ inputs: ['x'], outputs: [], rules: [] }), /risultati/],
])('%s is a diagnostic', async (_, xml, message) => {
  const { tables, diagnostics } = await compileTables(xml)
  expect(tables).toEqual([])
  expect(diagnostics[0]).toMatchObject({ severity: 'error', message: { it: expect.stringMatching(message) } })
})

test.each<[string, Sketch, string[]]>([
  ['rules that cannot meet', bands, []],
  [
    'ranges that share their end',
    {
      ...bands,
      rules: [
        ['[0..5]', '1'],
        ['[5..9]', '2'],
      ],
    },
    ['rules 1 and 2 can apply together'],
  ],
  [
    'a range within another',
    {
      ...bands,
      rules: [
        ['< 9', '1'],
        ['[-3..2]', '2'],
      ],
    },
    ['rules 1 and 2 can apply together'],
  ],
  [
    'the same text twice',
    {
      ...bands,
      rules: [
        ['"A", "B"', '1'],
        ['"C", "B"', '2'],
      ],
    },
    ['rules 1 and 2 can apply together'],
  ],
  [
    'nothing twice',
    {
      ...bands,
      rules: [
        ['null', '1'],
        ['> 3, null', '2'],
      ],
    },
    ['rules 1 and 2 can apply together'],
  ],
  [
    'a rule for everything',
    {
      ...bands,
      rules: [
        ['> 3', '1'],
        ['-', '2'],
      ],
    },
    ['rules 1 and 2 can apply together'],
  ],
  [
    'a hole',
    {
      ...bands,
      rules: [
        ['[0..5]', '1'],
        ['[6..9]', '2'],
      ],
    },
    ['no rule applies between 5 and 6'],
  ],
  [
    'a hole of one point',
    {
      ...bands,
      rules: [
        ['< 5.5', '1'],
        ['> 5.5', '2'],
      ],
    },
    ['no rule applies between 5.5 and 5.5'],
  ],
  [
    'columns that keep rules apart',
    {
      inputs: ['a', 'b'],
      outputs: ['x'],
      rules: [
        ['> 1', '"A"', '1'],
        ['> 1', '"B"', '2'],
      ],
    },
    [],
  ],
  [
    'what only the data tell',
    {
      ...bands,
      rules: [
        ['> limit', '1'],
        ['> other', '2'],
      ],
    },
    [],
  ],
  [
    'hit policy first',
    {
      ...bands,
      policy: 'FIRST',
      rules: [
        ['> 3', '1'],
        ['-', '2'],
      ],
    },
    [],
  ],
])('a table with %s', async (_, sketch, expected) => {
  const { tables, diagnostics } = await compileTables(dmn(sketch))
  expect(tables).toHaveLength(1)
  expect(diagnostics.map(it => `${it.severity} ${it.message.en}`)).toEqual(expected.map(it => `warning Table: ${it}.`))
})
