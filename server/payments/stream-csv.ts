import type { Response } from 'express'

import type { Text } from '../../engine/json.ts'
import { csvHeader, csvRows } from '../http/csv.ts'
import { writeText } from '../http/write-text.ts'

export type Language = keyof Text

export interface Column<Row> {
  header: Text
  cell(row: Row, language: Language): string
}

interface Sheet<Row> {
  /** As it is saved. */
  name: string
  language: Language
  columns: readonly Column<Row>[]
  /** The rows from there on, and where the next ones begin. Each in a transaction of its own: a slow reader holds none open. */
  page: (cursor: string | undefined) => Promise<{ rows: readonly Row[]; nextCursor: string | null }>
}

/** A whole list as CSV, page after page. */
export async function streamCsv<Row>(response: Response, { name, language, columns, page }: Sheet<Row>): Promise<void> {
  response.type('text/csv').attachment(name).type('text/csv')
  await writeText(response, csvHeader(columns.map(column => column.header[language])))
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { rows, nextCursor } = await page(cursor)
    await writeText(response, csvRows(rows.map(row => columns.map(column => column.cell(row, language)))))
    cursor = nextCursor
  }
  response.end()
}
