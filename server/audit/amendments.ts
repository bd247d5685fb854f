import { and, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { outbox } from '../../db/schema/journals.ts'
import { json } from '../api/common.ts'

export interface Amendment {
  path: string
  before: z.output<typeof json>
  after: z.output<typeof json>
}

const payload = z.object({
  act: z.object({ type: z.literal('amend'), set: z.array(z.object({ path: z.string(), value: json })) }),
  before: z.record(z.string(), json).catch({}),
})

/** The values that acts corrected, by the act's request id. They are about people: the chain itself holds the paths only. */
export async function amendmentsOf(
  tx: Tx,
  acts: readonly { municipality: string; requestId: string }[],
): Promise<Map<string, Amendment[]>> {
  if (acts.length === 0) return new Map()
  const keys = acts.map(one => `act/${one.requestId}`)
  const rows = await tx
    .select({ requestId: sql<string>`${outbox.payload} ->> 'requestId'`, payload: outbox.payload })
    .from(outbox)
    .where(
      and(
        inArray(
          outbox.municipalityId,
          acts.map(one => one.municipality),
        ),
        inArray(outbox.idempotencyKey, keys),
      ),
    )
  return new Map(
    rows.flatMap(row => {
      const read = payload.safeParse(row.payload)
      if (!read.success) return []
      const { act, before } = read.data
      return [[row.requestId, act.set.map(({ path, value }) => ({ path, before: before[path] ?? null, after: value }))]]
    }),
  )
}
