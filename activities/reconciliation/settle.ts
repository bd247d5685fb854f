import type { Tx } from '../../db/client.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { loadFacts } from '../../db/queries/reconciliation/load-facts.ts'
import { type Group, loadGroup } from '../../db/queries/reconciliation/load-group.ts'
import { refreshPayments } from '../../db/queries/reconciliation/refresh-payments.ts'
import { storeEntryVerdicts, storeFlowVerdicts } from '../../db/queries/reconciliation/store-verdicts.ts'
import { classify, type Facts } from '../../reconciliation/classify.ts'
import type { Assignment, Ownership } from '../../reconciliation/facts.ts'

type Stored = Awaited<ReturnType<typeof loadFacts>>

/** What changed, by its keys; `flows` are new reports whose payments must be looked at whatever their status. */
export interface Touched {
  entries?: string[]
  flowKeys?: string[]
  flows?: string[]
  iuvs?: string[]
}

/**
 * Judges again every group that something touched, and derives the dots of the payments concerned. All of it follows from what is stored: doing it twice,
 * or in another order, ends the same.
 */
export async function settle(
  tx: Tx,
  { municipality, ownership }: { municipality: string; ownership: Ownership },
  touched: Touched,
): Promise<{ payments: number }> {
  const from: Group = { entries: touched.entries ?? [], flowKeys: touched.flowKeys ?? [] }
  const stored = await loadFacts(tx, municipality, await loadGroup(tx, municipality, from))
  const verdicts = classify(factsOf(stored, ownership))
  if (verdicts.entries.length > 0) {
    const rows = verdicts.entries.map(it => ({
      ...it,
      rule: it.reasons[0]?.code ?? '',
      reasons: it.reasons.map(reason => ({ ...reason })),
    }))
    await storeEntryVerdicts(tx, municipality, rows)
  }
  const moved = verdicts.flows.length > 0 ? await storeFlowVerdicts(tx, municipality, verdicts.flows) : []
  const single = stored.references.flatMap(it => (it.kind === 'iuv' ? [it.value] : []))
  const assigned = stored.assignments.flatMap(it => it.iuv ?? [])
  const payments = await refreshPayments(tx, municipality, {
    iuvs: [...new Set([...single, ...assigned, ...(touched.iuvs ?? [])])],
    flows: [...new Set([...moved, ...(touched.flows ?? [])])],
  })
  // One note for all of them: who looks at reports or entries reads them again.
  const isToldOf = {
    'payment-flow': moved.length > 0 || from.flowKeys.length > 0,
    'treasury-entry': verdicts.entries.length > 0,
  }
  const resources = Object.entries(isToldOf).filter(([, isTold]) => isTold)
  await noteChange(tx, ...resources.map(([resource]) => ({ municipality, resource, resourceId: municipality })))
  return { payments }
}

function factsOf(stored: Stored, ownership: Ownership): Facts {
  return {
    ownership,
    payments: stored.payments,
    flows: stored.flows.map(flow => ({
      ...flow,
      isAnomalous: flow.state === 'anomalous',
      isForeign: flow.totalCount > 0 && flow.foreignCount >= flow.totalCount,
    })),
    entries: stored.entries.map(entry => {
      const references = stored.references.filter(it => it.entryId === entry.id)
      return {
        ...entry,
        references,
        isPagopa: references.length > 0,
        assignment: assignmentOf(stored.assignments.find(it => it.entryId === entry.id)),
      }
    }),
  }
}

function assignmentOf(row: Stored['assignments'][number] | undefined): Assignment | null {
  switch (row?.target) {
    case undefined:
      return null
    case 'not-pagopa':
    case 'other-partner':
      return { target: row.target }
    case 'payment':
      return { target: 'payment', iuv: row.iuv ?? '' }
    case 'flow':
      return { target: 'flow', flowId: row.flowId ?? '', psp: row.psp ?? '' }
  }
}
