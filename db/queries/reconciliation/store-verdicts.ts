import { sql } from 'drizzle-orm'
import type { JsonObject, LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'

export interface StoredEntryVerdict {
  entry: string
  class: string
  code: string
  rule: string
  reasons: JsonObject[]
  differenceCents: number | null
}

export interface StoredFlowVerdict {
  flow: string
  status: string
  creditedCents: number
  reconciledOn: LocalDate | null
}

/** Writes where entries stand; those that stand where they stood are left alone. */
export async function storeEntryVerdicts(tx: Tx, municipality: string, verdicts: StoredEntryVerdict[]): Promise<void> {
  const column = <K extends keyof StoredEntryVerdict>(name: K) => sql.param(verdicts.map(it => it[name]))
  const reasons = sql.param(verdicts.map(it => JSON.stringify(it.reasons)))
  await tx.execute(sql`
    update treasury_entry e set
      class = n.class, code = n.code, rule = n.rule, reasons = n.reasons::jsonb, difference_cents = n.difference_cents,
      updated_at = now()
    from unnest(${column('entry')}::uuid[], ${column('class')}::text[], ${column('code')}::text[],
      ${column('rule')}::text[], ${reasons}::text[], ${column('differenceCents')}::bigint[])
      as n(id, class, code, rule, reasons, difference_cents)
    where e.municipality_id = ${municipality} and e.id = n.id
      and (e.class, e.code, e.rule, e.reasons, e.difference_cents)
        is distinct from (n.class, n.code, n.rule, n.reasons::jsonb, n.difference_cents)`)
}

/** Writes where flows stand. Returns those that moved: their payments must be looked at again. */
export async function storeFlowVerdicts(
  tx: Tx,
  municipality: string,
  verdicts: StoredFlowVerdict[],
): Promise<string[]> {
  const column = <K extends keyof StoredFlowVerdict>(name: K) => sql.param(verdicts.map(it => it[name]))
  const { rows } = await tx.execute<{ id: string }>(sql`
    update payment_flow f set
      status = n.status, credited_cents = n.credited_cents, reconciled_on = n.reconciled_on
    from unnest(${column('flow')}::uuid[], ${column('status')}::text[], ${column('creditedCents')}::bigint[],
      ${column('reconciledOn')}::date[]) as n(id, status, credited_cents, reconciled_on)
    where f.municipality_id = ${municipality} and f.id = n.id
      and (f.status, f.credited_cents, f.reconciled_on) is distinct from (n.status, n.credited_cents, n.reconciled_on)
    returning f.id`)
  return rows.map(row => row.id)
}
