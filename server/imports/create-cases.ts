import { and, asc, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { importFile, importRow } from '../../db/schema/imports.ts'
import type { Deps } from '../deps.ts'
import { fileCaseIn } from '../intake/file-case.ts'
import { latestDefinition } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'
import { readFile } from './read-file.ts'
import type { ReadRow } from './read-file.ts'
import { readRow } from './read-row.ts'
import type { RowReading } from './read-row.ts'
import { fileContext } from './take-file.ts'
import type { ImportFileRow } from './take-file.ts'

export interface ImportRunner {
  wake(): void
  stop(): Promise<void>
}

type Tools = Pick<Deps, 'db' | 'keys' | 'log' | 'now'>

const lookEvery = 5000
const tellEvery = 25

/**
 * Makes cases of the confirmed files' good rows, one transaction a row: a server that dies in the middle goes on where it was, and two
 * servers share the work, because a row that one of them holds is skipped by the other.
 */
export function startImportRunner(tools: Tools): ImportRunner {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const look = async (): Promise<void> => {
    const towns = await tools.db.global(listMunicipalityIds)
    for (const town of towns) {
      const files = await tools.db.withTenants([town], tx =>
        tx.select().from(importFile).where(eq(importFile.state, 'confirmed')),
      )
      for (const file of files) await createCases(tools, file, () => stopped)
    }
  }
  const wake = (): void => {
    if (stopped) return
    running = running.then(look).catch((error: unknown) => tools.log.warn({ err: error }, 'imports wait'))
  }
  const timer = setInterval(wake, lookEvery)
  wake()
  return {
    wake,
    stop: async () => {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

async function createCases(tools: Tools, file: ImportFileRow, isStopped: () => boolean): Promise<void> {
  const { municipalityId: town, id } = file
  const bytes = await tools.keys.openFor(town, file.bytes, fileContext(id))
  const definition = await tools.db.global(tx => latestDefinition(tx, file.procedure))
  if (!definition) return
  const read = readFile(bytes, definition.manifest.csv)
  const rows = new Map('rows' in read ? read.rows.map(row => [row.line, row]) : [])
  for (let made = 0; !isStopped(); made += 1) {
    const more = await tools.db.withTenants([town], async tx => {
      const line = await nextLine(tx, file)
      if (line === null) return false
      await createCase(tx, tools, { file, definition, line, row: rows.get(line) })
      if (made % tellEvery === 0) await noteChange(tx, { municipality: town, resource: 'import', resourceId: id })
      return true
    })
    if (!more) break
  }
  if (!isStopped()) await finish(tools, file)
}

async function nextLine(tx: Tx, file: ImportFileRow): Promise<number | null> {
  const [row] = await tx
    .select({ line: importRow.line })
    .from(importRow)
    .where(
      and(
        eq(importRow.municipalityId, file.municipalityId),
        eq(importRow.fileId, file.id),
        eq(importRow.state, 'good'),
      ),
    )
    .orderBy(asc(importRow.line))
    .limit(1)
    .for('update', { skipLocked: true })
  return row?.line ?? null
}

interface Making {
  file: ImportFileRow
  definition: Definition
  line: number
  row: ReadRow | undefined
}

async function createCase(tx: Tx, tools: Tools, { file, definition, line, row }: Making): Promise<void> {
  const { municipalityId: municipality, id } = file
  const at = and(eq(importRow.municipalityId, municipality), eq(importRow.fileId, id), eq(importRow.line, line))
  const unreadable: RowReading = { reasons: [{ column: '', message: 'La riga non si legge più.' }] }
  const reading = row ? readRow(definition, row) : unreadable
  // The procedure may have changed since the file was read.
  if (!('request' in reading)) {
    await tx.update(importRow).set({ state: 'bad', reasons: reading.reasons }).where(at)
    return
  }
  const filed = await fileCaseIn(tx, tools.keys, {
    municipality,
    channel: 'import',
    definition,
    request: reading.request,
    idempotencyKey: `import/${id}/${line}`,
    createdBy: file.confirmedBy ?? file.createdBy,
    audit: { actor: { kind: 'staff', id: file.confirmedBy ?? file.createdBy, role: 'clerk' }, requestId: id },
    now: tools.now(),
  })
  await tx.update(importRow).set({ state: 'created', caseId: filed.id }).where(at)
}

/** Rows that another server still holds make this wait for the next look. */
async function finish(tools: Tools, file: ImportFileRow): Promise<void> {
  const { municipalityId: municipality, id } = file
  await tools.db.withTenants([municipality], async tx => {
    const left = await tx
      .select({ line: importRow.line })
      .from(importRow)
      .where(and(eq(importRow.municipalityId, municipality), eq(importRow.fileId, id), eq(importRow.state, 'good')))
      .limit(1)
    if (left.length > 0) return
    const done = await tx
      .update(importFile)
      .set({ state: 'done', doneAt: tools.now() })
      .where(and(eq(importFile.municipalityId, municipality), eq(importFile.id, id), eq(importFile.state, 'confirmed')))
      .returning({ id: importFile.id })
    if (done.length === 0) return
    await noteChange(tx, { municipality, resource: 'import', resourceId: id })
    await appendAudit(tx, {
      municipality,
      actor: { kind: 'system', id: 'import' },
      action: 'import.done',
      object: { type: 'import', id },
    })
  })
}
