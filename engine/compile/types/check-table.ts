import { parseExpression, parseUnaryTests } from '../../feel/parse.ts'
import type { Text } from '../../json.ts'
import type { NodeOf } from '../../plan.ts'
import type { Checker } from './checker.ts'
import { Findings } from './findings.ts'
import { expectMember, typeOf } from './infer.ts'
import type { Names } from './infer.ts'
import { ANY, objectOf } from './type.ts'
import type { Type } from './type.ts'

/** A table of the diagram over the inputs that this step gives it: names that it misses, cells that can never match. */
export function checkTable(checker: Checker, node: NodeOf<'decision'>, outside: Names): void {
  const table = checker.compilation.env.tables?.[node.table]
  if (table === undefined) return
  const given = objectOf(node.inputs.map(it => [it.name, typeOf(it.value.ast, outside, new Findings(new Map()))]))
  if (given.object === undefined) return
  const names: Names = { object: given.object, outer: null }
  const columns = table.inputs.map(({ text, label }, index) => {
    checker.check(
      placed(table.name, `colonna ${index + 1} («${label}»)`, `column ${index + 1} ("${label}")`),
      text,
      names,
    )
    const parsed = parseExpression(text)
    return 'ast' in parsed ? typeOf(parsed.ast, names, new Findings(new Map())) : ANY
  })
  table.rules.forEach(({ cells, tests }, index) => {
    const place = placed(table.name, `regola ${index + 1}`, `rule ${index + 1}`)
    columns.forEach((type, column) => checkCell(checker, { place, text: cells[column] ?? '-', type, names }))
    for (const text of cells.slice(tests.length)) if (text !== '') checker.check(place, text, names)
  })
}

function placed(table: string, it: string, en: string): Text {
  return { it: `Tabella «${table}», ${it}`, en: `Table "${table}", ${en}` }
}

function checkCell(checker: Checker, cell: { place: Text; text: string; type: Type; names: Names }): void {
  const parsed = parseUnaryTests(cell.text === '' ? '-' : cell.text)
  if (!('ast' in parsed) || parsed.ast.kind !== 'tests') return
  const findings = new Findings(parsed.positions)
  for (const test of parsed.ast.tests) expectMember(test, cell.type, cell.names, findings)
  for (const { severity, message, position } of findings.list) checker.report(severity, cell.place, message, position)
}
