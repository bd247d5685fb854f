import type { SavedView, ViewQuery } from '../../api-types.d.ts'

/** The list that views are of, as it stands on screen. */
export interface ViewedList {
  list: SavedView['list']
  /** Town that its address names. */
  municipality: string | null
  /** What a view of it would keep. */
  query: Record<string, string>
  address: (query: ViewQuery) => string
  isSame: (query: ViewQuery) => boolean
}
