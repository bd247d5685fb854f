import type { ModdleElement } from 'bpmn-moddle'
import type { Compilation } from './compilation.ts'
import { report } from './compilation.ts'
import { eventDefinitions, many, one } from './element.ts'

/** Our own words and those that every modeler writes for its drawing. */
const OWN_PREFIXES = new Set(['iter', 'xsi', 'xmlns', 'bioc', 'color'])

/** Another product's extensions are kept by the file and ignored by us: the analyst should know. */
export function noticeForeign(compilation: Compilation, element: ModdleElement): void {
  const loop = one(element, 'loopCharacteristics')
  const parts = [element, ...eventDefinitions(element), ...(loop === null ? [] : [loop])]
  const foreign = [...new Set(parts.flatMap(foreignNames))]
  if (foreign.length === 0) return
  report(compilation, element, {
    severity: 'notice',
    message: {
      it: `Estensioni di altri prodotti ignorate: ${foreign.join(', ')}.`,
      en: `Extensions of other products ignored: ${foreign.join(', ')}.`,
    },
    remedy: {
      it: 'Usare gli attributi iter: per ciò che il passo deve fare.',
      en: 'Use the iter: attributes for what the step must do.',
    },
  })
}

/** What stands around the processes: the file itself, pools and lanes. */
export function noticeForeignAround(
  compilation: Compilation,
  definitions: ModdleElement,
  processes: ModdleElement[],
): void {
  const roots = many(definitions, 'rootElements').filter(it => it.$type === 'bpmn:Collaboration')
  const pools = roots.flatMap(it => [it, ...many(it, 'participants'), ...many(it, 'messageFlows')])
  const lanes = processes.flatMap(it => [it, ...many(it, 'laneSets').flatMap(lanesOf)])
  for (const element of [definitions, ...pools, ...lanes]) noticeForeign(compilation, element)
}

/** The lanes of a set, the outer before the inner. */
export function lanesOf(set: ModdleElement): ModdleElement[] {
  return many(set, 'lanes').flatMap(lane => {
    const inner = one(lane, 'childLaneSet')
    return inner === null ? [lane] : [lane, ...lanesOf(inner)]
  })
}

function foreignNames(element: ModdleElement): string[] {
  const attributes = Object.keys(element.$attrs ?? {}).filter(it => it.includes(':'))
  const container = one(element, 'extensionElements')
  const elements = container === null ? [] : many(container, 'values').map(it => it.$type)
  return [...attributes, ...elements].filter(it => !OWN_PREFIXES.has(it.slice(0, it.indexOf(':'))))
}
