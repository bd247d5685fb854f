import type { EntryFact, FlowFact, Reference } from './facts.ts'
import { keyOf } from './groups.ts'

/** What an entry is about, once its references are looked up among the known flows. */
export type Target =
  | { kind: 'decided'; class: 'not-pagopa' | 'other-partner' }
  | { kind: 'flows'; flows: FlowFact[]; unknown: string[]; ambiguous: string[]; isAssigned: boolean }
  | { kind: 'payments'; iuvs: string[]; isAssigned: boolean }
  | { kind: 'broken'; written: string[] }
  | { kind: 'nothing' }

/** A person's assignment goes before what the text says. */
export function targetsOf(entry: EntryFact, flows: FlowFact[]): Target {
  const { assignment, references } = entry
  switch (assignment?.target) {
    case 'not-pagopa':
    case 'other-partner':
      return { kind: 'decided', class: assignment.target }
    case 'payment':
      return { kind: 'payments', iuvs: [assignment.iuv], isAssigned: true }
    case 'flow': {
      const found = flows.filter(it => it.psp === assignment.psp && keyOf(it.flowId) === keyOf(assignment.flowId))
      const unknown = found.length === 0 ? [assignment.flowId] : []
      return { kind: 'flows', flows: found, unknown, ambiguous: [], isAssigned: true }
    }
    case undefined:
      return fromText(references, flows)
  }
}

function fromText(references: Reference[], flows: FlowFact[]): Target {
  const named = references.filter(it => it.kind === 'flow')
  if (named.length > 0) return flowsNamed(named, flows)
  const iuvs = references.filter(it => it.kind === 'iuv').map(it => it.value)
  if (iuvs.length > 0) return { kind: 'payments', iuvs, isAssigned: false }
  const broken = references.filter(it => it.kind === 'broken').map(it => it.written)
  return broken.length > 0 ? { kind: 'broken', written: broken } : { kind: 'nothing' }
}

/** Readings of the same words are alternatives: the one that is a known flow is meant; when none is, the shortest is waited for. */
function flowsNamed(named: Reference[], flows: FlowFact[]): Target {
  const known: FlowFact[] = []
  const unknown: string[] = []
  const ambiguous: string[] = []
  for (const written of new Set(named.map(it => it.written))) {
    const readings = named.filter(it => it.written === written).map(it => it.value)
    const found = flows.filter(flow => readings.includes(keyOf(flow.flowId)))
    const [only] = found
    if (only === undefined) unknown.push(readings[0] ?? written)
    else if (found.length > 1) ambiguous.push(only.flowId)
    else if (!known.includes(only)) known.push(only)
  }
  return { kind: 'flows', flows: known, unknown, ambiguous, isAssigned: false }
}
