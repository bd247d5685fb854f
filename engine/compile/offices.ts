import type { ModdleElement } from 'bpmn-moddle'
import type { Compilation } from './compilation.ts'
import { idOf, many, one, text } from './element.ts'
import { lanesOf } from './foreign.ts'

/**
 * Writes the office of lanes and pools on the user tasks in them: `iter:office` of the task itself comes first, then that of its lane
 * (the innermost), the lane's name or id, then the pool's.
 */
export function spreadOffices(compilation: Compilation, definitions: ModdleElement, processes: ModdleElement[]): void {
  const participants = many(definitions, 'rootElements').flatMap(it => many(it, 'participants'))
  for (const process of processes) {
    const pool = participants.find(it => one(it, 'processRef') === process)
    const ofPool = pool === undefined ? null : (text(pool, 'iter:office') ?? knownOffice(compilation, pool))
    const byNode = new Map<ModdleElement, string>()
    for (const lane of many(process, 'laneSets').flatMap(lanesOf)) {
      const office = officeOfLane(compilation, lane)
      for (const node of many(lane, 'flowNodeRef')) byNode.set(node, office)
    }
    spread(process, node => byNode.get(node) ?? null, ofPool)
  }
}

function spread(
  container: ModdleElement,
  officeOf: (node: ModdleElement) => string | null,
  around: string | null,
): void {
  for (const element of many(container, 'flowElements')) {
    const office = officeOf(element) ?? around
    if (element.$type === 'bpmn:UserTask' && office !== null && text(element, 'iter:office') === null)
      element.set('iter:office', office)
    spread(element, officeOf, office)
  }
}

/** A lane that names no office that we know still names one: the compiler then says that there is no such office. */
function officeOfLane(compilation: Compilation, lane: ModdleElement): string {
  return text(lane, 'iter:office') ?? knownOffice(compilation, lane) ?? codeOf(text(lane, 'name') ?? idOf(lane))
}

/** The office whose code is the name or the id of a lane or pool: `Ufficio Scuola` and `ufficio-scuola` are the same. */
function knownOffice({ env }: Compilation, element: ModdleElement): string | null {
  const names = [text(element, 'name') ?? '', idOf(element)].map(codeOf)
  return env.offices?.find(office => names.includes(codeOf(office))) ?? null
}

function codeOf(name: string): string {
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return bare.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
}
