import type { Tx } from '../../db/client.ts'
import { fileErrors } from '../../db/queries/reconciliation/file-errors.ts'
import { findCandidates } from '../../db/queries/reconciliation/find-candidates.ts'
import { sumMovements } from '../../db/queries/reconciliation/sum-movements.ts'
import type { JsonObject } from '../../engine/json.ts'
import { importReport } from '../../reconciliation/import-report.ts'
import type { TakenJournal } from './take-journal.ts'
import type { TakenReport } from './take-report.ts'

/** More errors than this are worked from the list, not from the report. */
const listedErrors = 200

/** What the accounting office keeps of an imported journal: the parts that add up, and each error with reason and candidates. */
export async function journalReport(
  tx: Tx,
  { municipality, fileId }: { municipality: string; fileId: string },
  { read, journal }: TakenJournal,
): Promise<JsonObject> {
  const report = importReport(await sumMovements(tx, municipality, fileId), read)
  const errors = await fileErrors(tx, municipality, fileId, listedErrors)
  const found = await findCandidates(
    tx,
    municipality,
    errors.map(error => error.id),
  )
  return plain({
    kind: 'journal',
    pages: journal.pages.length,
    ...report,
    errors: errors.map(error => ({
      ...error,
      candidates: found.filter(it => it.entry === error.id).map(({ entry: _entry, ...candidate }) => candidate),
    })),
  })
}

/** What is kept of an imported payment report. `isNew` is false when this very revision was there. */
export function reportReport({ header, isNew, rows, anomalies }: TakenReport): JsonObject {
  const { flowId, psp, pspName, flowAt, regulationOn, totalCount, totalCents } = header
  return plain({
    kind: 'report',
    flowId,
    psp,
    pspName,
    flowAt,
    regulationOn,
    totalCount,
    totalCents,
    rows,
    isNew,
    anomalies,
  })
}

const plain = (value: object): JsonObject => JSON.parse(JSON.stringify(value))
