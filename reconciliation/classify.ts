import type { EntryFact, EntryVerdict, FlowFact, FlowVerdict, Ownership, PaymentFact } from './facts.ts'
import { groupsOf, keyOf } from './groups.ts'
import { judgeGroup } from './judge-group.ts'
import { judgeAlone } from './judge-alone.ts'
import { targetsOf } from './targets.ts'

export interface Facts {
  entries: EntryFact[]
  /** Current and anomalous revisions only. */
  flows: FlowFact[]
  /** Those that an entry names without a report. */
  payments: PaymentFact[]
  ownership: Ownership
}

export interface Verdicts {
  entries: EntryVerdict[]
  flows: FlowVerdict[]
}

/**
 * Puts every entry in exactly one class and says of every flow how it stands. A pure function of the facts: whatever came first, it ends the same.
 * The facts must hold whole groups: every flow that an entry names, every entry that names a flow.
 */
export function classify(facts: Facts): Verdicts {
  const aimed = facts.entries.map(entry => ({ entry, target: targetsOf(entry, facts.flows) }))
  const alone = aimed.flatMap(({ entry, target }) => judgeAlone(entry, target, facts) ?? [])
  const settled = new Set(alone.map(it => it.entry))
  const summed = aimed.flatMap(({ entry, target }) =>
    target.kind === 'flows' && !settled.has(entry.id) ? [{ entry, flows: target.flows }] : [],
  )
  const judged = groupsOf(summed).map(judgeGroup)
  const verdicts = new Map(judged.flatMap(it => it.flows).map(it => [it.flow, it]))
  return {
    entries: [...alone, ...judged.flatMap(it => it.entries)],
    flows: facts.flows.map(flow => verdicts.get(flow.id) ?? withoutEntries(flow, facts.flows)),
  }
}

function withoutEntries(flow: FlowFact, all: FlowFact[]): FlowVerdict {
  return { flow: flow.id, status: statusAlone(flow, all), creditedCents: 0, reconciledOn: null }
}

function statusAlone(flow: FlowFact, all: FlowFact[]): FlowVerdict['status'] {
  if (flow.isForeign) return 'other-partner'
  if (all.some(other => other.id !== flow.id && keyOf(other.flowId) === keyOf(flow.flowId))) return 'ambiguous'
  return flow.totalCents === 0 ? 'nothing-due' : 'waiting'
}
