import type { EntryFact, EntryVerdict, FlowFact, FlowVerdict, Reason } from './facts.ts'
import type { Group } from './groups.ts'
import { netOf } from './judge-alone.ts'

interface Judgement {
  entries: EntryVerdict[]
  flows: FlowVerdict[]
}

/** Compares what was credited with what was reported, once for the whole group, in cents. */
export function judgeGroup(group: Group): Judgement {
  const entries = group.entries.toSorted(byArrivalAtTheBank)
  const reported = sumOf(group.flows.map(flow => flow.totalCents))
  const credited = sumOf(entries.map(netOf))
  if (reported === credited) return reconciled(entries, group.flows)
  const [flow, ...others] = group.flows
  if (flow === undefined || others.length > 0) return differing(entries, group.flows, 'several-flows-differ')
  if (credited < reported) return differing(entries, group.flows, 'partial-credit')
  const covering = coveringEntries(entries, reported)
  if (covering === null) return differing(entries, group.flows, 'amount-differs')
  const kept = reconciled(covering, [flow])
  const surplus = entries.filter(entry => !covering.includes(entry))
  return { entries: [...kept.entries, ...surplus.map(entry => alreadyReconciled(entry, covering))], flows: kept.flows }
}

/** The first entries that make up the total; or else the first single one that does. Null when none do. */
function coveringEntries(entries: EntryFact[], total: number): EntryFact[] | null {
  let sum = 0
  for (const [index, entry] of entries.entries()) {
    sum += netOf(entry)
    if (sum === total) return entries.slice(0, index + 1)
    if (sum > total) break
  }
  const single = entries.find(entry => netOf(entry) === total)
  return single === undefined ? null : [single]
}

function reconciled(entries: EntryFact[], flows: FlowFact[]): Judgement {
  const about = flows.map(flow => flow.flowId)
  const reconciledOn =
    entries
      .map(entry => entry.movedOn)
      .toSorted()
      .at(-1) ?? null
  return {
    entries: entries.map(entry => ({
      entry: entry.id,
      class: 'reconciled',
      code: 'RT_IUF_TES',
      reasons: [{ code: entry.assignment === null ? 'sums-agree' : 'assigned', about }],
      differenceCents: 0,
    })),
    flows: flows.map(flow => ({
      flow: flow.id,
      status: flow.isForeign ? 'other-partner' : 'reconciled',
      creditedCents: flow.totalCents,
      reconciledOn: flow.isForeign ? null : reconciledOn,
    })),
  }
}

function differing(
  entries: EntryFact[],
  flows: FlowFact[],
  code: 'partial-credit' | 'amount-differs' | 'several-flows-differ',
): Judgement {
  const expectedCents = sumOf(flows.map(flow => flow.totalCents))
  const foundCents = sumOf(entries.map(netOf))
  const reason: Reason = { code, about: flows.map(flow => flow.flowId), expectedCents, foundCents }
  const [only, ...others] = flows
  return {
    entries: entries.map(entry => ({
      entry: entry.id,
      class: 'error',
      code: 'IUF_TES_DIV_IMP',
      reasons: [reason],
      differenceCents: foundCents - expectedCents,
    })),
    flows: flows.map(flow => ({
      flow: flow.id,
      status: code === 'partial-credit' ? 'partial' : 'difference',
      // Over several flows nobody can say which of them the money is for.
      creditedCents: only === flow && others.length === 0 ? foundCents : 0,
      reconciledOn: null,
    })),
  }
}

function alreadyReconciled(entry: EntryFact, by: EntryFact[]): EntryVerdict {
  const about = by.map(it => `${it.number}/${it.exercise}`)
  return {
    entry: entry.id,
    class: 'error',
    code: 'IUF_TES_DIV_IMP',
    reasons: [{ code: 'already-reconciled', about, expectedCents: 0, foundCents: netOf(entry) }],
    differenceCents: netOf(entry),
  }
}

/** An order that every import agrees on, whichever file came first. */
function byArrivalAtTheBank(a: EntryFact, b: EntryFact): number {
  return (
    compare(a.movedOn, b.movedOn) ||
    compare(a.bank, b.bank) ||
    a.exercise - b.exercise ||
    compare(a.number.padStart(20, '0'), b.number.padStart(20, '0')) ||
    compare(a.id, b.id)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))
const sumOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0)
