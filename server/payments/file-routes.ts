import { and, eq, getTableColumns } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import type { SortKey } from '../../db/keyset.ts'
import { keysetOf, pageOf } from '../../db/keyset.ts'
import { paymentFile } from '../../db/schema/payment-files.ts'
import type { paymentFile as fileSchema } from '../api/payment-files.ts'
import { getPaymentFile, listPaymentFiles, paymentFileDetail, uploadPaymentFile } from '../api/payment-files.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import type { Route } from '../http/route.ts'
import { accepted, ok, staffRoute } from '../http/route.ts'
import { loadNames, namesOfPeople, personRef } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { townsOf } from '../tasks/visible.ts'
import { standingOf } from './file-standing.ts'
import { storeUpload } from './store-upload.ts'
import { withUpload } from './upload-form.ts'

type View = z.input<typeof fileSchema>
type Row = Omit<typeof paymentFile.$inferSelect, 'report'>

const problems = paymentFileDetail.shape.problem

/** Reports are long: lists leave them out. */
const { report: _report, ...columns } = getTableColumns(paymentFile)

/** Reports and journals that were uploaded or fetched: each with how far it has come. */
export function paymentFileRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listPaymentFiles, ({ query }, staff) => {
      const towns = narrowed(staff, 'payments.read', query.municipality)
      return db.withTenants(towns, async tx => ok(await listFiles(tx, query)))
    }),
    staffRoute(uploadPaymentFile, ({ stream, requestId }, staff) =>
      withUpload(
        stream,
        municipality => staff.require('payments.import', municipality),
        async upload =>
          db.withTenants([upload.municipality], async tx => {
            const { id, fresh } = await storeUpload(tx, staff, upload, requestId)
            const [view] = await viewsOf(tx, [await findFile(tx, id)])
            return fresh ? accepted(view ?? notFound()) : ok(view ?? notFound())
          }),
      ),
    ),
    staffRoute(getPaymentFile, ({ params }, staff) =>
      db.withTenants(townsOf(staff), async tx => {
        const { report, ...file } = await findFile(tx, params.fileId)
        staff.require('payments.read', file.municipalityId)
        const [view] = await viewsOf(tx, [file])
        const { today, flow } = await standingOf(tx, file)
        return ok({ ...(view ?? notFound()), report, today, flow })
      }),
    ),
  ]
}

const sorts = { createdAt: { by: paymentFile.createdAt, type: 'timestamptz' } } as const satisfies Record<
  string,
  SortKey
>

async function listFiles(
  tx: Tx,
  { kind, ...page }: { kind?: Row['kind'] | undefined; cursor?: string | undefined; limit: number },
) {
  const request = { sort: 'createdAt' as const, direction: 'desc' as const, ...page }
  const keyset = keysetOf(request, sorts, [{ by: paymentFile.id, type: 'uuid' }])
  const rows = await tx
    .select({ ...columns, keyset: keyset.values })
    .from(paymentFile)
    .where(and(kind === undefined ? undefined : eq(paymentFile.kind, kind), keyset.after))
    .orderBy(...keyset.orderBy)
    .limit(page.limit + 1)
  const { items, nextCursor } = pageOf(request, rows)
  return { items: await viewsOf(tx, items), nextCursor }
}

export async function findFile(tx: Tx, id: string): Promise<typeof paymentFile.$inferSelect> {
  const [found] = await tx.select().from(paymentFile).where(eq(paymentFile.id, id))
  return found ?? notFound()
}

async function viewsOf(tx: Tx, files: Row[]): Promise<View[]> {
  const names = await loadNames(tx)
  const people = await namesOfPeople(
    tx,
    files.map(file => file.createdBy),
  )
  return files.map(file => ({
    id: file.id,
    municipality: names.municipality(file.municipalityId),
    kind: file.kind,
    name: file.name,
    sha256: file.sha256,
    size: file.size,
    source: file.source,
    state: file.state,
    format: file.format,
    rowsRead: file.rowsRead,
    problem: problems.parse(file.problem),
    referenceOn: file.referenceOn,
    createdAt: file.createdAt,
    createdBy: personRef(people, file.createdBy),
    endedAt: file.endedAt,
  }))
}
