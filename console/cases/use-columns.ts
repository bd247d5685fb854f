import type { Preferences } from '../api-types.d.ts'
import { useAsk, useDo } from '../common/use-api.ts'
import { allColumns, columnsOf, type ColumnName } from './columns.ts'

/** The columns that the person chose, on any browser; how to choose others. */
export const useColumns = () => {
  const { data } = useAsk(['preferences'], api => api.preferences())
  const save = useDo((api, preferences: Preferences) => api.savePreferences(preferences), { stale: ['preferences'] })
  const columns = columnsOf(save.isPending ? save.variables : data)
  const choose = (caseColumns: readonly ColumnName[]) => save.mutate({ ...data, caseColumns: [...caseColumns] })
  return {
    columns,
    toggle: (name: ColumnName) =>
      choose(allColumns.filter(one => (one === name ? !columns.includes(one) : columns.includes(one)))),
    reset: () => choose([]),
  }
}
