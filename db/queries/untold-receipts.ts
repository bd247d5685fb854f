import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client.ts'

const row = z.object({
  id: z.string(),
  receipt_id: z.string(),
  nav: z.string(),
  iuv: z.string(),
  cents: z.number(),
  paid_at: z.coerce.date().transform(date => date.toISOString()),
  case_id: z.string(),
  duplicate: z.boolean(),
})

export type UntoldReceipt = z.output<typeof row>

/** A town's receipts that belong to a case, by themselves or by their notice, and of which no message to the case was ever written. */
export async function untoldReceipts(
  tx: Tx,
  municipality: string,
  { seconds, limit }: { seconds: number; limit: number },
): Promise<UntoldReceipt[]> {
  const { rows } = await tx.execute(sql`
    select r.id, r.receipt_id, r.nav, r.iuv, r.cents, r.paid_at, coalesce(r.case_id, n.case_id) as case_id,
      coalesce((r.payload ->> 'duplicate')::boolean, false) as duplicate
    from receipt r
    left join notice n on n.municipality_id = r.municipality_id and n.nav = r.nav
    where r.municipality_id = ${municipality} and coalesce(r.case_id, n.case_id) is not null
      and r.received_at < now() - make_interval(secs => ${seconds})
      and not exists (select from outbox o where o.municipality_id = r.municipality_id
        and o.idempotency_key = 'receipt/' || r.receipt_id)
    order by r.received_at, r.id
    limit ${limit}`)
  return z.array(row).parse(rows)
}
