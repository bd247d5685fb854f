import type { Ast } from '../../feel/ast.ts'
import type { Text } from '../../json.ts'

/** A fault of an expression that can be read and yet makes no sense, with its place in the text. */
export interface Finding {
  severity: 'error' | 'warning'
  message: Text
  position: number
}

/** Finds out what an expression yields and collects what is wrong with it. */
export class Findings {
  readonly list: Finding[] = []
  private readonly positions: Map<Ast, number>

  constructor(positions: Map<Ast, number>) {
    this.positions = positions
  }

  error(ast: Ast, it: string, en: string): void {
    this.list.push({ severity: 'error', message: { it, en }, position: this.beginOf(ast) ?? 0 })
  }

  /** About the last step of a path, which stands apart from where the path begins. */
  stepError(ast: Ast, it: string, en: string): void {
    this.list.push({ severity: 'error', message: { it, en }, position: this.positions.get(ast) ?? 0 })
  }

  warning(ast: Ast, it: string, en: string): void {
    this.list.push({ severity: 'warning', message: { it, en }, position: this.beginOf(ast) ?? 0 })
  }

  /** An operator or a path begins where its first operand does. */
  private beginOf(ast: Ast): number | null {
    const known = ast.kind === 'path' ? undefined : this.positions.get(ast)
    if (known !== undefined) return known
    for (const part of Object.values(ast).flat()) {
      const position = isTree(part) ? this.beginOf(part) : null
      if (position !== null) return position
    }
    return null
  }
}

function isTree(part: unknown): part is Ast {
  return typeof part === 'object' && part !== null && 'kind' in part
}

/** The name that was probably meant; null when nothing comes near. */
export function nearest(name: string, names: Iterable<string>): string | null {
  let best: string | null = null
  // A slip of two letters in a word, of one in a short one.
  let least = name.length < 4 ? 2 : Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of names) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Levenshtein's. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
