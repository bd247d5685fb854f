import type { Ast, Iterator } from '../../feel/ast.ts'
import { DateTime, Day, Months, Time, readTemporal } from '../../feel/temporal.ts'
import { itemsOf, signatures } from './builtin-types.ts'
import type { Findings } from './findings.ts'
import { nearest } from './findings.ts'
import { kindsOf, misfits } from './fits.ts'
import { areComparable, arithmeticType } from './operators.ts'
import {
  ANY,
  BOOLEAN,
  NOTHING,
  NUMBER,
  WHOLE,
  join,
  joinAll,
  listOf,
  nameOf,
  objectOf,
  optional,
  present,
  temporal,
  textOf,
} from './type.ts'
import type { ObjectType, Type } from './type.ts'

/** Names in sight, the innermost first. */
export interface Names {
  object: ObjectType
  outer: Names | null
}

/** So many names tell what there is. */
const MOST_HINTS = 8

type Of<K extends Ast['kind']> = Extract<Ast, { kind: K }>

/** Properties that dates and durations have; all are whole numbers. */
const TEMPORAL_PROPERTIES = new Set(
  'year month day weekday hour minute second years months days hours minutes seconds'.split(' '),
)

/** The type of what an expression yields; what cannot be right whatever the data is added to the findings. */
export function typeOf(ast: Ast, names: Names, findings: Findings): Type {
  const below = (part: Ast) => typeOf(part, names, findings)
  switch (ast.kind) {
    case 'null':
      return NOTHING
    case 'boolean':
      return BOOLEAN
    case 'number':
      return /^\d+$/.test(ast.text) ? WHOLE : NUMBER
    case 'string':
      return textOf([ast.value])
    case 'temporal':
      return literalType(ast.text)
    case 'name':
      return typeOfName(ast, names, findings)
    case 'path':
      return stepInto(ast, below(ast.of), findings)
    case 'filter':
      return filtered(ast, names, findings)
    case 'list':
      return listOf(joinAll(ast.items.map(below)))
    case 'context':
      return contextType(ast, names, findings)
    case 'if':
      expectTruth(ast.test, below(ast.test), findings)
      return join(below(ast.yes), below(ast.no))
    case 'for':
      return listOf(typeOf(ast.body, iterated(ast.iterators, names, findings), findings))
    case 'some':
    case 'every': {
      const inner = iterated(ast.iterators, names, findings)
      expectTruth(ast.body, typeOf(ast.body, inner, findings), findings)
      return optional(BOOLEAN)
    }
    case 'and':
    case 'or':
      for (const side of [ast.left, ast.right]) expectTruth(side, below(side), findings)
      return optional(BOOLEAN)
    case 'arithmetic':
      return sumOf(ast, below(ast.left), below(ast.right), findings)
    case 'negate':
      return negated(ast, below(ast.of), findings)
    case 'compare':
      expectComparable(ast, below(ast.left), below(ast.right), findings)
      return optional(BOOLEAN)
    case 'between':
      for (const end of [ast.low, ast.high]) expectOrder(end, below(ast.of), below(end), findings)
      return optional(BOOLEAN)
    case 'in':
      for (const test of ast.tests) expectMember(test, below(ast.of), names, findings)
      return optional(BOOLEAN)
    case 'range':
      return { range: join(below(ast.low), below(ast.high)) }
    case 'call':
      return called(ast, ast.args.map(below), findings)
    case 'test':
      return optional(BOOLEAN)
    case 'tests':
    case 'any':
      return BOOLEAN
  }
}

/** A condition must be able to be true. */
export function expectTruth(ast: Ast, type: Type, findings: Findings): void {
  if (type.any || type.boolean || kindsOf(type).length === 0) return
  const is = nameOf(type)
  findings.error(
    ast,
    `serve una condizione vera o falsa, ma questa è ${is.it}`,
    `a condition that is true or false is needed, but this is ${is.en}`,
  )
}

function literalType(text: string): Type {
  const value = readTemporal(text)
  if (value instanceof Day) return temporal('date')
  if (value instanceof Time) return temporal('time')
  if (value instanceof DateTime) return temporal('date and time')
  return temporal(value instanceof Months ? 'years and months' : 'days and time')
}

function typeOfName(ast: Of<'name'>, names: Names, findings: Findings): Type {
  const seen: string[] = []
  let isOpen = false
  for (let at: Names | null = names; at !== null; at = at.outer) {
    const found = at.object.fields.get(ast.name)
    // Where something unknown stands before it, the name may mean that.
    if (found !== undefined) return isOpen ? ANY : found
    isOpen ||= at.object.rest !== null
    seen.push(...at.object.fields.keys())
  }
  if (isOpen || ast.name === '?') return ANY
  const hint = hintOf(ast.name, seen)
  findings.error(ast, `il nome «${ast.name}» non esiste${hint.it}`, `there is no name "${ast.name}"${hint.en}`)
  return ANY
}

function hintOf(name: string, known: string[]) {
  const meant = nearest(name, known)
  if (meant !== null) return { it: ` (forse «${meant}»?)`, en: ` (perhaps "${meant}"?)` }
  const some = known.slice(0, MOST_HINTS).join(', ') + (known.length > MOST_HINTS ? ', …' : '')
  return some === '' ? { it: '', en: '' } : { it: ` (ci sono: ${some})`, en: ` (there are: ${some})` }
}

function stepInto(ast: Of<'path'>, type: Type, findings: Findings): Type {
  if (type.any) return ANY
  const kinds = kindsOf(type)
  if (kinds.length === 0) return NOTHING
  const found = kinds.map(kind => stepType(kind, ast.name))
  const known = found.filter(it => it !== null)
  if (known.length > 0) return known.length < found.length || type.null ? optional(joinAll(known)) : joinAll(known)
  const is = nameOf(type)
  const hint = hintOf(ast.name, kinds.flatMap(fieldNames))
  findings.stepError(
    ast,
    `«${ast.name}» non esiste in ${is.it}${hint.it}`,
    `there is no "${ast.name}" in ${is.en}${hint.en}`,
  )
  return ANY
}

function fieldNames({ object, list }: Type): string[] {
  if (list !== undefined) return fieldNames(list)
  return object === undefined ? [] : [...object.fields.keys()]
}

/** Null when the value has no such step. */
function stepType(kind: Type, name: string): Type | null {
  if (kind.object) return kind.object.fields.get(name) ?? kind.object.rest
  if (kind.list) {
    if (kind.list.any) return listOf(ANY)
    const items = kindsOf(kind.list).map(it => stepType(it, name))
    const known = items.filter(it => it !== null)
    // An empty list answers every step with an empty list.
    if (items.length > 0 && known.length === 0) return null
    return listOf(known.length < items.length ? optional(joinAll(known)) : joinAll(known))
  }
  return kind.temporal && TEMPORAL_PROPERTIES.has(name) ? optional(WHOLE) : null
}

/** `list[1]`, `list[price > 10]`. */
function filtered(ast: Of<'filter'>, names: Names, findings: Findings): Type {
  const of = typeOf(ast.of, names, findings)
  const item = of.any ? ANY : itemsOf(of)
  const fields = new Map<string, Type>([['item', item], ...(item.object?.fields ?? [])])
  const rest = item.any ? ANY : (item.object?.rest ?? null)
  const by = typeOf(ast.by, { object: { fields, rest, required: [] }, outer: names }, findings)
  if (by.any) return ANY
  const picked = by.number ? optional(item) : {}
  if (!by.number) expectTruth(ast.by, by, findings)
  return by.boolean || !by.number ? join(picked, listOf(item)) : picked
}

function contextType(ast: Of<'context'>, names: Names, findings: Findings): Type {
  const fields = new Map<string, Type>()
  const inner: Names = { object: { fields, rest: null, required: [] }, outer: names }
  for (const { key, value } of ast.entries) fields.set(key, typeOf(value, inner, findings))
  return objectOf([...fields])
}

function iterated(iterators: Iterator[], names: Names, findings: Findings): Names {
  return iterators.reduce((outer: Names, { name, list }) => {
    const type = typeOf(list, outer, findings)
    const { range, ...others } = present(type)
    const item = range ? join(range, itemsOf(others)) : itemsOf(type)
    return { object: { fields: new Map([[name, item]]), rest: null, required: [] }, outer }
  }, names)
}

function negated(ast: Of<'negate'>, of: Type, findings: Findings): Type {
  return calculated(ast, arithmeticType('*', WHOLE, of), [of], findings)
}

function sumOf(ast: Of<'arithmetic'>, left: Type, right: Type, findings: Findings): Type {
  return calculated(ast, arithmeticType(ast.op, left, right), [left, right], findings)
}

/** The result of a calculation; operands that are all there and yet give none are a fault. */
function calculated(ast: Of<'arithmetic' | 'negate'>, result: Type, operands: Type[], findings: Findings): Type {
  const isCertain = operands.every(it => kindsOf(it).length > 0)
  if (result.any || kindsOf(result).length > 0 || !isCertain) return result
  const op = ast.kind === 'negate' ? '-' : ast.op
  const [it, en] = [
    operands.map(type => nameOf(type).it).join(' e '),
    operands.map(type => nameOf(type).en).join(' and '),
  ]
  findings.error(ast, `«${op}» con ${it} non dà mai un risultato`, `"${op}" with ${en} never gives a result`)
  return ANY
}

function expectComparable(ast: Of<'compare'>, left: Type, right: Type, findings: Findings): void {
  const isOrder = ast.op !== '=' && ast.op !== '!='
  if (isOrder) return expectOrder(ast, left, right, findings)
  expectEqual(ast, left, right, findings)
}

function expectOrder(ast: Ast, left: Type, right: Type, findings: Findings): void {
  if (kindsOf(left).length === 0 || kindsOf(right).length === 0 || areComparable(left, right, true)) return
  incomparable(ast, left, right, findings)
}

/** Values that can never be equal: of different kinds, or texts that the one never is. */
function expectEqual(ast: Ast, left: Type, right: Type, findings: Findings): void {
  if (kindsOf(left).length === 0 || kindsOf(right).length === 0) return
  if (!areComparable(left, right, false)) return incomparable(ast, left, right, findings)
  const [a, b] = [left.string?.values, right.string?.values]
  const isTextOnly = kindsOf(left).length === 1 && kindsOf(right).length === 1
  if (!a || !b || !isTextOnly || a.some(it => b.includes(it))) return
  const [x, y] = [nameOf(left), nameOf(right)]
  findings.warning(ast, `${x.it} non è mai uguale a ${y.it}`, `${x.en} is never equal to ${y.en}`)
}

function incomparable(ast: Ast, left: Type, right: Type, findings: Findings): void {
  const [a, b] = [nameOf(left), nameOf(right)]
  findings.error(ast, `${a.it} e ${b.it} non si confrontano`, `${a.en} and ${b.en} cannot be compared`)
}

/** A test after `in`: a value, a list or range of them, or a comparison. */
export function expectMember(test: Ast, of: Type, names: Names, findings: Findings): void {
  if (test.kind === 'test') return expectOrder(test, of, typeOf(test.right, names, findings), findings)
  const type = typeOf(test, { object: objectWith('?', of), outer: names }, findings)
  if (type.any || type.boolean) return
  const ends = type.range ?? {}
  const items = type.list ?? {}
  const { range: _r, list: _l, ...single } = type
  expectEqual(test, of, joinAll([single, ends, items.any ? ANY : items]), findings)
}

function objectWith(name: string, type: Type): ObjectType {
  return { fields: new Map([[name, type]]), rest: null, required: [] }
}

function called(ast: Of<'call'>, args: Type[], findings: Findings): Type {
  const signature = signatures[ast.name]
  if (signature === undefined) return ANY
  args.forEach((type, index) => {
    const wanted = signature.takes[index] ?? signature.takes.at(-1) ?? ANY
    const [found] = misfits(present(type), wanted)
    const place = ast.args[index] ?? ast
    if (found !== undefined)
      findings.error(place, `${ast.name}: ${found.message.it}`, `${ast.name}: ${found.message.en}`)
  })
  return signature.gives(args)
}
