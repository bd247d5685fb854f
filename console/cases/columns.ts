import type { Preferences } from '../api-types.d.ts'

export type ColumnName = NonNullable<Preferences['caseColumns']>[number]

/** In the order in which they stand; the case's number comes before them all. */
export const allColumns = [
  'protocol',
  'procedure',
  'subject',
  'applicant',
  'state',
  'step',
  'waiting',
  'since',
  'due',
  'received',
  'channel',
  'municipality',
] as const satisfies readonly ColumnName[]

/** What a list shows to who has chosen nothing. The protocol stands below the number then, the wait below the step. */
export const usualColumns: readonly ColumnName[] = [
  'procedure',
  'subject',
  'state',
  'step',
  'since',
  'due',
  'received',
  'municipality',
]

/** The chosen ones in the list's own order; none chosen means the usual ones. */
export const columnsOf = (preferences: Preferences | undefined): readonly ColumnName[] => {
  const chosen = preferences?.caseColumns ?? []
  return chosen.length === 0 ? usualColumns : allColumns.filter(name => chosen.includes(name))
}
