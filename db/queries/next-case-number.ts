import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { caseCounter } from '../schema/cases.ts'

/** Takes a case's number: `MENSA-2026-000001`. Without gaps: the counter's row stays locked until the transaction ends. */
export async function nextCaseNumber(tx: Tx, municipality: string, prefix: string, year: number): Promise<string> {
  const [row] = await tx
    .insert(caseCounter)
    .values({ municipalityId: municipality, prefix, year, last: 1 })
    .onConflictDoUpdate({
      target: [caseCounter.municipalityId, caseCounter.prefix, caseCounter.year],
      set: { last: sql`${caseCounter.last} + 1` },
    })
    .returning({ last: caseCounter.last })
  if (row === undefined) throw new Error(`No case number for ${prefix} ${year}`)
  return `${prefix}-${year}-${String(row.last).padStart(6, '0')}`
}
