import type { Text } from '../json.ts'
import type { ArithmeticOp, Ast, CompareOp } from './ast.ts'
import type { SyntaxFault, Token } from './tokens.ts'

export const KEYWORDS = new Set(
  'if then else for in return some every satisfies and or between true false null instance of function'.split(' '),
)
const COMPARE = new Set<string>(['=', '!=', '<', '<=', '>', '>='] satisfies CompareOp[])

/** Carries a fault out of the recursive descent; `parseExpression` turns it into a value. */
export class Fault extends Error {
  readonly fault: SyntaxFault
  constructor(found: SyntaxFault) {
    super(found.message.en)
    this.fault = found
  }
}

/** Walks over the tokens: look, take, or say what was not expected. */
export class Cursor {
  /** Where operands begin in the text, for findings about an expression that can be read and yet makes no sense. */
  readonly positions = new Map<Ast, number>()
  protected readonly tokens: Token[]
  protected at = 0

  constructor(tokens: Token[]) {
    this.tokens = tokens
  }

  end(): void {
    if (this.token.kind !== 'end') this.unexpected()
  }

  protected get token(): Token {
    return this.peek(0)
  }

  protected peek(ahead: number): Token {
    return this.tokens[this.at + ahead] ?? { kind: 'end', text: '', position: this.tokens.at(-1)?.position ?? 0 }
  }

  protected next(): Token {
    const { token } = this
    this.at += 1
    return token
  }

  protected taken(ast: Ast): Ast {
    this.at += 1
    return ast
  }

  protected placed(ast: Ast, position: number): Ast {
    if (!this.positions.has(ast)) this.positions.set(ast, position)
    return ast
  }

  protected isSymbol(text: string): boolean {
    return this.token.kind === 'symbol' && this.token.text === text
  }

  protected isName(text: string): boolean {
    return this.token.kind === 'name' && this.token.text === text
  }

  protected take(symbol: string): boolean {
    const found = this.isSymbol(symbol)
    if (found) this.at += 1
    return found
  }

  protected takeName(name: string): boolean {
    const found = this.isName(name)
    if (found) this.at += 1
    return found
  }

  protected expect(symbol: string): void {
    if (!this.take(symbol)) this.unexpected(symbol)
  }

  protected expectName(name: string): void {
    if (!this.takeName(name)) this.unexpected(name)
  }

  protected identifier(): string {
    const { kind, text } = this.token
    if (kind === 'quoted-name' || (kind === 'name' && !KEYWORDS.has(text))) return this.next().text
    return this.unexpected()
  }

  /** After a point and as a key, keywords are names too: `case.for`. */
  protected anyName(): string {
    const { kind } = this.token
    return kind === 'name' || kind === 'quoted-name' ? this.next().text : this.unexpected()
  }

  protected compareOp(): CompareOp | null {
    const { kind, text } = this.token
    if (kind !== 'symbol' || !isCompareOp(text)) return null
    this.at += 1
    return text
  }

  protected arithmeticOp(...ops: ArithmeticOp[]): ArithmeticOp | null {
    return ops.find(op => this.take(op)) ?? null
  }

  protected unexpected(wanted?: string): never {
    const found = this.token.kind === 'end' ? null : this.token.text
    const it = found === null ? 'L’espressione finisce troppo presto' : `Non atteso qui: ${found}`
    const en = found === null ? 'The expression ends too early' : `Unexpected here: ${found}`
    return this.fail(wanted ? { it: `${it} (manca ${wanted}).`, en: `${en} (missing ${wanted}).` } : { it, en })
  }

  protected fail(message: Text): never {
    throw new Fault({ position: this.token.position, message })
  }
}

function isCompareOp(text: string): text is CompareOp {
  return COMPARE.has(text)
}
