import type { Diagnostic } from './diagnostic.ts'

/** A municipality's largest diagrams have some hundred kilobytes. */
const MAX_LENGTH = 4_000_000
const MAX_DEPTH = 200

/** What must be wrong with a file before a parser sees it: size, depth, declarations that expand. Null when nothing is. */
export function guardXml(xml: string): Diagnostic | null {
  if (xml.length > MAX_LENGTH) {
    return fileError(
      'Il file è troppo grande.',
      'The file is too large.',
      `Massimo ${MAX_LENGTH} caratteri.`,
      `At most ${MAX_LENGTH} characters.`,
    )
  }
  const content = withoutText(xml)
  if (/<!/.test(content)) {
    return fileError(
      'Il file contiene una dichiarazione DOCTYPE o ENTITY.',
      'The file contains a DOCTYPE or ENTITY declaration.',
      'Salvare il diagramma di nuovo dal modellatore, senza dichiarazioni.',
      'Save the diagram anew from the modeler, without declarations.',
    )
  }
  if (depthOf(content) > MAX_DEPTH) {
    return fileError(
      'Il file ha troppi livelli.',
      'The file is nested too deeply.',
      `Massimo ${MAX_DEPTH} livelli.`,
      `At most ${MAX_DEPTH} levels.`,
    )
  }
  return null
}

/** Comments and CDATA may hold anything that looks like markup. */
function withoutText(xml: string): string {
  return xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')
}

function depthOf(content: string): number {
  let depth = 0
  let deepest = 0
  for (const [tag] of content.matchAll(/<[^!?][^>]*>/g)) {
    if (tag.startsWith('</')) depth--
    else if (!tag.endsWith('/>')) deepest = Math.max(deepest, ++depth)
  }
  return deepest
}

export function fileError(it: string, en: string, remedyIt: string, remedyEn: string): Diagnostic {
  return { severity: 'error', element: null, name: null, message: { it, en }, remedy: { it: remedyIt, en: remedyEn } }
}
