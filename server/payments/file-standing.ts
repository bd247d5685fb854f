import { and, eq, sql } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { sumMovements } from '../../db/queries/reconciliation/sum-movements.ts'
import { paymentFlow } from '../../db/schema/flows.ts'
import type { paymentFile } from '../../db/schema/payment-files.ts'
import { journalMovement } from '../../db/schema/treasury.ts'
import { importReport } from '../../reconciliation/import-report.ts'
import type { ImportReport } from '../../reconciliation/import-report.ts'

type File = Pick<typeof paymentFile.$inferSelect, 'municipalityId' | 'id' | 'kind' | 'state'>

/** How what a file brought stands today: a journal's movements by part, or the report (FdR) that it holds. */
export async function standingOf(tx: Tx, file: File): Promise<{ today: ImportReport | null; flow: string | null }> {
  if (file.state !== 'taken') return { today: null, flow: null }
  if (file.kind === 'journal') return { today: await todayOf(tx, file), flow: null }
  const [flow] = await tx
    .select({ id: paymentFlow.id })
    .from(paymentFlow)
    .where(and(eq(paymentFlow.municipalityId, file.municipalityId), eq(paymentFlow.fileId, file.id)))
  return { today: null, flow: flow?.id ?? null }
}

async function todayOf(tx: Tx, { municipalityId, id }: File): Promise<ImportReport> {
  const [read] = await tx
    .select({
      count: sql<number>`count(*)`.mapWith(Number),
      cents: sql<number>`coalesce(sum(abs(${journalMovement.cents})), 0)`.mapWith(Number),
    })
    .from(journalMovement)
    .where(and(eq(journalMovement.municipalityId, municipalityId), eq(journalMovement.fileId, id)))
  return importReport(await sumMovements(tx, municipalityId, id), read ?? { count: 0, cents: 0 })
}
