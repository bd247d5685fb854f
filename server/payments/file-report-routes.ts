import type { Response } from 'express'
import { z } from 'zod'

import type { Db, Tx } from '../../db/client.ts'
import { listMovements } from '../../db/queries/payments-office/file-movements.ts'
import type { MovementLine } from '../../db/queries/payments-office/file-movements.ts'
import type { paymentFile } from '../../db/schema/payment-files.ts'
import type { Text } from '../../engine/json.ts'
import { parts } from '../../reconciliation/import-report.ts'
import { partWords, storedReasonWords } from '../../reconciliation/words.ts'
import { exportFileMovements, exportFileReport, listFileMovements } from '../api/payment-files.ts'
import type { Deps } from '../deps.ts'
import { csvHeader, csvRows, toCsv } from '../http/csv.ts'
import { notFound } from '../http/problem.ts'
import { ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { writeText } from '../http/write-text.ts'
import type { Staff } from '../sign-in/staff.ts'
import { townsOf } from '../tasks/visible.ts'
import { readableTexts } from './entry-row.ts'
import { eurosCell } from './euros-cell.ts'
import { findFile } from './file-routes.ts'
import { standingOf } from './file-standing.ts'
import { recordExport } from './record-export.ts'

type File = typeof paymentFile.$inferSelect

const batch = 500

/** The import report of a journal, movement by movement. */
export function paymentFileReportRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listFileMovements, ({ params, query }, staff) =>
      inFile(db, staff, params.fileId, async (tx, file) => {
        const { items, nextCursor } = await listMovements(tx, ofFile(file), query)
        return ok({ items: items.map(line => movementOf(line, staff)), nextCursor })
      }),
    ),
    staffRoute(exportFileReport, async ({ params, query, requestId }, staff) => {
      const { file, csv } = await inFile(db, staff, params.fileId, async (tx, found) => ({
        file: found,
        csv: await reportCsv(tx, found, query.language),
      }))
      await record(db, staff, file, { action: 'import-report.exported', requestId })
      return sendFile({ bytes: csv, mediaType: 'text/csv', name: 'importazione.csv' })
    }),
    staffRoute(exportFileMovements, async ({ params, query, requestId }, staff) => {
      const file = await inFile(db, staff, params.fileId, async (_tx, found) => found)
      await record(db, staff, file, { action: 'movements.exported', requestId })
      const stream = (response: Response) => streamMovements(response, { db, staff, file }, query.language)
      return { status: 200 as const, stream }
    }),
  ]
}

const ofFile = ({ municipalityId: municipality, id: fileId }: File) => ({ municipality, fileId })

function inFile<T>(db: Db, staff: Staff, id: string, use: (tx: Tx, file: File) => Promise<T>): Promise<T> {
  return db.withTenants(townsOf(staff), async tx => {
    const file = await findFile(tx, id)
    staff.require('payments.read', file.municipalityId)
    return file.kind === 'journal' ? use(tx, file) : notFound()
  })
}

const record = (db: Db, staff: Staff, file: File, told: { action: string; requestId: string }) =>
  recordExport(db, staff, [file.municipalityId], { ...told, query: { file: file.id } })

function movementOf(line: MovementLine, staff: Staff) {
  const { entry } = line
  return {
    position: line.position,
    page: line.page,
    line: line.line,
    type: line.type,
    documentType: line.documentType,
    operation: line.operation,
    documentNumber: line.documentNumber,
    billNumber: line.billNumber,
    cents: line.cents,
    movedOn: line.movedOn,
    valueOn: line.valueOn,
    ...readableTexts({ ...line, isPagopa: entry?.isPagopa === true }, staff),
    part: line.part,
    partText: partWords[line.part],
    entry: entry && {
      id: entry.id,
      bank: entry.bank,
      exercise: entry.exercise,
      number: entry.number,
      class: entry.class,
      code: entry.code,
      reasonTexts: entry.reasons.map(storedReasonWords),
      differenceCents: entry.differenceCents,
      candidates: entry.candidates
        .filter(one => entry.class === 'error' || one.by.some(by => by !== 'date'))
        .map(({ entry: _entry, ...one }) => ({
          ...one,
          differenceCents: entry.cents - entry.reversedCents - one.totalCents,
        })),
    },
  }
}

const frozen = z.object({
  parts: z.record(z.string(), z.object({ count: z.number(), cents: z.number(), flows: z.number() })),
})

async function reportCsv(tx: Tx, file: File, language: keyof Text): Promise<string> {
  const { today } = await standingOf(tx, file)
  const then = frozen.safeParse(file.report)
  if (today === null || !then.success) return notFound()
  const rows = parts.map(name => {
    const was = then.data.parts[name]
    const is = today.parts[name]
    const cells = [was, is].flatMap(one => [
      String(one?.count ?? 0),
      eurosCell(one?.cents ?? 0),
      String(one?.flows ?? 0),
    ])
    return [partWords[name][language], ...cells]
  })
  return toCsv(reportHeader[language], rows)
}

const reportHeader = {
  it: ['parte', 'movimenti all’importazione', 'importo', 'flussi', 'movimenti oggi', 'importo oggi', 'flussi oggi'],
  en: ['part', 'movements at import', 'amount', 'reports', 'movements today', 'amount today', 'reports today'],
}

async function streamMovements(
  response: Response,
  { db, staff, file }: { db: Db; staff: Staff; file: File },
  language: keyof Text,
): Promise<void> {
  response.type('text/csv').attachment('movimenti.csv').type('text/csv')
  await writeText(response, csvHeader(movementHeader[language]))
  for (let cursor: string | null | undefined; cursor !== null;) {
    const place = { cursor, limit: batch }
    const page = await db.withTenants([file.municipalityId], tx => listMovements(tx, ofFile(file), place))
    await writeText(response, csvRows(page.items.map(line => movementCells(movementOf(line, staff), language))))
    cursor = page.nextCursor
  }
  response.end()
}

const movementHeader = {
  it: ['pagina', 'riga', 'tipo', 'documento', 'operazione', 'numero', 'bolletta', 'data', 'valuta', 'importo'].concat([
    'parte',
    'classe',
    'perché',
    'differenza',
    'versante',
    'causale',
  ]),
  en: ['page', 'line', 'type', 'document', 'operation', 'number', 'bill', 'date', 'value date', 'amount'].concat([
    'part',
    'class',
    'why',
    'difference',
    'payer',
    'text',
  ]),
}

const movementCells = (row: ReturnType<typeof movementOf>, language: keyof Text): string[] => [
  String(row.page),
  String(row.line),
  row.type,
  row.documentType,
  row.operation,
  row.documentNumber ?? '',
  row.billNumber ?? '',
  row.movedOn,
  row.valueOn ?? '',
  eurosCell(row.cents),
  row.partText[language],
  row.entry?.code ?? '',
  row.entry?.reasonTexts.map(text => text[language]).join(' ') ?? '',
  eurosCell(row.entry?.differenceCents ?? null),
  row.customer ?? '',
  row.cause ?? '',
]
