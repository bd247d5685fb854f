import type { Response } from 'express'
import type { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { countCases } from '../../db/queries/count-cases.ts'
import { listCases } from '../../db/queries/list-cases.ts'
import { caseColumns } from '../api/cases.ts'
import type { exportCases } from '../api/cases.ts'
import { csvHeader, csvRows } from '../http/csv.ts'
import { writeText } from '../http/write-text.ts'
import { loadNames } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { caseFilterOf, sortKeyOf } from './case-filter.ts'
import { caseRowOf } from './case-row.ts'
import { exportColumns } from './export-columns.ts'

type Query = z.output<NonNullable<typeof exportCases.query>>

const batch = 500

/** Who took which list out of the house: the filter, never what it found. */
export function recordExport(
  db: Db,
  staff: Staff,
  municipality: string,
  { query, requestId }: { query: Query; requestId: string },
): Promise<unknown> {
  const asked = Object.entries(query).filter(([name, value]) => name !== 'municipality' && value !== undefined)
  return db.withTenants([municipality], tx =>
    appendAudit(tx, {
      municipality,
      actor: { ...staff.actor('cases.read', municipality), session: staff.session },
      action: 'cases.exported',
      object: { type: 'case-list', id: requestId },
      requestId,
      detail: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
    }),
  )
}

interface Around {
  db: Db
  staff: Staff
  towns: string[]
}

/** The whole list in batches of their own, so that a slow reader holds no transaction open. Rows are those of the list: masked and redacted alike. */
export async function streamCases(response: Response, { db, staff, towns }: Around, query: Query): Promise<void> {
  const { language, sort, order: direction } = query
  const columns = exportColumns(columnsAsked(query.columns))
  response.type('text/csv').attachment('pratiche.csv').type('text/csv')
  await writeText(response, csvHeader(columns.map(column => column.header[language])))
  for (let cursor: string | null | undefined; cursor !== null;) {
    const after: string | undefined = cursor
    const page = await db.withTenants(towns, async tx => {
      const names = await loadNames(tx)
      const request = { sort: sortKeyOf(sort), direction, cursor: after, limit: batch }
      const found = await listCases(tx, caseFilterOf(query, towns, names), request, await countCases(tx))
      return { ...found, items: found.items.map(line => caseRowOf(line, names, staff)) }
    })
    await writeText(response, csvRows(page.items.map(row => columns.map(column => column.cell(row, language)))))
    cursor = page.nextCursor
  }
  response.end()
}

/** Unknown names are left out; none at all means every column. */
function columnsAsked(names: string | undefined): readonly (typeof caseColumns)[number][] {
  const asked = names?.split(',') ?? []
  const known = caseColumns.filter(name => asked.includes(name))
  return known.length === 0 ? caseColumns : known
}
