import type { Tx } from '../../db/client.ts'
import { finishFlow, insertFlow } from '../../db/queries/reconciliation/insert-flow.ts'
import { insertFlowRows } from '../../db/queries/reconciliation/insert-flow-rows.ts'
import { refreshPayments } from '../../db/queries/reconciliation/refresh-payments.ts'
import type { Ownership } from '../../reconciliation/facts.ts'
import { keyOf } from '../../reconciliation/groups.ts'
import { type Owner, ownerOf } from '../../reconciliation/ownership.ts'
import { FileRefused } from '../../reconciliation/readers/file-refused.ts'
import type { ReportAnomaly, ReportHeader, ReportPiece, ReportRow } from '../../reconciliation/readers/report.ts'
import type { Touched } from './settle.ts'

export interface Town {
  municipality: string
  ownership: Ownership
}

export interface TakenReport {
  header: ReportHeader
  /** False when this very revision had come before: nothing was stored. */
  isNew: boolean
  rows: number
  anomalies: ReportAnomaly[]
  touched: Touched
}

/**
 * Stores a payment report as it streams in; the caller's transaction makes it whole or nothing.
 * @throws FileRefused when it is another body's
 */
export async function takeReport(
  tx: Tx,
  { municipality, ownership }: Town,
  fileId: string,
  pieces: AsyncIterable<ReportPiece>,
): Promise<TakenReport> {
  let taken: { header: ReportHeader; stored: Stored | null; shelf: Shelf } | null = null
  let rows = 0
  // The database works on some batches while the next ones are read.
  const storing: Promise<void>[] = []
  let anomalies: ReportAnomaly[] = []
  for await (const piece of pieces) {
    switch (piece.type) {
      case 'header':
        refuseForeign(piece.header, ownership)
        taken = await begin(tx, municipality, fileId, piece.header)
        break
      case 'rows': {
        rows += piece.rows.length
        if (!taken?.stored) break
        const kept = taken.shelf.keep(
          piece.rows,
          piece.rows.map(row => ownerOf(row.iuv, ownership)),
        )
        // Awaited some batches later: should the reading fail before, it is the reading's failure that counts.
        kept.catch(() => {})
        storing.push(kept)
        if (storing.length > batchesAhead) await storing.shift()
        break
      }
      case 'end':
        anomalies = piece.anomalies
        if (!taken?.stored) break
        await Promise.all(storing)
        await taken.shelf.end()
        await finishFlow(tx, {
          municipality,
          id: taken.stored.id,
          anomalies: piece.anomalies.map(anomaly => ({ ...anomaly })),
        })
    }
  }
  if (taken === null) throw new Error('a report without a header was read to its end')
  const { header, stored } = taken
  // Payments of its own rows were looked at as they came; an anomaly is known at the end only.
  const flows = stored === null ? [] : [...stored.replaces, ...(anomalies.length > 0 ? [stored.id] : [])]
  const flowKeys = stored === null ? [] : [keyOf(header.flowId)]
  return { header, isNew: stored !== null, rows, anomalies, touched: { flowKeys, flows } }
}

type Stored = NonNullable<Awaited<ReturnType<typeof insertFlow>>>

async function begin(tx: Tx, municipality: string, fileId: string, header: ReportHeader) {
  const { receiver: _receiver, ...flow } = header
  const stored = await insertFlow(tx, { ...flow, municipality, fileId, flowKey: keyOf(header.flowId) })
  return { header, stored, shelf: shelfOf(tx, municipality, stored) }
}

/** Where a report's rows are kept. */
interface Shelf {
  keep: (rows: ReportRow[], owners: Owner[]) => Promise<void>
  end: () => Promise<void>
}

/** Batches that the database has not done yet. */
const batchesAhead = 4

/** Payments of one statement: few, and each is planned anew; many, and nothing is left to do while the rest is read. */
const paymentsAtOnce = 10_000

/** Stores rows and derives the payments that they are about in the course of reading, not once more at its end. */
function shelfOf(tx: Tx, municipality: string, stored: Stored | null): Shelf {
  let due: string[] = []
  const refresh = async () => {
    const iuvs = due
    due = []
    await refreshPayments(tx, municipality, { iuvs })
  }
  return {
    keep: async (rows, owners) => {
      if (stored === null) return
      const inserted = insertFlowRows(tx, municipality, { flowId: stored.id, rows, owners })
      // Of a revision that is old already no payment takes notice.
      if (stored.isCurrent) for (const [index, { iuv }] of rows.entries()) if (owners[index] === 'own') due.push(iuv)
      // Asked for at once, done in this order: the database is never without work.
      await Promise.all([inserted, ...(due.length < paymentsAtOnce ? [] : [refresh()])])
    },
    end: refresh,
  }
}

function refuseForeign({ receiver }: ReportHeader, { fiscalCode }: Ownership): void {
  if (receiver === fiscalCode) return
  throw new FileRefused('other-body', {
    it: `Il flusso è dell’ente con codice fiscale ${receiver}, non di questo comune (${fiscalCode}): caricarlo nel comune giusto.`,
    en: `The report is of the body with fiscal code ${receiver}, not of this town (${fiscalCode}): upload it to the right one.`,
  })
}
