import type { EntryFact, FlowFact } from './facts.ts'

/** Entries and flows that name each other, directly or through others: their sums are compared together. */
export interface Group {
  entries: EntryFact[]
  flows: FlowFact[]
}

/** How flow ids are compared: banks change case and set blanks. */
export const keyOf = (flowId: string): string => flowId.toUpperCase().replace(/\s/g, '')

export function groupsOf(links: { entry: EntryFact; flows: FlowFact[] }[]): Group[] {
  const groupOf = new Map<string, Group>()
  for (const { entry, flows } of links) {
    const met = new Set(flows.flatMap(flow => groupOf.get(flow.id) ?? []))
    const merged: Group = {
      entries: [...[...met].flatMap(group => group.entries), entry],
      flows: [...new Set([...[...met].flatMap(group => group.flows), ...flows])],
    }
    for (const flow of merged.flows) groupOf.set(flow.id, merged)
  }
  return [...new Set(groupOf.values())]
}
