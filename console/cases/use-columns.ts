import { useState } from 'react'
import type { Preferences } from '../api-types.d.ts'
import { useAsk, useDo } from '../common/use-api.ts'
import { allColumns, columnsOf, type ColumnName } from './columns.ts'

/** The columns that the person chose, on any browser; how to choose others. */
export const useColumns = () => {
  const { data } = useAsk(['preferences'], api => api.preferences())
  const save = useDo((api, preferences: Preferences) => api.savePreferences(preferences), { stale: ['preferences'] })
  // What was just chosen is shown at once: it is the person's own, and nobody else decides on it.
  const [chosen, setChosen] = useState<Preferences | null>(null)
  const columns = columnsOf(chosen ?? data)
  const choose = (caseColumns: readonly ColumnName[]) => {
    const preferences = { ...data, caseColumns: [...caseColumns] }
    setChosen(preferences)
    save.mutate(preferences)
  }
  return {
    columns,
    toggle: (name: ColumnName) =>
      choose(allColumns.filter(one => (one === name ? !columns.includes(one) : columns.includes(one)))),
    reset: () => choose([]),
  }
}
