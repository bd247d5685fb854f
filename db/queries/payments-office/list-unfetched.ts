import { and, asc, inArray, isNotNull } from 'drizzle-orm'
import type { Instant } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'
import { reportFetch } from '../../schema/flows.ts'

export interface Unfetched {
  municipalityId: string
  /** When pagoPA last answered; null when it never did. */
  since: Instant | null
  /** The last failure, in a sentence for people. */
  why: string
}

/** Towns whose reports cannot be fetched at the moment, the longest first. */
export async function listUnfetched(tx: Tx, towns: readonly string[]): Promise<Unfetched[]> {
  const rows = await tx
    .select({ municipalityId: reportFetch.municipalityId, since: reportFetch.fetchedAt, why: reportFetch.error })
    .from(reportFetch)
    .where(and(inArray(reportFetch.municipalityId, [...towns]), isNotNull(reportFetch.error)))
    .orderBy(asc(reportFetch.fetchedAt))
  return rows.flatMap(({ why, ...row }) => (why === null ? [] : [{ ...row, why }]))
}
