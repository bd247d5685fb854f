import type { Text } from '../json.ts'

/** One finding about a definition, as data: what it is about, what is wrong, what to do. An `error` prevents publishing. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'notice'
  /** Id of the diagram's (or table's) element; null when it concerns the whole file. */
  element: string | null
  name: string | null
  message: Text
  remedy: Text
  /** Offset in the expression's text, for faults in expressions. */
  position?: number
}
