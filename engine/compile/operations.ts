import type { ModdleElement } from 'bpmn-moddle'
import { isObject } from '../machine/data.ts'
import type { OperationSpec, PlanNode, PlanOperation } from '../plan.ts'
import { fail, report } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { text } from './element.ts'
import type { Base } from './nodes.ts'

/** A step that an operation of the catalogue performs. */
export function work(compilation: Compilation, element: ModdleElement, base: Base): PlanNode {
  const name = text(element, 'iter:operation')
  const spec = compilation.env.operations.find(it => it.name === name)
  if (name === null) failOperation(compilation, element, 'Manca l’operazione.', 'The operation is missing.')
  else if (spec === undefined) {
    failOperation(
      compilation,
      element,
      `L’operazione «${name}» non esiste nel catalogo.`,
      `The operation "${name}" is not in the catalogue.`,
    )
  }
  if (spec === undefined) return { ...base, kind: 'pass' }
  checkInputs(compilation, element, base, spec)
  return { ...base, kind: 'work', operation: operationIn(spec), decision: null }
}

export function operationIn(spec: OperationSpec): PlanOperation {
  const { name, platform, dispatch, retry, repeat, recordable, timeoutSeconds } = spec
  return { name, platform, dispatch, retry, repeat, recordable, timeoutSeconds }
}

export function failOperation(compilation: Compilation, element: ModdleElement, it: string, en: string): void {
  fail(
    compilation,
    element,
    { it, en },
    { it: 'Scegliere un’operazione del catalogo.', en: 'Choose an operation of the catalogue.' },
  )
}

function checkInputs(
  compilation: Compilation,
  element: ModdleElement,
  base: Base,
  { name, input }: OperationSpec,
): void {
  const required = (Array.isArray(input['required']) ? input['required'] : []).filter(it => typeof it === 'string')
  const given = base.inputs.map(it => it.name)
  for (const key of required.filter(it => !given.includes(it))) {
    fail(
      compilation,
      element,
      {
        it: `Manca l’ingresso «${key}» dell’operazione «${name}».`,
        en: `The input "${key}" of the operation "${name}" is missing.`,
      },
      { it: 'Aggiungere un iter:input con questo nome.', en: 'Add an iter:input of that name.' },
    )
  }
  const known = isObject(input['properties']) ? Object.keys(input['properties']) : null
  // An operation that takes nothing else refuses the call.
  const severity = input['additionalProperties'] === false ? 'error' : 'warning'
  for (const key of given.filter(it => known !== null && !known.includes(it))) {
    report(compilation, element, {
      severity,
      message: {
        it: `L’operazione «${name}» non conosce l’ingresso «${key}».`,
        en: `The operation "${name}" does not know the input "${key}".`,
      },
      remedy: { it: 'Togliere l’ingresso o correggerne il nome.', en: 'Remove the input or correct its name.' },
    })
  }
}
