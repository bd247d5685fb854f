import { and, asc, eq, gt, inArray } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { importFile, importRow } from '../../db/schema/imports.ts'
import { confirmImport, createImport, getBadRows, getImport, listImportLines, listImports } from '../api/imports.ts'
import type { Deps } from '../deps.ts'
import { toCsv } from '../http/csv.ts'
import { notFound, refuse } from '../http/problem.ts'
import { accepted, created, ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { latestDefinition } from '../procedures/definitions.ts'
import type { Manifest } from '../procedures/manifest.ts'
import { narrowed } from '../reading/towns.ts'
import type { Staff } from '../sign-in/staff.ts'
import { townsOf } from '../tasks/visible.ts'
import { listFiles, viewOfFile } from './import-rows.ts'
import { readFile } from './read-file.ts'
import { fileContext, takeFile } from './take-file.ts'
import type { ImportFileRow } from './take-file.ts'
import { readUpload } from './upload.ts'

export function importRoutes(deps: Deps): Route[] {
  const { db } = deps
  const inFile = <T>(staff: Staff, id: string, use: (tx: Tx, file: ImportFileRow) => Promise<T>): Promise<T> =>
    db.withTenants(townsOf(staff), async tx => {
      const [found] = await tx.select().from(importFile).where(eq(importFile.id, id))
      const file = found ?? notFound()
      staff.require('imports.read', file.municipalityId)
      return use(tx, file)
    })
  return [
    staffRoute(listImports, ({ query }, staff) => {
      const towns = narrowed(staff, 'imports.read', query.municipality)
      return db.withTenants(towns, async tx => ok(await listFiles(tx, query)))
    }),
    staffRoute(createImport, async ({ stream, now }, staff) => {
      const upload = await readUpload(stream)
      staff.require('imports.create', upload.municipality)
      const { file, fresh } = await takeFile(deps, staff, upload, now)
      const view = await db.withTenants([upload.municipality], tx => viewOfFile(tx, file.id))
      return fresh ? created(view) : ok(view)
    }),
    staffRoute(getImport, ({ params }, staff) =>
      inFile(staff, params.importId, async tx => ok(await viewOfFile(tx, params.importId))),
    ),
    staffRoute(listImportLines, ({ params, query }, staff) =>
      inFile(staff, params.importId, async (tx, file) => {
        const rows = await linesOf(tx, file.id, query)
        const cells = await cellsOf(deps, tx, staff, file)
        const shown = rows.slice(0, query.limit)
        const numbers = await numbersOf(
          tx,
          shown.flatMap(row => row.caseId ?? []),
        )
        const items = shown.map(row => ({
          id: lineId(file.id, row.line),
          line: row.line,
          state: row.state,
          reasons: row.reasons.map(({ column, message }) => ({ column: column ?? '', message })),
          values: cells.get(row.line) ?? {},
          caseId: row.caseId,
          number: row.caseId === null ? null : (numbers.get(row.caseId) ?? null),
        }))
        const last = shown.at(-1)
        return ok({ items, nextCursor: rows.length > query.limit && last ? String(last.line) : null })
      }),
    ),
    staffRoute(confirmImport, async ({ params, now, requestId }, staff) => {
      const view = await inFile(staff, params.importId, async (tx, file) => {
        staff.require('imports.confirm', file.municipalityId)
        await confirm(tx, staff, file, { now, requestId })
        return viewOfFile(tx, file.id)
      })
      deps.imports.wake()
      return accepted(view)
    }),
    staffRoute(getBadRows, ({ params }, staff) =>
      inFile(staff, params.importId, async (tx, file) => {
        const cells = await cellsOf(deps, tx, staff, file)
        const bad = await linesOf(tx, file.id, { state: 'bad', limit: 20_000 })
        const header = Object.keys(cells.values().next().value ?? {})
        const rows = bad.map(row => [
          ...header.map(name => cells.get(row.line)?.[name] ?? ''),
          String(row.line),
          row.reasons.map(({ column, message }) => (column ? `${column}: ${message}` : message)).join(' · '),
        ])
        const bytes = toCsv([...header, 'riga', 'motivo'], rows)
        return sendFile({ bytes, mediaType: 'text/csv', name: `righe-scartate-${file.sha256.slice(0, 8)}.csv` })
      }),
    ),
  ]
}

/** Confirming twice is confirming once. */
async function confirm(
  tx: Tx,
  staff: Staff,
  file: ImportFileRow,
  { now, requestId }: { now: string; requestId: string },
): Promise<void> {
  if (file.state !== 'read') return
  const { municipalityId: municipality, id } = file
  if (file.good === 0) refuse('not-allowed', 'Nel file non ci sono righe buone.')
  const confirmed = await tx
    .update(importFile)
    .set({ state: 'confirmed', confirmedBy: staff.id, confirmedAt: now })
    .where(and(eq(importFile.municipalityId, municipality), eq(importFile.id, id), eq(importFile.state, 'read')))
    .returning({ id: importFile.id })
  if (confirmed.length === 0) return
  await noteChange(tx, { municipality, resource: 'import', resourceId: id })
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor('imports.confirm', municipality), session: staff.session },
    action: 'import.confirmed',
    object: { type: 'import', id },
    requestId,
    detail: { good: file.good },
  })
}

type Line = typeof importRow.$inferSelect

async function linesOf(
  tx: Tx,
  fileId: string,
  { state, cursor, limit }: { state?: Line['state'] | undefined; cursor?: string | undefined; limit: number },
): Promise<Line[]> {
  const after = Number(cursor ?? 0)
  return tx
    .select()
    .from(importRow)
    .where(
      and(
        eq(importRow.fileId, fileId),
        state === undefined ? undefined : eq(importRow.state, state),
        gt(importRow.line, Number.isInteger(after) && Math.abs(after) < 2 ** 31 ? after : 0),
      ),
    )
    .orderBy(asc(importRow.line))
    .limit(limit + 1)
}

/** The file's own cells by line; what only one office may read is blank for all but it and who sent the file. */
async function cellsOf(
  deps: Deps,
  tx: Tx,
  staff: Staff,
  file: ImportFileRow,
): Promise<Map<number, { [header: string]: string }>> {
  const definition = await latestDefinition(tx, file.procedure)
  if (!definition) return new Map()
  const bytes = await deps.keys.openFor(file.municipalityId, file.bytes, fileContext(file.id))
  const read = readFile(bytes, definition.manifest.csv)
  if (!('rows' in read)) return new Map()
  const hidden = hiddenHeaders(definition.manifest, staff, file)
  return new Map(
    read.rows.map(row => [
      row.line,
      Object.fromEntries(
        Object.entries(row.cells).map(([name, cell]) => [
          name,
          hidden.has(name) && cell !== '' ? '•••' : cell.slice(0, 4000),
        ]),
      ),
    ]),
  )
}

function hiddenHeaders(manifest: Manifest, staff: Staff, file: ImportFileRow): Set<string> {
  if (file.createdBy === staff.id) return new Set()
  const offices = staff.officesIn(file.municipalityId)
  const paths = manifest.confidentialPaths.filter(
    one => !offices.includes(one.office ?? manifest.confidentialOffice ?? ''),
  )
  const covers = (path: string) => paths.some(one => path === one.path || path.startsWith(`${one.path}.`))
  return new Set(manifest.csv.filter(column => covers(column.path)).map(column => column.header))
}

async function numbersOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: caseRecord.id, number: caseRecord.number })
    .from(caseRecord)
    .where(inArray(caseRecord.id, ids))
  return new Map(rows.map(row => [row.id, row.number]))
}

/** A row has no id of its own: file and line, in the shape of one. */
const lineId = (fileId: string, line: number): string => `${fileId.slice(0, 24)}${line.toString(16).padStart(12, '0')}`
