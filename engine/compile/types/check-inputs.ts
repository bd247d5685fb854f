import type { PlanNode } from '../../plan.ts'
import { checkTable } from './check-table.ts'
import type { Checker } from './checker.ts'
import { typeOfSchema } from './from-schema.ts'
import type { Names } from './infer.ts'
import type { ObjectType, Type } from './type.ts'

/** The inputs of a node: against the operation's schema, the table's columns, or by themselves. */
export function checkInputs(checker: Checker, node: PlanNode, names: Names): void {
  const wanted = node.kind === 'work' ? inputType(checker, node.operation.name, node.decision !== null) : null
  for (const { name, value } of node.inputs) {
    const place = { it: `Ingresso «${name}»`, en: `Input "${name}"` }
    const type = wanted?.fields.get(name) ?? wanted?.rest ?? null
    checker.check(place, value.text, names, type === null ? null : { type })
  }
  if (node.kind === 'decision') checkTable(checker, node, names)
}

/** What an operation takes; a municipality's table takes its inputs one level below. */
function inputType(checker: Checker, operation: string, isTable: boolean): ObjectType | null {
  const schema = checker.compilation.env.operations.find(it => it.name === operation)?.input
  const type: Type = typeOfSchema(schema)
  const whole = isTable ? type.object?.fields.get('inputs') : type
  return whole?.object ?? null
}
