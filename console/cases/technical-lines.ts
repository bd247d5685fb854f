import type { HistoryItem } from '../api-types.d.ts'

/** A line of the history as a ticket needs it: where, which operation, each try with its length and error, which request. */
export const technicalLines = (item: HistoryItem): string[] => [
  `${item.at} ${item.type}${item.element ? ` ${item.element}` : ''}${item.step ? ` (${item.step})` : ''}`,
  ...item.attempts.map(
    one =>
      `  ${one.try}. ${one.startedAt}${one.endedAt ? `, ${lengthOf(one.startedAt, one.endedAt)} ms` : ''}` +
      `${one.errorKind ? `, ${one.errorKind}/${one.errorCode ?? ''}: ${one.message ?? ''}` : ''}`,
  ),
  ...(Object.keys(item.detail).length > 0 ? [JSON.stringify(item.detail, null, 1)] : []),
]

const lengthOf = (from: string, to: string) => Math.max(0, Date.parse(to) - Date.parse(from))
