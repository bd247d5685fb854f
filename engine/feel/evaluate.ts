import type { Instant, Json, JsonObject, LocalDate } from '../json.ts'
import { arithmetic, negative } from './arithmetic.ts'
import type { Ast, CompareOp, Iterator } from './ast.ts'
import { builtins } from './builtins.ts'
import type { Clock } from './builtins.ts'
import { parseDecimal } from './decimal.ts'
import { FeelError } from './error.ts'
import { propertyOf } from './properties.ts'
import { readTemporal } from './temporal.ts'
import type { Context, Value } from './value.ts'
import { Range, decimalOf, entry, equal, isContext, isTemporal, order, toJson, truthOf, within } from './value.ts'

/** Turns of loops and filters that one evaluation may take: beyond it the expression is at fault, not the data. */
const MAX_TURNS = 100_000

export interface Environment {
  now?: Instant
  /** The date of law; without it that of `now` in Europe/Rome. */
  today?: LocalDate
}

/** Names in sight: the innermost values first. */
interface Scope {
  values: Context
  outer: Scope | null
}

interface Run {
  clock: Clock
  turns: number
}

/**
 * Evaluates an expression over JSON. What FEEL cannot answer is null (an unknown name, a sum of text and number);
 * FeelError is thrown for what no data can cure: no clock given, endless loops, results that JSON cannot hold.
 */
export function evaluateExpression(ast: Ast, scope: JsonObject, env: Environment = {}): Json {
  return toJson(valueOf(ast, { values: scope, outer: null }, runOf(env)))
}

/** Does `input` pass the unary tests of a decision table's cell? Null (not comparable) does not pass. */
export function evaluateUnaryTests(ast: Ast, input: Json, scope: JsonObject, env: Environment = {}): boolean {
  const run = runOf(env)
  const tested: Scope = { values: { '?': input }, outer: { values: scope, outer: null } }
  if (ast.kind !== 'tests') return passes(ast, input, tested, run) === true
  const verdict = anyPasses(ast.tests, input, tested, run)
  return ast.not ? verdict === false : verdict === true
}

function runOf(env: Environment): Run {
  return { clock: { now: env.now ?? null, today: env.today ?? null }, turns: 0 }
}

function valueOf(ast: Ast, scope: Scope, run: Run): Value {
  switch (ast.kind) {
    case 'null':
      return null
    case 'boolean':
    case 'string':
      return ast.value
    case 'number':
      return parseDecimal(ast.text)
    case 'temporal':
      return readTemporal(ast.text)
    case 'name':
      return lookUp(ast.name, scope)
    case 'path':
      return pathOf(valueOf(ast.of, scope, run), ast.name)
    case 'filter':
      return filter(valueOf(ast.of, scope, run), ast.by, scope, run)
    case 'list':
      return ast.items.map(item => valueOf(item, scope, run))
    case 'context':
      return contextOf(ast.entries, scope, run)
    case 'if':
      return valueOf(valueOf(ast.test, scope, run) === true ? ast.yes : ast.no, scope, run)
    case 'for':
      return [...turns(ast.iterators, scope, run)].map(inner => valueOf(ast.body, inner, run))
    case 'some':
    case 'every':
      return quantified(ast, scope, run)
    case 'and':
    case 'or':
      return connected(ast, scope, run)
    case 'arithmetic':
      return arithmetic(ast.op, valueOf(ast.left, scope, run), valueOf(ast.right, scope, run))
    case 'negate':
      return negative(valueOf(ast.of, scope, run))
    case 'compare':
      return compared(ast.op, valueOf(ast.left, scope, run), valueOf(ast.right, scope, run))
    case 'between':
      return between(ast, scope, run)
    case 'in':
      return member(ast.tests, valueOf(ast.of, scope, run), scope, run)
    case 'range':
      return rangeOf(ast, scope, run)
    case 'call':
      return called(ast, scope, run)
    case 'test':
      return compared(ast.op, lookUp('?', scope), valueOf(ast.right, scope, run))
    case 'tests':
      return anyPasses(ast.tests, lookUp('?', scope), scope, run)
    case 'any':
      return true
  }
}

function lookUp(name: string, scope: Scope): Value {
  for (let at: Scope | null = scope; at; at = at.outer) {
    const value = entry(at.values, name)
    if (value !== undefined) return value
  }
  return null
}

/** `list.name` collects the name of every item. */
function pathOf(value: Value, name: string): Value {
  if (Array.isArray(value)) return value.map(item => pathOf(item, name))
  if (isContext(value)) return entry(value, name) ?? null
  return isTemporal(value) ? propertyOf(value, name) : null
}

function contextOf(entries: { key: string; value: Ast }[], scope: Scope, run: Run): Context {
  const values: Context = {}
  const inner: Scope = { values, outer: scope }
  // Later entries see the earlier ones.
  for (const { key, value } of entries) Object.defineProperty(values, key, property(valueOf(value, inner, run)))
  return values
}

/** `__proto__` is a key like any other. */
function property(value: Value): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true }
}

function filter(value: Value, by: Ast, scope: Scope, run: Run): Value {
  const list = Array.isArray(value) ? value : [value]
  const [first] = list
  const probe = valueOf(by, first === undefined || value === null ? scope : itemScope(first, scope), run)
  const position = decimalOf(probe)
  if (position) {
    if (value === null || position.scale !== 0) return null
    return list.at(Number(position.digits) > 0 ? Number(position.digits) - 1 : Number(position.digits)) ?? null
  }
  if (value === null) return null
  return list.filter(item => {
    tick(run)
    return valueOf(by, itemScope(item, scope), run) === true
  })
}

function itemScope(item: Value, outer: Scope): Scope {
  return { values: isContext(item) ? { item, ...item } : { item }, outer }
}

/** One scope a combination of the iterators' items, the last one turning fastest. */
function* turns(iterators: Iterator[], scope: Scope, run: Run): Generator<Scope> {
  const [first, ...others] = iterators
  if (!first) {
    yield scope
    return
  }
  for (const item of itemsOf(first.list, scope, run)) {
    tick(run)
    yield* turns(others, { values: { [first.name]: item }, outer: scope }, run)
  }
}

function itemsOf(ast: Ast, scope: Scope, run: Run): Value[] {
  const value = valueOf(ast, scope, run)
  if (value === null) return []
  if (!(value instanceof Range)) return Array.isArray(value) ? value : [value]
  const [low, high] = [decimalOf(value.low), decimalOf(value.high)]
  if (!low || !high || low.scale + high.scale !== 0) return []
  const [from, to] = [Number(low.digits), Number(high.digits)]
  const length = Math.abs(to - from) + 1
  if (length > MAX_TURNS) tooMany()
  return Array.from({ length }, (_, index) => (from <= to ? from + index : from - index))
}

function quantified(ast: Extract<Ast, { body: Ast }>, scope: Scope, run: Run): Value {
  const deciding = ast.kind === 'some'
  let unknown = false
  for (const inner of turns(ast.iterators, scope, run)) {
    const truth = truthOf(valueOf(ast.body, inner, run))
    if (truth === deciding) return deciding
    if (truth === null) unknown = true
  }
  return unknown ? null : !deciding
}

/** Three-valued: false decides an `and`, true an `or`; the other side may then be anything. */
function connected(ast: Extract<Ast, { kind: 'and' | 'or' }>, scope: Scope, run: Run): Value {
  const deciding = ast.kind === 'or'
  const left = truthOf(valueOf(ast.left, scope, run))
  if (left === deciding) return deciding
  const right = truthOf(valueOf(ast.right, scope, run))
  if (right === deciding) return deciding
  return left === null || right === null ? null : !deciding
}

function compared(op: CompareOp, left: Value, right: Value): boolean | null {
  if (op === '=' || op === '!=') {
    const same = equal(left, right)
    return same === null ? null : same === (op === '=')
  }
  const difference = order(left, right)
  if (difference === null) return null
  switch (op) {
    case '<':
      return difference < 0
    case '<=':
      return difference <= 0
    case '>':
      return difference > 0
    case '>=':
      return difference >= 0
  }
}

function between(ast: Extract<Ast, { kind: 'between' }>, scope: Scope, run: Run): boolean | null {
  const value = valueOf(ast.of, scope, run)
  const above = compared('>=', value, valueOf(ast.low, scope, run))
  const below = compared('<=', value, valueOf(ast.high, scope, run))
  if (above === false || below === false) return false
  return above === null || below === null ? null : true
}

function member(tests: Ast[], value: Value, scope: Scope, run: Run): boolean | null {
  return anyPasses(tests, value, { values: { '?': value }, outer: scope }, run)
}

function anyPasses(tests: Ast[], value: Value, scope: Scope, run: Run): boolean | null {
  const verdicts = tests.map(test => passes(test, value, scope, run))
  if (verdicts.includes(true)) return true
  return verdicts.includes(null) ? null : false
}

function passes(test: Ast, value: Value, scope: Scope, run: Run): boolean | null {
  const result = valueOf(test, scope, run)
  // A comparison says yes or no by itself; any other expression is what the value is held against.
  if (test.kind === 'test' || test.kind === 'any' || test.kind === 'tests' || asks(test)) return truthOf(result)
  if (result instanceof Range) return within(value, result)
  if (!Array.isArray(result)) return equal(value, result)
  const found = result.some(item => (item instanceof Range ? within(value, item) : equal(value, item)) === true)
  return found || equal(value, result) === true
}

/** Does the expression mention the tested value `?` itself? */
function asks(ast: Ast): boolean {
  if (ast.kind === 'name') return ast.name === '?'
  return Object.values(ast).some(part => (Array.isArray(part) ? part.some(isAskingPart) : isAskingPart(part)))
}

function isAskingPart(part: unknown): boolean {
  return isAst(part) && asks(part)
}

function isAst(part: unknown): part is Ast {
  return typeof part === 'object' && part !== null
}

function rangeOf(ast: Extract<Ast, { kind: 'range' }>, scope: Scope, run: Run): Range {
  const open = { low: ast.lowOpen, high: ast.highOpen }
  return new Range(valueOf(ast.low, scope, run), valueOf(ast.high, scope, run), open)
}

function called(ast: Extract<Ast, { kind: 'call' }>, scope: Scope, run: Run): Value {
  const builtin = builtins[ast.name]
  if (!builtin) {
    throw new FeelError({ it: `Funzione sconosciuta: ${ast.name}`, en: `Unknown function: ${ast.name}` })
  }
  return builtin.run(
    ast.args.map(arg => valueOf(arg, scope, run)),
    run.clock,
  )
}

function tick(run: Run): void {
  run.turns += 1
  if (run.turns > MAX_TURNS) tooMany()
}

function tooMany(): never {
  throw new FeelError({
    it: `L’espressione percorre più di ${MAX_TURNS} elementi.`,
    en: `The expression walks over more than ${MAX_TURNS} items.`,
  })
}
