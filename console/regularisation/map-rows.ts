import type { MapLine } from '../payments/types.ts'

/** A line of the plan while it is typed: everything is text. */
export interface MapRow {
  key: number
  service: string
  year: string
  chapter: string
  accertamento: string
  vatPercent: string
}

export const toRows = (lines: MapLine[]): MapRow[] =>
  lines.map((line, key) => ({
    key,
    service: line.service,
    year: line.year === null ? '' : String(line.year),
    chapter: line.chapter,
    accertamento: line.accertamento ?? '',
    vatPercent: line.vatPercent ?? '',
  }))

export const emptyRow = (rows: MapRow[]): MapRow => ({
  key: Math.max(-1, ...rows.map(row => row.key)) + 1,
  service: '',
  year: '',
  chapter: '',
  accertamento: '',
  vatPercent: '',
})

/** A service and a chapter there must be; year and VAT are numbers, or every year and no VAT. */
export const isComplete = ({ service, year, chapter, vatPercent }: MapRow): boolean =>
  service !== '' &&
  chapter.trim() !== '' &&
  /^(20\d\d)?$/.test(year.trim()) &&
  /^(\d{1,2}([.,]\d{1,2})?)?$/.test(vatPercent.trim())

export const toLines = (rows: MapRow[]): MapLine[] =>
  rows.map(({ service, year, chapter, accertamento, vatPercent }) => ({
    service,
    year: year.trim() === '' ? null : Number(year),
    chapter: chapter.trim(),
    accertamento: accertamento.trim() || null,
    vatPercent: vatPercent.trim().replace(',', '.') || null,
  }))
