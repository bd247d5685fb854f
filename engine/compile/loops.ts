import type { ModdleElement } from 'bpmn-moddle'
import type { Expression, Loop } from '../plan.ts'
import { expression, fail, path } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { flag, one, text } from './element.ts'

/** Multi-instance and standard loops. */
export function loopOf(compilation: Compilation, element: ModdleElement): Loop | null {
  const loop = one(element, 'loopCharacteristics')
  if (loop === null) return null
  return loop.$type === 'bpmn:StandardLoopCharacteristics'
    ? standardLoop(compilation, element, loop)
    : instancesOf(compilation, element, loop)
}

function standardLoop(compilation: Compilation, element: ModdleElement, loop: ModdleElement): Loop {
  const declared = text(loop, 'loopMaximum')
  const maximum = declared === null ? null : Number(declared)
  if (maximum !== null && (!Number.isInteger(maximum) || maximum < 0)) failNumber(compilation, element)
  const condition = bodyExpression(compilation, element, one(loop, 'loopCondition'))
  return { type: 'standard', testBefore: flag(loop, 'testBefore'), maximum, condition }
}

function instancesOf(compilation: Compilation, element: ModdleElement, loop: ModdleElement): Loop {
  const collection = text(loop, 'iter:collection')
  const cardinality = bodyExpression(compilation, element, one(loop, 'loopCardinality'))
  const results = text(loop, 'iter:results')
  if (collection === null && cardinality === null) {
    fail(
      compilation,
      element,
      { it: 'L’attività ripetuta non dice quante volte.', en: 'The repeated activity does not say how often.' },
      {
        it: 'Indicare un elenco (iter:collection) o un numero (loopCardinality).',
        en: 'Give a list (iter:collection) or a number (loopCardinality).',
      },
    )
  }
  if (/^-\s*\d/.test(cardinality?.text ?? '')) failNumber(compilation, element)
  const behavior = text(loop, 'behavior') ?? 'All'
  if (behavior !== 'All') {
    fail(
      compilation,
      element,
      {
        it: `Il comportamento «${behavior}» dell’attività ripetuta non è previsto.`,
        en: `The behavior "${behavior}" of the repeated activity is not supported.`,
      },
      { it: 'Usare un evento dentro l’attività ripetuta.', en: 'Use an event inside the repeated activity.' },
    )
  }
  return {
    type: 'instances',
    sequential: flag(loop, 'isSequential'),
    cardinality,
    collection: collection === null ? null : expression(compilation, element, collection),
    item: text(loop, 'iter:item') ?? text(one(loop, 'inputDataItem'), 'name'),
    completion: bodyExpression(compilation, element, one(loop, 'completionCondition')),
    results: results === null ? null : path(compilation, element, results),
  }
}

function bodyExpression(
  compilation: Compilation,
  element: ModdleElement,
  holder: ModdleElement | null,
): Expression | null {
  const body = text(holder, 'body')
  return body === null ? null : expression(compilation, element, body)
}

function failNumber(compilation: Compilation, element: ModdleElement): void {
  fail(
    compilation,
    element,
    { it: 'Il numero delle ripetizioni è negativo.', en: 'The number of repetitions is negative.' },
    { it: 'Indicare un numero intero da zero in su.', en: 'Give an integer of zero or more.' },
  )
}
