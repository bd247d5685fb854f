import type { DataItem } from '../api-types.d.ts'

export const sections = ['request', 'checks', 'fare', 'decision', 'service', 'payment', 'other'] as const
export type Section = DataItem['section']

export interface Sectioned {
  sections: { key: Section; items: DataItem[] }[]
  /** Ids, references and what has no name in an office's words. */
  technical: DataItem[]
}

/** The case's data by section, in the order of the request's life; ids and raw paths apart. */
export const sectionedData = (items: readonly DataItem[]): Sectioned => {
  const isPlain = (item: DataItem) => !item.technical && item.label.it !== item.path
  return {
    sections: sections
      .map(key => ({ key, items: items.filter(item => item.section === key && isPlain(item)) }))
      .filter(section => section.items.length > 0),
    technical: items.filter(item => !isPlain(item)),
  }
}
