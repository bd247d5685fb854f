import { FeelError } from '../feel/error.ts'
import { evaluateExpression, evaluateUnaryTests } from '../feel/evaluate.ts'
import type { Environment } from '../feel/evaluate.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Aggregator, DecisionTable, TableRule } from './table.ts'

export interface Decided {
  /** One output: its value; several: an object by output name; null when no rule matched. */
  output: Json
  /** Numbers of the rules that count, from 1, as people number them. */
  matched: number[]
}

/** A matching rule with its number and its output. */
interface Hit {
  number: number
  output: Json
}

/**
 * Evaluates a decision table over its inputs (the names that the table's expressions use).
 * Throws FeelError when the table contradicts itself: two rules under U, different outputs under A.
 */
export function evaluateTable(table: DecisionTable, inputs: JsonObject, env: Environment = {}): Decided {
  const values = table.inputs.map(input => evaluateExpression(input.ast, inputs, env))
  const matches = (rule: TableRule) =>
    rule.tests.every((test, index) => evaluateUnaryTests(test, values[index] ?? null, inputs, env))
  const hits: Hit[] = []
  for (const [index, rule] of table.rules.entries()) {
    if (!matches(rule)) continue
    hits.push({ number: index + 1, output: outputOf(table, rule, inputs, env) })
    if (table.hitPolicy === 'F') break
  }
  return decide(table, hits)
}

function decide(table: DecisionTable, hits: Hit[]): Decided {
  const [first, second] = hits
  const matched = hits.map(hit => hit.number)
  switch (table.hitPolicy) {
    case 'U':
      if (second) contradiction(table, matched, 'ne è ammessa una sola', 'only one is allowed')
      return { output: first?.output ?? null, matched }
    case 'A':
      if (first && hits.some(hit => !same(hit.output, first.output))) {
        contradiction(table, matched, 'danno risultati diversi', 'their results differ')
      }
      return { output: first?.output ?? null, matched }
    case 'F':
      return { output: first?.output ?? null, matched }
    case 'R':
      return { output: hits.map(hit => hit.output), matched }
    case 'C':
      return { output: collect(table.aggregator, hits), matched }
  }
}

/** Sum, least, greatest or number of the outputs; the list of them without an aggregator. */
function collect(aggregator: Aggregator | null, hits: Hit[]): Json {
  const outputs = hits.map(hit => hit.output)
  if (aggregator === null) return outputs
  const call = { kind: 'call' as const, name: aggregator, args: [{ kind: 'name' as const, name: 'outputs' }] }
  return evaluateExpression(call, { outputs })
}

function outputOf(table: DecisionTable, rule: TableRule, inputs: JsonObject, env: Environment): Json {
  const values = rule.outputs.map(ast => evaluateExpression(ast, inputs, env))
  const [only] = values
  if (table.outputs.length === 1) return only ?? null
  return Object.fromEntries(table.outputs.map((output, index) => [output.name, values[index] ?? null]))
}

/** Outputs are built by the same table, so their keys stand in the same order. */
function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function contradiction(table: DecisionTable, rules: number[], it: string, en: string): never {
  const numbers = rules.join(', ')
  throw new FeelError({
    it: `Tabella «${table.name}»: valgono insieme le regole ${numbers}, ma ${it}.`,
    en: `Table “${table.name}”: rules ${numbers} apply together, but ${en}.`,
  })
}
