import { BpmnModdle } from 'bpmn-moddle'
import type { ModdleElement, Warning } from 'bpmn-moddle'
import type { Diagnostic } from './diagnostic.ts'
import { DIALECT } from './dialect.ts'
import { idOf, kindOf, many } from './element.ts'
import { fileError, guardXml } from './guard.ts'

export type Diagram = { definitions: ModdleElement; diagnostics: Diagnostic[] } | { unreadable: Diagnostic }

/** What the drawing consists of: nothing of it runs. */
const DRAWING = new Set(['bpmndi', 'dc', 'di'])

/** Reads a file as modelers of whatever make write it; what cannot be read of it is said. */
export async function readDiagram(bpmnXml: string): Promise<Diagram> {
  // A byte order mark that somebody's editor left there.
  const xml = bpmnXml.replace(/^\uFEFF/, '')
  const refusal = guardXml(xml)
  if (refusal !== null) return { unreadable: refusal }
  try {
    const { rootElement, warnings } = await new BpmnModdle({ iter: DIALECT }).fromXML(xml)
    for (const process of many(rootElement, 'rootElements')) nameNameless(process)
    return { definitions: rootElement, diagnostics: warnings.map(diagnosticOf) }
  } catch (error) {
    return { unreadable: unreadable(error instanceof Error ? error.message : String(error)) }
  }
}

/** Elements that a modeler left without an id get one by their kind and place, the same at every reading. */
function nameNameless(container: ModdleElement): void {
  many(container, 'flowElements').forEach((element, index) => {
    if (idOf(element) === '') element.set('id', `${idOf(container)}-${kindOf(element)}-${index + 1}`)
    nameNameless(element)
  })
}

function unreadable(detail: string): Diagnostic {
  return fileError(
    `Il file non è un diagramma BPMN leggibile: ${detail}`,
    `The file is not a readable BPMN diagram: ${detail}`,
    'Salvare di nuovo il diagramma dal modellatore.',
    'Save the diagram anew from the modeler.',
  )
}

function diagnosticOf(found: Warning): Diagnostic {
  const detail = found.message.replace(/\s+/g, ' ')
  return {
    severity: severityOf(found, detail),
    element: null,
    name: null,
    message: { it: `Lettura del file: ${detail}`, en: `Reading the file: ${detail}` },
    remedy: { it: 'Controllare il punto indicato.', en: 'Check the place that is named.' },
  }
}

/** What concerns the drawing only, or another product's own elements, changes nothing of what runs; BPMN or ours that is left out does. */
function severityOf({ element, property }: Warning, detail: string): Diagnostic['severity'] {
  const unparsable = /^unparsable content <(?:(\w+):)?/.exec(detail)
  if (unparsable !== null) {
    const prefix = unparsable[1] ?? 'bpmn'
    return prefix === 'bpmn' || prefix === 'iter' ? 'error' : 'notice'
  }
  const isDrawn = element !== undefined && DRAWING.has(element.$type.slice(0, element.$type.indexOf(':')))
  const isHarmless = isDrawn || property === 'bpmn:flowNodeRef' || detail.startsWith('unknown attribute')
  return isHarmless ? 'notice' : 'warning'
}
