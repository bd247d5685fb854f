import type { Ast, Iterator } from './ast.ts'
import { Fault } from './cursor.ts'
import { Operands } from './operands.ts'
import { tokenize } from './tokens.ts'
import type { SyntaxFault } from './tokens.ts'

export type { Ast } from './ast.ts'
export type { SyntaxFault } from './tokens.ts'
/** `positions`: offset in the text of operands, path steps and whole expressions, by their part of the tree. */
export type Parsed = { ast: Ast; positions: Map<Ast, number> } | { error: SyntaxFault }

/** Deep enough for every formula that a person writes, shallow enough for every stack. */
const MAX_DEPTH = 100
const MAX_LENGTH = 20_000
const TOO_LONG: SyntaxFault = {
  position: 0,
  message: { it: 'Espressione troppo lunga.', en: 'The expression is too long.' },
}

/** Parses a FEEL expression; a leading `=`, as modelers write it, is tolerated. */
export function parseExpression(text: string): Parsed {
  return parseWith(text.replace(/^(\s*)=/, '$1 '), parser => parser.expression())
}

/** Parses the unary tests of a decision table's cell: `-`, `< 5`, `[1..5], 9`, `not("a")`. */
export function parseUnaryTests(text: string): Parsed {
  return parseWith(text, parser => parser.cell())
}

function parseWith(text: string, read: (parser: Parser) => Ast): Parsed {
  if (text.length > MAX_LENGTH) return { error: TOO_LONG }
  const cut = tokenize(text)
  if ('error' in cut) return cut
  const parser = new Parser(cut.tokens)
  try {
    const ast = read(parser)
    parser.end()
    return { ast, positions: parser.positions }
  } catch (thrown) {
    if (thrown instanceof Fault) return { error: thrown.fault }
    throw thrown
  }
}

/** Recursive descent, one method a rule of the grammar, loosest binding first. */
class Parser extends Operands {
  private depth = 0

  expression(): Ast {
    this.depth += 1
    if (this.depth > MAX_DEPTH)
      this.fail({ it: 'Espressione troppo annidata.', en: 'The expression nests too deeply.' })
    const { position } = this.token
    const ast = this.placed(this.textual(), position)
    this.depth -= 1
    return ast
  }

  cell(): Ast {
    if (this.isSymbol('-') && this.peek(1).kind === 'end') {
      this.at += 1
      return { kind: 'any' }
    }
    if (this.isName('not') && this.peek(1).text === '(') return this.negatedTests()
    return { kind: 'tests', not: false, tests: this.tests() }
  }

  private negatedTests(): Ast {
    const start = this.at
    this.at += 2
    const tests = this.tests()
    this.expect(')')
    if (this.token.kind === 'end') return { kind: 'tests', not: true, tests }
    // `not(x) and y` is an expression that only begins like a negated test.
    this.at = start
    return { kind: 'tests', not: false, tests: this.tests() }
  }

  private tests(): Ast[] {
    const tests = [this.test()]
    while (this.take(',')) tests.push(this.test())
    return tests
  }

  private test(): Ast {
    const op = this.compareOp()
    return op ? { kind: 'test', op, right: this.sum() } : this.expression()
  }

  private textual(): Ast {
    if (this.takeName('if')) return this.conditional()
    if (this.takeName('for')) {
      const iterators = this.iterators()
      this.expectName('return')
      return { kind: 'for', iterators, body: this.expression() }
    }
    for (const kind of ['some', 'every'] as const) {
      if (!this.takeName(kind)) continue
      const iterators = this.iterators()
      this.expectName('satisfies')
      return { kind, iterators, body: this.expression() }
    }
    return this.disjunction()
  }

  private conditional(): Ast {
    const test = this.expression()
    this.expectName('then')
    const yes = this.expression()
    this.expectName('else')
    return { kind: 'if', test, yes, no: this.expression() }
  }

  private iterators(): Iterator[] {
    const iterators: Iterator[] = []
    do {
      const name = this.identifier()
      this.expectName('in')
      const low = this.expression()
      const list: Ast = this.take('..')
        ? { kind: 'range', low, high: this.expression(), lowOpen: false, highOpen: false }
        : low
      iterators.push({ name, list })
    } while (this.take(','))
    return iterators
  }

  private disjunction(): Ast {
    let left = this.conjunction()
    while (this.takeName('or')) left = { kind: 'or', left, right: this.conjunction() }
    return left
  }

  private conjunction(): Ast {
    let left = this.comparison()
    while (this.takeName('and')) left = { kind: 'and', left, right: this.comparison() }
    return left
  }

  private comparison(): Ast {
    let left = this.sum()
    for (;;) {
      const op = this.compareOp()
      if (op) left = { kind: 'compare', op, left, right: this.sum() }
      else if (this.takeName('between')) left = this.between(left)
      else if (this.takeName('in')) left = { kind: 'in', of: left, tests: this.membership() }
      else return left
    }
  }

  private between(of: Ast): Ast {
    const low = this.sum()
    this.expectName('and')
    return { kind: 'between', of, low, high: this.sum() }
  }

  /** After `in`: one test, or several in brackets; `(1..5]` is a range and no bracketed list. */
  private membership(): Ast[] {
    const op = this.compareOp()
    if (op) return [{ kind: 'test', op, right: this.sum() }]
    if (!this.isSymbol('(')) return [this.sum()]
    const start = this.at
    this.at += 1
    const tests = this.tests()
    if (this.take(')')) return tests
    this.at = start
    return [this.sum()]
  }

  protected sum(): Ast {
    let left = this.product()
    for (;;) {
      const op = this.arithmeticOp('+', '-')
      if (!op) return left
      left = { kind: 'arithmetic', op, left, right: this.product() }
    }
  }

  private product(): Ast {
    let left = this.power()
    for (;;) {
      const op = this.arithmeticOp('*', '/')
      if (!op) return left
      left = { kind: 'arithmetic', op, left, right: this.power() }
    }
  }

  private power(): Ast {
    let left = this.signed()
    while (this.take('**')) left = { kind: 'arithmetic', op: '**', left, right: this.signed() }
    return left
  }

  private signed(): Ast {
    let minus = 0
    while (this.take('-')) minus += 1
    const of = this.postfix()
    return minus % 2 === 1 ? { kind: 'negate', of } : of
  }

  private postfix(): Ast {
    let of = this.primary()
    for (;;) {
      if (this.take('.')) {
        const { position } = this.token
        of = this.placed({ kind: 'path', of, name: this.anyName() }, position)
      } else if (!this.inInterval && this.take('[')) {
        of = { kind: 'filter', of, by: this.expression() }
        this.expect(']')
      } else return of
    }
  }
}
