import type { Ast } from '../feel/ast.ts'

/** A DMN decision table as plain JSON, ready to be evaluated. */
export interface DecisionTable {
  /** The decision's id in the DMN file, by which diagrams name it. */
  key: string
  name: string
  inputs: TableInput[]
  outputs: TableOutput[]
  rules: TableRule[]
  hitPolicy: HitPolicy
  /** Of hit policy C: how the outputs of all matching rules become one; null collects them in a list. */
  aggregator: Aggregator | null
}

/** Unique, any, first, rule order, collect. */
export type HitPolicy = 'U' | 'A' | 'F' | 'R' | 'C'

export type Aggregator = 'sum' | 'min' | 'max' | 'count'

export interface TableInput {
  label: string
  ast: Ast
  /** The expression as written, for people. */
  text: string
}

export interface TableOutput {
  name: string
  /** FEEL type as written in the table: `number`, `string`… */
  type: string
}

export interface TableRule {
  /** One cell of unary tests per input. */
  tests: Ast[]
  /** One expression per output. */
  outputs: Ast[]
  /** What the rule means to people: the resolution's words. */
  annotation: string
  /** The cells as written, inputs first, for people. */
  cells: string[]
}
