import { parseExpression } from '../../feel/parse.ts'
import type { Text } from '../../json.ts'
import type { Compilation } from '../compilation.ts'
import { expectType } from './expect.ts'
import { Findings } from './findings.ts'
import { expectTruth, typeOf } from './infer.ts'
import type { Names } from './infer.ts'
import type { Spaces } from './spaces.ts'
import type { Type } from './type.ts'

const REMEDY: Text = {
  it: 'Correggere il nome o il tipo, o scrivere prima il dato con un’uscita.',
  en: 'Correct the name or the type, or write the data before with an output.',
}

/** What is asked of an expression. */
export type Wanted = { truth: true } | { type: Type } | null

/** Checks expressions of one element. */
export class Checker {
  readonly compilation: Compilation
  readonly spaces: Spaces
  private readonly element: string
  private readonly name: string | null

  constructor(compilation: Compilation, spaces: Spaces, { id, name }: { id: string; name: string | null }) {
    this.compilation = compilation
    this.spaces = spaces
    this.element = id
    this.name = name === '' ? null : name
  }

  /** Infers the expression's type over the names in sight and reports what cannot be right. */
  check(place: Text, text: string, names: Names, wanted: Wanted = null): void {
    const parsed = parseExpression(text)
    if (!('ast' in parsed)) return
    const findings = new Findings(parsed.positions)
    if (wanted !== null && 'type' in wanted) expectType(parsed.ast, wanted.type, names, findings)
    else {
      const type = typeOf(parsed.ast, names, findings)
      if (wanted !== null) expectTruth(parsed.ast, type, findings)
    }
    for (const { severity, message, position } of findings.list) this.report(severity, place, message, position)
  }

  report(severity: 'error' | 'warning', place: Text, message: Text, position?: number): void {
    const { element, name } = this
    const words = { it: `${place.it}: ${message.it}.`, en: `${place.en}: ${message.en}.` }
    const finding = { severity, element, name, message: words, remedy: REMEDY }
    this.compilation.diagnostics.push(position === undefined ? finding : { ...finding, position })
  }
}
