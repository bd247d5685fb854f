import type { ModdleElement } from 'bpmn-moddle'
import type { PlanNode } from '../plan.ts'
import { fail, report } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { flag, text } from './element.ts'

/** `iter:confidential`: on a user task `true` means its own office; any other element names the office that may know of it. */
export function confidentialOffice(compilation: Compilation, element: ModdleElement): string | null {
  const value = text(element, 'iter:confidential')
  if (value === null || value === 'false') return null
  const office = flag(element, 'iter:confidential') ? text(element, 'iter:office') : value
  if (office !== null && compilation.env.offices?.includes(office) !== false) return office
  fail(
    compilation,
    element,
    {
      it: `Non si trova l’ufficio «${office ?? ''}» del passo riservato.`,
      en: `Cannot find the office "${office ?? ''}" of the confidential step.`,
    },
    {
      it: 'Indicare in iter:confidential l’ufficio che può conoscere il passo.',
      en: 'Name in iter:confidential the office that may know of the step.',
    },
  )
  return null
}

/** A gateway that everybody sees says by the way it takes what the confidential step behind it is to hide. */
export function checkConfidential(compilation: Compilation, node: PlanNode): void {
  const isGateway = node.kind === 'exclusive' || node.kind === 'inclusive' || node.kind === 'event-based'
  // That a confidential gateway is reached tells nothing: only the way it takes does.
  if (node.confidentialOffice === undefined || isGateway) return
  for (const flow of node.incoming) {
    const source = compilation.flows[flow]?.source ?? -1
    const before = compilation.nodes[source]
    if (before === undefined || before.outgoing.length < 2 || before.confidentialOffice !== undefined) continue
    report(compilation, compilation.sources[source]?.element ?? null, {
      severity: 'warning',
      message: {
        it: `Il percorso preso rivela se si è passati da «${node.name}», che è riservato.`,
        en: `The way taken tells whether "${node.name}", which is confidential, was reached.`,
      },
      remedy: {
        it: `Segnare il gateway come riservato: iter:confidential="${node.confidentialOffice}".`,
        en: `Mark the gateway as confidential: iter:confidential="${node.confidentialOffice}".`,
      },
    })
  }
}
