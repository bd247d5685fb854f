import type { Response } from 'express'

import type { Db } from '../../db/client.ts'
import type { auditRow } from '../api/audit.ts'
import { csvHeader, csvRows } from '../http/csv.ts'
import { writeText } from '../http/write-text.ts'
import type { Staff } from '../sign-in/staff.ts'
import { auditPage } from './audit-page.ts'
import type { AuditFilter } from './audit-page.ts'
import type { z } from 'zod'

const batch = 500

const header = [
  'numero',
  'data',
  'chi',
  'nome',
  'ruolo',
  'azione',
  'azione_in_parole',
  'oggetto',
  'pratica',
  'motivo',
  'richiesta',
  'esito',
  'prima',
  'dopo',
  'dettaglio',
  'impronta',
]

/** The register as it is filtered on screen, oldest first, in batches of their own: as long as it may be, and no transaction is held open. */
export async function streamAuditCsv(
  response: Response,
  { db, staff }: { db: Db; staff: Staff },
  filter: AuditFilter,
): Promise<void> {
  response.type('text/csv').attachment('registro.csv').type('text/csv')
  await writeText(response, csvHeader(header))
  for (let cursor: string | null | undefined; cursor !== null;) {
    const after: string | undefined = cursor
    const page = await db.withTenants(filter.municipalities, tx =>
      auditPage(tx, staff, filter, { cursor: after, limit: batch, order: 'asc' }),
    )
    await writeText(response, csvRows(page.items.map(cellsOf)))
    cursor = page.nextCursor
  }
  response.end()
}

type Row = z.input<typeof auditRow>

function cellsOf(row: Row): string[] {
  const side = (which: 'before' | 'after') =>
    row.changes
      .map(change => `${change.label.it}: ${change[`${which}Text`]?.it ?? JSON.stringify(change[which])}`)
      .join('; ')
  return [
    String(row.seq),
    row.at,
    row.actor.id,
    row.actor.name ?? '',
    row.actor.role ?? '',
    row.action,
    row.label.it,
    row.object,
    row.number ?? '',
    row.reason ?? '',
    row.requestId ?? '',
    row.outcome,
    side('before'),
    side('after'),
    JSON.stringify(row.detail),
    row.hash,
  ]
}
