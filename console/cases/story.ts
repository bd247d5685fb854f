import type { HistoryItem } from '../api-types.d.ts'

/** Steps beginning and ending are for who looks into detail; the rest tells the story. */
export const isStory = (type: string) => type !== 'entered' && type !== 'left' && type !== 'cancelled'

/** What happened, each thing once: a step that decides by a table ends with the same words as its decision. */
export const storyOf = (items: HistoryItem[]): HistoryItem[] => {
  const told = items.filter(item => isStory(item.type))
  return told.filter((item, place) => !saysTheSame(item, told[place + 1]))
}

const saysTheSame = (item: HistoryItem, before: HistoryItem | undefined) =>
  before !== undefined &&
  item.summary !== null &&
  item.element === before.element &&
  item.summary.it === before.summary?.it

export interface StepStory {
  /** The first line's number: lines never change their places. */
  key: number
  /** The step in the diagram's words; null for what concerns the case as a whole. */
  name: string | null
  items: HistoryItem[]
}

/** Lines of the same step that follow each other, under the step's name. */
export const byStep = (items: HistoryItem[]): StepStory[] => {
  const groups: StepStory[] = []
  for (const item of items) {
    const last = groups.at(-1)
    if (last && last.name === item.name) last.items.push(item)
    else groups.push({ key: item.index, name: item.name, items: [item] })
  }
  return groups
}
