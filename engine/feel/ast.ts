/** A parsed expression: plain JSON, so that it can live in a plan. */
export type Ast =
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  /** The digits as written: JSON numbers would lose some. */
  | { kind: 'number'; text: string }
  | { kind: 'string'; value: string }
  /** `@"2026-11-22"`. */
  | { kind: 'temporal'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'path'; of: Ast; name: string }
  | { kind: 'filter'; of: Ast; by: Ast }
  | { kind: 'list'; items: Ast[] }
  | { kind: 'context'; entries: { key: string; value: Ast }[] }
  | { kind: 'if'; test: Ast; yes: Ast; no: Ast }
  | { kind: 'for'; iterators: Iterator[]; body: Ast }
  | { kind: 'some' | 'every'; iterators: Iterator[]; body: Ast }
  | { kind: 'and' | 'or'; left: Ast; right: Ast }
  | { kind: 'arithmetic'; op: ArithmeticOp; left: Ast; right: Ast }
  | { kind: 'compare'; op: CompareOp; left: Ast; right: Ast }
  | { kind: 'negate'; of: Ast }
  | { kind: 'between'; of: Ast; low: Ast; high: Ast }
  | { kind: 'in'; of: Ast; tests: Ast[] }
  | { kind: 'range'; low: Ast; high: Ast; lowOpen: boolean; highOpen: boolean }
  /** A built-in; named arguments have been put into order. */
  | { kind: 'call'; name: string; args: Ast[] }
  /** Unary test `< 5`: compares the tested value `?`. */
  | { kind: 'test'; op: CompareOp; right: Ast }
  /** Unary tests of one table cell: any of them; `not(…)` turns them around. */
  | { kind: 'tests'; not: boolean; tests: Ast[] }
  /** `-`: any value. */
  | { kind: 'any' }

export type ArithmeticOp = '+' | '-' | '*' | '/' | '**'
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface Iterator {
  name: string
  list: Ast
}
