import { and, desc, eq, gte, isNull, lte, or } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { decisionTable } from '../schema/municipalities.ts'

/** The town's approved table of that key which holds on a date: of several, the one that began last. */
export async function validDecisionTable(tx: Tx, municipality: string, key: string, date: LocalDate) {
  const [found] = await tx
    .select({
      key: decisionTable.key,
      resolution: decisionTable.resolution,
      validFrom: decisionTable.validFrom,
      table: decisionTable.table,
    })
    .from(decisionTable)
    .where(
      and(
        eq(decisionTable.municipalityId, municipality),
        eq(decisionTable.key, key),
        eq(decisionTable.status, 'approved'),
        lte(decisionTable.validFrom, date),
        or(isNull(decisionTable.validTo), gte(decisionTable.validTo, date)),
      ),
    )
    .orderBy(desc(decisionTable.validFrom), desc(decisionTable.approvedAt))
    .limit(1)
  return found ?? null
}
