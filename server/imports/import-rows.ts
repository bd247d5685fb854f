import { and, eq, inArray, sql } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { keysetOf, pageOf } from '../../db/keyset.ts'
import type { SortKey } from '../../db/keyset.ts'
import { importFile, importRow } from '../../db/schema/imports.ts'
import type { importRow as importView } from '../api/imports.ts'
import { notFound } from '../http/problem.ts'
import { loadNames, namesOfPeople, personRef } from '../reading/names.ts'

type View = z.input<typeof importView>

const columns = {
  municipalityId: importFile.municipalityId,
  id: importFile.id,
  procedure: importFile.procedure,
  name: importFile.name,
  sha256: importFile.sha256,
  state: importFile.state,
  rows: importFile.rows,
  createdBy: importFile.createdBy,
  createdAt: importFile.createdAt,
  confirmedBy: importFile.confirmedBy,
  confirmedAt: importFile.confirmedAt,
}

type FileFacts = Pick<typeof importFile.$inferSelect, keyof typeof columns>

const sorts = { createdAt: { by: importFile.createdAt, type: 'timestamptz' } } as const satisfies Record<
  string,
  SortKey
>

/** Files of the transaction's towns, newest first, with how far each has come. */
export async function listFiles(tx: Tx, page: { cursor?: string | undefined; limit: number }) {
  const request = { sort: 'createdAt' as const, direction: 'desc' as const, ...page }
  const keyset = keysetOf(request, sorts, [{ by: importFile.id, type: 'uuid' }])
  const rows = await tx
    .select({ ...columns, keyset: keyset.values })
    .from(importFile)
    .where(keyset.after)
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  const { items, nextCursor } = pageOf(request, rows)
  return { items: await viewsOf(tx, items), nextCursor }
}

/** One file; 404 when it is not in the transaction's towns. */
export async function viewOfFile(tx: Tx, id: string): Promise<View> {
  const [row] = await tx.select(columns).from(importFile).where(eq(importFile.id, id))
  const [view] = await viewsOf(tx, [row ?? notFound()])
  return view ?? notFound()
}

async function viewsOf(tx: Tx, files: FileFacts[]): Promise<View[]> {
  if (files.length === 0) return []
  const names = await loadNames(tx)
  const people = await namesOfPeople(
    tx,
    files.flatMap(file => [file.createdBy, file.confirmedBy]),
  )
  const ids = files.map(file => file.id)
  const counted = await tx
    .select({ fileId: importRow.fileId, state: importRow.state, count: sql<number>`count(*)::int` })
    .from(importRow)
    .where(and(inArray(importRow.fileId, ids)))
    .groupBy(importRow.fileId, importRow.state)
  return files.map(file => {
    const count = (state: string) => counted.find(one => one.fileId === file.id && one.state === state)?.count ?? 0
    const csv = names.definition(file.procedure)?.manifest.csv ?? []
    return {
      id: file.id,
      procedure: file.procedure,
      procedureTitle: names.procedure(file.procedure),
      municipality: names.municipality(file.municipalityId),
      name: file.name,
      sha256: file.sha256,
      // Nothing of it can become a case: there is nothing to confirm.
      state: file.state === 'read' && count('good') === 0 ? 'nothing-to-confirm' : file.state,
      rows: file.rows,
      good: count('good'),
      bad: count('bad'),
      duplicate: count('duplicate'),
      created: count('created'),
      columns: csv.map(({ header, label, required }) => ({ header, label, required, present: true })),
      createdAt: file.createdAt,
      createdBy: personRef(people, file.createdBy),
      confirmedAt: file.confirmedAt,
      confirmedBy: personRef(people, file.confirmedBy),
    }
  })
}
