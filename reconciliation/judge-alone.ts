import type { Facts } from './classify.ts'
import type { EntryFact, EntryVerdict, Reason } from './facts.ts'
import { ownerOf } from './ownership.ts'
import type { Target } from './targets.ts'

type FlowsTarget = Extract<Target, { kind: 'flows' }>
type PaymentsTarget = Extract<Target, { kind: 'payments' }>

/** The verdict on an entry that is not a matter of sums; null when it is. */
export function judgeAlone(entry: EntryFact, target: Target, facts: Facts): EntryVerdict | null {
  const verdict = verdictOn(entry)
  if (netOf(entry) === 0) return verdict('reversed', 'STORNATO', { code: 'fully-reversed' })
  switch (target.kind) {
    case 'decided':
      return target.class === 'not-pagopa'
        ? verdict('not-pagopa', 'TES_NO_MATCH', { code: 'assigned' })
        : verdict('other-partner', 'ALTRO_INTERMEDIARIO', { code: 'assigned' })
    case 'nothing':
      return entry.isPagopa
        ? verdict('error', 'TES_NO_IUF_OR_IUV', { code: 'reference-unreadable' })
        : verdict('not-pagopa', 'TES_NO_MATCH', { code: 'no-reference' })
    case 'broken':
      return verdict('error', 'TES_NO_IUF_OR_IUV', { code: 'reference-unreadable', about: target.written })
    case 'payments':
      return judgePayments(entry, target, facts)
    case 'flows':
      return judgeFlows(entry, target)
  }
}

/** What the movements left of an entry, in cents. */
export const netOf = (entry: EntryFact): number => Math.max(0, entry.cents - entry.reversedCents)

/** Credits of single payments have no report by rule: the money is there, a report will never be. */
function judgePayments(entry: EntryFact, { iuvs, isAssigned }: PaymentsTarget, facts: Facts): EntryVerdict {
  const verdict = verdictOn(entry)
  const isForeign = !isAssigned && iuvs.every(iuv => ownerOf(iuv, facts.ownership) === 'other-partner')
  if (isForeign) return verdict('other-partner', 'ALTRO_INTERMEDIARIO', { code: 'other-partners-payment', about: iuvs })
  const known = iuvs.flatMap(iuv => facts.payments.find(payment => payment.iuv === iuv) ?? [])
  if (known.length < iuvs.length) {
    const about = iuvs.filter(iuv => !known.some(payment => payment.iuv === iuv))
    return verdict('error', 'TES_NO_IUF_OR_IUV', { code: 'payment-unknown', about })
  }
  const expectedCents = known.reduce((sum, payment) => sum + payment.cents, 0)
  const foundCents = netOf(entry)
  return expectedCents === foundCents
    ? verdict('unreported', 'RT_TES', { code: isAssigned ? 'assigned' : 'single-payment', about: iuvs }, 0)
    : verdict(
        'error',
        'IUF_TES_DIV_IMP',
        { code: 'amount-differs', about: iuvs, expectedCents, foundCents },
        foundCents - expectedCents,
      )
}

function judgeFlows(entry: EntryFact, { flows, unknown, ambiguous }: FlowsTarget): EntryVerdict | null {
  const verdict = verdictOn(entry)
  if (ambiguous.length > 0) return verdict('error', 'IUF_NO_TES', { code: 'flow-ambiguous', about: ambiguous })
  const anomalous = flows.filter(flow => flow.isAnomalous).map(flow => flow.flowId)
  if (anomalous.length > 0) return verdict('error', 'IUF_NO_TES', { code: 'flow-anomalous', about: anomalous })
  if (unknown.length > 0) {
    const expectedCents = flows.reduce((sum, flow) => sum + flow.totalCents, 0)
    const foundCents = netOf(entry)
    if (flows.length > 0 && expectedCents >= foundCents) {
      const about = [...flows.map(flow => flow.flowId), ...unknown]
      return verdict('error', 'IUF_TES_DIV_IMP', { code: 'several-flows-differ', about, expectedCents, foundCents })
    }
    return verdict('unreported', 'TES_NO_IUF_OR_IUV', { code: 'waits-for-report', about: unknown })
  }
  if (!flows.every(flow => flow.isForeign)) return null
  return verdict('other-partner', 'ALTRO_INTERMEDIARIO', {
    code: 'other-partners-flow',
    about: flows.map(flow => flow.flowId),
  })
}

function verdictOn(entry: EntryFact) {
  return (
    entryClass: EntryVerdict['class'],
    code: string,
    reason: Reason,
    differenceCents: number | null = null,
  ): EntryVerdict => ({ entry: entry.id, class: entryClass, code, reasons: [reason], differenceCents })
}
