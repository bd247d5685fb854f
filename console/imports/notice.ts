import type { ImportFile } from '../api-types.d.ts'

export type Notice = 'known' | 'known_waiting' | 'all_bad' | 'all_duplicate' | 'nothing_good' | 'no_rows'

type Figures = Pick<ImportFile, 'state' | 'rows' | 'good' | 'bad' | 'duplicate'>

/** Whether there is something to confirm. */
export const isConfirmable = ({ state, good }: Pick<Figures, 'state' | 'good'>) => state === 'read' && good > 0

/** What stands above a file's figures: that it was sent before, and why nothing in it can go on. */
export const noticeOf = (file: Figures, isKnown: boolean): Notice[] => {
  const isNothing = !hasRun(file) && file.good === 0
  const notices: Notice[] = isNothing ? [whyNothing(file)] : []
  if (!isKnown) return notices
  return [isConfirmable(file) ? 'known_waiting' : 'known', ...notices]
}

/** Whether its cases are being made, or are there. */
export const hasRun = ({ state }: Pick<Figures, 'state'>) => state === 'confirmed' || state === 'done'

const whyNothing = ({ rows, bad, duplicate }: Figures): Notice => {
  if (rows === 0) return 'no_rows'
  if (duplicate === 0) return 'all_bad'
  return bad === 0 ? 'all_duplicate' : 'nothing_good'
}
