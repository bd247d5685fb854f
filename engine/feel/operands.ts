import type { Ast } from './ast.ts'
import { builtins } from './builtins.ts'
import { Cursor, Fault, KEYWORDS } from './cursor.ts'
import { readTemporal } from './temporal.ts'
import type { Token } from './tokens.ts'

/** `years and months duration` has four words. */
const MOST_WORDS = 4

/** What operators work on: literals, names, calls, lists, contexts, intervals, brackets. */
export abstract class Operands extends Cursor {
  /** While an interval's upper end is read, `[` closes the interval and begins no filter. */
  protected inInterval = false

  abstract expression(): Ast

  /** A sum: what an interval's end may be. */
  protected abstract sum(): Ast

  protected primary(): Ast {
    const { position } = this.token
    return this.placed(this.operand(), position)
  }

  private operand(): Ast {
    const token = this.token
    if (token.kind === 'number') return this.taken({ kind: 'number', text: token.text })
    if (token.kind === 'string') return this.taken({ kind: 'string', value: token.text })
    if (token.kind === 'quoted-name') return this.taken({ kind: 'name', name: token.text })
    if (token.kind === 'name') return this.named(token)
    if (this.take('?')) return { kind: 'name', name: '?' }
    if (this.take('@')) return this.literalTemporal()
    if (this.take('{')) return this.context()
    if (this.take('(')) return this.bracketed()
    if (this.take('[')) return this.listOrRange()
    if (this.take(']')) return this.range(this.expression(), true)
    return this.unexpected()
  }

  private named(token: Token): Ast {
    if (token.text === 'true' || token.text === 'false')
      return this.taken({ kind: 'boolean', value: token.text === 'true' })
    if (token.text === 'null') return this.taken({ kind: 'null' })
    const builtin = this.builtinName()
    if (builtin !== null) return this.call(builtin)
    if (KEYWORDS.has(token.text)) return this.unexpected()
    if (this.peek(1).text === '(' && this.peek(1).kind === 'symbol') {
      const name = token.text
      return this.fail({ it: `Funzione sconosciuta: ${name}`, en: `Unknown function: ${name}` })
    }
    return this.taken({ kind: 'name', name: token.text })
  }

  /** The longest run of words before a bracket that names a built-in; FEEL's names have spaces. */
  private builtinName(): string | null {
    for (let words = MOST_WORDS; words > 0; words -= 1) {
      const run = this.tokens.slice(this.at, this.at + words)
      const name = run.map(token => token.text).join(' ')
      const opens = this.peek(words).kind === 'symbol' && this.peek(words).text === '('
      if (!opens || !Object.hasOwn(builtins, name) || run.some(token => token.kind !== 'name')) continue
      this.at += words + 1
      return name
    }
    return null
  }

  private call(name: string): Ast {
    const args: Ast[] = []
    const labels: string[] = []
    const start = this.token.position
    if (!this.take(')')) {
      do {
        const label = this.argumentName()
        if (label !== null) labels.push(label)
        args.push(this.expression())
      } while (this.take(','))
      this.expect(')')
    }
    const placed = labels.length === 0 ? args : placeArguments(name, args, labels)
    const params = builtins[name]?.params ?? []
    const needed = params.filter(param => !param.endsWith('?')).length
    const most = builtins[name]?.variadic ? Infinity : params.length
    if (placed && placed.length >= needed && placed.length <= most) return { kind: 'call', name, args: placed }
    const signature = `${name}(${params.join(', ')})`
    throw new Fault({
      position: start,
      message: { it: `Argomenti errati: ${signature}`, en: `Wrong arguments: ${signature}` },
    })
  }

  /** `start position:` before an argument: words up to a colon. */
  private argumentName(): string | null {
    let words = 0
    while (this.peek(words).kind === 'name') words += 1
    if (words === 0 || this.peek(words).text !== ':' || this.peek(words).kind !== 'symbol') return null
    const name = this.tokens.slice(this.at, this.at + words).map(token => token.text)
    this.at += words + 1
    return name.join(' ')
  }

  private literalTemporal(): Ast {
    const { kind, text } = this.token
    if (kind !== 'string') return this.unexpected()
    if (!readTemporal(text))
      this.fail({ it: `Né data né durata: ${text}`, en: `Neither a date nor a duration: ${text}` })
    return this.taken({ kind: 'temporal', text })
  }

  private context(): Ast {
    const entries: { key: string; value: Ast }[] = []
    if (this.take('}')) return { kind: 'context', entries }
    do {
      const key = this.token.kind === 'string' ? this.next().text : this.anyName()
      this.expect(':')
      entries.push({ key, value: this.expression() })
    } while (this.take(','))
    this.expect('}')
    return { kind: 'context', entries }
  }

  private bracketed(): Ast {
    const inner = this.expression()
    if (this.isSymbol('..')) return this.range(inner, true)
    this.expect(')')
    return inner
  }

  private listOrRange(): Ast {
    if (this.take(']')) return { kind: 'list', items: [] }
    const items = [this.expression()]
    const [first] = items
    if (first && this.isSymbol('..')) return this.range(first, false)
    while (this.take(',')) items.push(this.expression())
    this.expect(']')
    return { kind: 'list', items }
  }

  private range(low: Ast, lowOpen: boolean): Ast {
    this.expect('..')
    const outer = this.inInterval
    this.inInterval = true
    const high = this.sum()
    this.inInterval = outer
    const highOpen = this.take(')') || this.take('[')
    if (!highOpen) this.expect(']')
    return { kind: 'range', low, high, lowOpen, highOpen }
  }
}

/** Brings named arguments into the order of the parameters; null when a name is unknown or some are unnamed. */
function placeArguments(name: string, args: Ast[], labels: string[]): Ast[] | null {
  const params = (builtins[name]?.params ?? []).map(param => param.replace('?', ''))
  const indexes = labels.map(label => params.indexOf(label))
  if (labels.length !== args.length || indexes.includes(-1)) return null
  const placed = params.map((_, index): Ast => args[indexes.indexOf(index)] ?? { kind: 'null' })
  return placed.slice(0, Math.max(...indexes) + 1)
}
