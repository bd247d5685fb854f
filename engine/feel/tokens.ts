import type { Text } from '../json.ts'

export interface Token {
  kind: 'number' | 'string' | 'name' | 'quoted-name' | 'symbol' | 'end'
  text: string
  position: number
}

/** What is wrong with an expression, and where (offset in its text, from 0). */
export interface SyntaxFault {
  position: number
  message: Text
}

const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*/uy
const QUOTED_NAME = /`([^`\n]+)`/y
const STRING = /"((?:[^"\\\n]|\\.)*)"/y
const SYMBOL = /\*\*|<=|>=|!=|\.\.|[-+*/=<>()[\]{},.:?@]/y
const ESCAPES: { [letter: string]: string } = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' }

/** Cuts an expression into tokens; the last one is always `end`. */
export function tokenize(text: string): { tokens: Token[] } | { error: SyntaxFault } {
  const tokens: Token[] = []
  let at = skip(text, 0)
  while (at < text.length) {
    const found = tokenAt(text, at)
    if (!found) return { error: unreadable(text, at) }
    tokens.push(found.token)
    at = skip(text, found.next)
  }
  tokens.push({ kind: 'end', text: '', position: text.length })
  return { tokens }
}

function tokenAt(text: string, at: number): { token: Token; next: number } | null {
  const make = (kind: Token['kind'], match: RegExpExecArray, value: string) => ({
    token: { kind, text: value, position: at },
    next: at + match[0].length,
  })
  const string = sticky(STRING, text, at)
  if (string) return make('string', string, unescape(string[1] ?? ''))
  const quoted = sticky(QUOTED_NAME, text, at)
  if (quoted) return make('quoted-name', quoted, quoted[1] ?? '')
  const number = sticky(NUMBER, text, at)
  if (number) return make('number', number, number[0])
  const name = sticky(NAME, text, at)
  if (name) return make('name', name, name[0])
  const symbol = sticky(SYMBOL, text, at)
  return symbol ? make('symbol', symbol, symbol[0]) : null
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function skip(text: string, at: number): number {
  return at + (sticky(SPACE, text, at)?.[0].length ?? 0)
}

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/g, (_, short, long, letter) => {
    const code: unknown = short ?? long
    if (typeof code === 'string') return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff))
    return ESCAPES[String(letter)] ?? `\\${String(letter)}`
  })
}

function unreadable(text: string, at: number): SyntaxFault {
  const letter = text.slice(at, at + 1)
  if (letter === '"') {
    return { position: at, message: { it: 'Testo tra virgolette non chiuso.', en: 'Unclosed string.' } }
  }
  return { position: at, message: { it: `Carattere inatteso: ${letter}`, en: `Unexpected character: ${letter}` } }
}
