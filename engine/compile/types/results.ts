import { parseExpression } from '../../feel/parse.ts'
import type { DecisionTable } from '../../decisions/table.ts'
import type { Field } from '../../form.ts'
import type { PlanNode } from '../../plan.ts'
import type { Compilation } from '../compilation.ts'
import { Findings } from './findings.ts'
import { typeOfSchema } from './from-schema.ts'
import { typeOf } from './infer.ts'
import type { Spaces } from './spaces.ts'
import { ANY, BOOLEAN, NOTHING, NUMBER, TEXT, WHOLE, joinAll, listOf, objectOf, optional, textOf } from './type.ts'
import type { Type } from './type.ts'

const FAULT = objectOf([
  ['code', TEXT],
  ['message', TEXT],
])

/** What the outputs of a node find under the name `result`. */
export function resultType(compilation: Compilation, node: PlanNode, spaces: () => Spaces): Type {
  switch (node.kind) {
    case 'work':
      return typeOfSchema(compilation.env.operations.find(it => it.name === node.operation.name)?.output)
    case 'user':
      return valuesType(compilation.env.forms.find(it => it.key === node.form)?.fields ?? null)
    case 'decision':
      return objectOf([
        ['output', tableType(compilation.env.tables?.[node.table])],
        ['rules', listOf(WHOLE)],
      ])
    case 'call': {
      const object = spaces().get(node.inner)
      return object === undefined ? ANY : { object }
    }
    case 'boundary':
      return node.trigger.on === 'error' || node.trigger.on === 'escalation' ? FAULT : ANY
    // Messages and signals carry what their senders put into them.
    case 'start':
    case 'catch':
    case 'throw':
    case 'end':
    case 'exclusive':
    case 'parallel':
    case 'inclusive':
    case 'event-based':
    case 'pass':
    case 'script':
    case 'sub-process':
    case 'event-sub-process':
    case 'child':
      return ANY
  }
}

/** What a form's fields hold once they are filled in. */
export function valuesType(fields: Field[] | null): Type {
  if (fields === null) return ANY
  return objectOf(
    fields.map(field => {
      const isCertain = field.required === true && field.visible === undefined
      return [field.key, isCertain ? fieldType(field) : optional(fieldType(field))]
    }),
  )
}

function fieldType(field: Field): Type {
  const options = textOf(field.options?.map(it => it.value) ?? [])
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'document':
      return TEXT
    case 'date':
      return { string: { values: null, format: 'date', pattern: null } }
    case 'integer':
    case 'money':
      return WHOLE
    case 'boolean':
      return BOOLEAN
    case 'choice':
      return options
    case 'multi-choice':
      return listOf(options)
  }
}

function tableType(table: DecisionTable | undefined): Type {
  if (table === undefined) return ANY
  if (table.aggregator !== null) return optional(table.aggregator === 'count' ? WHOLE : NUMBER)
  const columns = table.outputs.map(({ name }, index): [string, Type] => {
    const cells = table.rules.map(rule => rule.cells[rule.tests.length + index] ?? '')
    return [name, joinAll(cells.map(cellType))]
  })
  const [only] = columns
  const output = columns.length === 1 && only !== undefined ? only[1] : objectOf(columns)
  return table.hitPolicy === 'R' || table.hitPolicy === 'C' ? listOf(output) : optional(output)
}

/** What a cell computes from the table's inputs is not known here. */
function cellType(source: string): Type {
  const parsed = source.trim() === '' ? null : parseExpression(source)
  if (parsed === null) return NOTHING
  if (!('ast' in parsed)) return ANY
  const names = { object: { fields: new Map(), rest: ANY, required: [] }, outer: null }
  return typeOf(parsed.ast, names, new Findings(new Map()))
}
