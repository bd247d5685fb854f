import type { ModdleElement } from 'bpmn-moddle'
import type { DecisionTable } from '../decisions/table.ts'
import type { Form } from '../form.ts'
import { parseExpression } from '../feel/parse.ts'
import type { JsonObject, Text } from '../json.ts'
import type { Expression, Flow, Mapping, OperationSpec, PlanNode, PlanTerm, Scope } from '../plan.ts'
import type { Diagnostic } from './diagnostic.ts'
import { extensions, idOf, text } from './element.ts'

/** What a diagram may refer to. */
export interface CompileEnv {
  operations: OperationSpec[]
  forms: Form[]
  tables?: DecisionTable[]
  /** Codes of the offices; not checked when absent. */
  offices?: string[]
  /** JSON Schema of the document that a case begins with (see `documentSchema`); without it its names are not checked. */
  document?: JsonObject
}

/** A compilation under way: nodes get their numbers first, so that anything may refer to anything. */
export interface Compilation {
  env: CompileEnv
  /** The diagram's element of each node, in the order of `nodes`. */
  sources: Source[]
  nodes: PlanNode[]
  flows: Flow[]
  scopes: Scope[]
  /** Node by element id. */
  nodeIndex: Map<string, number>
  /** Scope by id of the process, sub-process or global task. */
  scopeIndex: Map<string, number>
  terms: PlanTerm[]
  diagnostics: Diagnostic[]
}

export interface Source {
  element: ModdleElement
  scope: number
}

export type Report = Pick<Diagnostic, 'severity'> & { message: Text; remedy: Text; position?: number }

const PATH = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}\p{N}_]+)*$/u

export function report(compilation: Compilation, element: ModdleElement | null, finding: Report): void {
  const name = element === null ? null : text(element, 'name')
  const id = element === null ? '' : idOf(element)
  compilation.diagnostics.push({ element: id === '' ? null : id, name, ...finding })
}

/** The everyday case: an error with a remedy. */
export function fail(compilation: Compilation, element: ModdleElement | null, message: Text, remedy: Text): void {
  report(compilation, element, { severity: 'error', message, remedy })
}

/** Parses FEEL (a leading `=`, as some modelers write it, is allowed); null and a diagnostic when it is not in the subset. */
export function expression(compilation: Compilation, element: ModdleElement, source: string): Expression | null {
  const feel = source.startsWith('=') ? source.slice(1).trim() : source
  const parsed = parseExpression(feel)
  if ('ast' in parsed) return { text: feel, ast: parsed.ast }
  if (/^[#$]\{.*\}$/s.test(feel)) {
    fail(
      compilation,
      element,
      {
        it: `L’espressione «${feel}» è nel linguaggio di un altro prodotto.`,
        en: `The expression "${feel}" is in the language of another product.`,
      },
      { it: 'Scriverla in FEEL, senza ${…}.', en: 'Write it in FEEL, without ${…}.' },
    )
    return null
  }
  const { position, message } = parsed.error
  report(compilation, element, {
    severity: 'error',
    message: { it: `Espressione «${feel}»: ${message.it}`, en: `Expression "${feel}": ${message.en}` },
    remedy: { it: 'Correggere l’espressione FEEL.', en: 'Correct the FEEL expression.' },
    position,
  })
  return null
}

export function inputsOf(compilation: Compilation, element: ModdleElement): Mapping[] {
  return extensions(element, 'iter:Input').flatMap(it =>
    mapping(compilation, element, text(it, 'name'), text(it, 'value')),
  )
}

export function outputsOf(compilation: Compilation, element: ModdleElement): Mapping[] {
  return extensions(element, 'iter:Output').flatMap(it => {
    const target = path(compilation, element, text(it, 'target'))
    return target === null ? [] : mapping(compilation, element, target, text(it, 'value'))
  })
}

/** A path into the document; `case` is the case's identity and is never written. */
export function path(compilation: Compilation, element: ModdleElement, target: string | null): string | null {
  if (target !== null && PATH.test(target) && target !== 'case' && !target.startsWith('case.')) return target
  fail(
    compilation,
    element,
    { it: `Il percorso «${target ?? ''}» non è valido.`, en: `The path "${target ?? ''}" is not valid.` },
    {
      it: 'Indicare un percorso come «fare.cents», non sotto «case».',
      en: 'Give a path like "fare.cents", not under "case".',
    },
  )
  return null
}

function mapping(
  compilation: Compilation,
  element: ModdleElement,
  name: string | null,
  value: string | null,
): Mapping[] {
  if (name === null || value === null) {
    fail(
      compilation,
      element,
      { it: 'Un ingresso o un’uscita non ha nome o valore.', en: 'An input or output has no name or no value.' },
      { it: 'Completare la voce o toglierla.', en: 'Complete the entry or remove it.' },
    )
    return []
  }
  const parsed = expression(compilation, element, value)
  return parsed === null ? [] : [{ name, value: parsed }]
}
