import { createHash, randomUUID } from 'node:crypto'

import { and, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { importFile, importRow } from '../../db/schema/imports.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { withoutValue } from '../json-path.ts'
import { latestDefinition } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Staff } from '../sign-in/staff.ts'
import { townLists } from '../intake/town-lists.ts'
import { knownRequests } from './known-requests.ts'
import { readFile } from './read-file.ts'
import type { ReadRow } from './read-file.ts'
import { readRow } from './read-row.ts'

export type ImportFileRow = typeof importFile.$inferSelect
type NewRow = typeof importRow.$inferInsert

export interface Upload {
  municipality: string
  procedure: string
  name: string
  bytes: Buffer
}

export const fileContext = (id: string): string => `import_file/${id}`

/** Reads a file and keeps what it found, row by row; makes no case yet. The same bytes again give the file that is there. */
export async function takeFile(
  deps: Deps,
  staff: Staff,
  upload: Upload,
  now: string,
): Promise<{ file: ImportFileRow; fresh: boolean }> {
  const { municipality, procedure, bytes } = upload
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return deps.db.withTenants([municipality], async tx => {
    const known = await findBySha(tx, municipality, sha256)
    if (known) return { file: known, fresh: false }
    const definition = (await latestDefinition(tx, procedure)) ?? refuse('invalid', 'Procedimento sconosciuto.')
    const read = readFile(bytes, definition.manifest.csv)
    if ('refused' in read) refuse('invalid', read.refused, [{ path: 'file', message: read.refused }])
    const id = randomUUID()
    const rows = await classify(tx, definition, { municipality, fileId: id }, read.rows)
    const [file] = await tx
      .insert(importFile)
      .values({
        municipalityId: municipality,
        id,
        procedure,
        name: upload.name,
        sha256,
        // Health data may be in it: the file lies sealed, and the rows keep no confidential value.
        bytes: await deps.keys.sealFor(municipality, bytes, fileContext(id)),
        state: 'read',
        rows: rows.length,
        good: rows.filter(row => row.state === 'good').length,
        bad: rows.filter(row => row.state === 'bad').length,
        createdBy: staff.id,
        createdAt: now,
      })
      .onConflictDoNothing()
      .returning()
    // Somebody else sent the same bytes at the same moment.
    if (!file) return { file: (await findBySha(tx, municipality, sha256)) ?? refuse('stale'), fresh: false }
    for (let from = 0; from < rows.length; from += 1000)
      await tx.insert(importRow).values(rows.slice(from, from + 1000))
    await noteChange(tx, { municipality, resource: 'import', resourceId: id })
    await appendAudit(tx, {
      municipality,
      actor: { ...staff.actor('imports.create', municipality), session: staff.session },
      action: 'import.read',
      object: { type: 'import', id },
      detail: { sha256, rows: file.rows, good: file.good, bad: file.bad },
    })
    return { file, fresh: true }
  })
}

async function findBySha(tx: Tx, municipality: string, sha256: string): Promise<ImportFileRow | undefined> {
  const [found] = await tx
    .select()
    .from(importFile)
    .where(and(eq(importFile.municipalityId, municipality), eq(importFile.sha256, sha256)))
  return found
}

/** Good, bad or known already: each row with its reasons. */
async function classify(
  tx: Tx,
  definition: Definition,
  of: { municipality: string; fileId: string },
  rows: readonly ReadRow[],
): Promise<NewRow[]> {
  const lists = await townLists(tx, of.municipality)
  const readings = rows.map(row => ({ line: row.line, ...readRow(definition, row, lists) }))
  const good = readings.flatMap(one => ('request' in one ? [one] : []))
  const known = await knownRequests(tx, definition, good)
  const firstLines = new Map<string, number>()
  return readings.map((one): NewRow => {
    const common = { municipalityId: of.municipality, fileId: of.fileId, line: one.line }
    if (!('request' in one)) return { ...common, state: 'bad', reasons: one.reasons }
    const number = known.get(one.key)
    const before = firstLines.get(one.key)
    if (before === undefined) firstLines.set(one.key, one.line)
    const twice = number
      ? `È già la pratica ${number}.`
      : before === undefined
        ? null
        : `È la stessa domanda della riga ${before}.`
    return {
      ...common,
      rowKey: one.key,
      request: withoutConfidential(definition, one.request),
      ...(twice ? { state: 'duplicate', reasons: [{ message: twice }] } : { state: 'good', reasons: [] }),
    }
  })
}

function withoutConfidential(definition: Definition, request: JsonObject): JsonObject {
  return definition.manifest.confidentialPaths.reduce((left, { path }) => withoutValue(left, path), request)
}
