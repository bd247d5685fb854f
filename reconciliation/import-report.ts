/** A part of a journal's movements: how many, how much (euro cents), and how many flows they name. */
export interface Part {
  count: number
  cents: number
  flows: number
}

export const parts = [
  'reconciled',
  'other-partner',
  'unreported',
  'error',
  'not-pagopa',
  'reversed',
  'known',
  'ignored',
] as const
export type PartName = (typeof parts)[number]

/**
 * The report of an imported journal as the accounting office reads it: every movement in exactly one part. `known` came with an earlier journal,
 * `ignored` is no money of the treasury's entries (outgoing, regularisations).
 */
export interface ImportReport {
  movements: Part
  parts: Record<PartName, Part>
}

const nothing: Part = { count: 0, cents: 0, flows: 0 }

/** @throws Error when the parts do not add up to what was read: a defect, never shown as if it were right */
export function importReport(sums: (Part & { class: string })[], read: { count: number; cents: number }): ImportReport {
  const part = (name: PartName): Part => {
    const found = sums.find(it => it.class === name)
    return found === undefined ? nothing : { count: found.count, cents: found.cents, flows: found.flows }
  }
  const report: ImportReport = {
    movements: { ...read, flows: sums.reduce((total, it) => total + it.flows, 0) },
    parts: {
      reconciled: part('reconciled'),
      'other-partner': part('other-partner'),
      unreported: part('unreported'),
      error: part('error'),
      'not-pagopa': part('not-pagopa'),
      reversed: part('reversed'),
      known: part('known'),
      ignored: part('ignored'),
    },
  }
  const total = parts.map(name => report.parts[name])
  const adds = {
    count: total.reduce((sum, it) => sum + it.count, 0),
    cents: total.reduce((sum, it) => sum + it.cents, 0),
  }
  if (adds.count !== read.count || adds.cents !== read.cents) {
    throw new Error(
      `The parts of the import add up to ${adds.count} movements and ${adds.cents} cents, read were ${read.count} and ${read.cents}`,
    )
  }
  return report
}
