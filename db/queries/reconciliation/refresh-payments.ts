import { sql } from 'drizzle-orm'
import type { Tx } from '../../client.ts'
import { noteChange } from '../note-change.ts'
import { textArray } from '../text-array.ts'

/** Payments to look at again: those named, and all that are rows of these flows. */
export interface TouchedPayments {
  iuvs?: string[]
  flows?: string[]
}

/**
 * Derives the three dots of payments from notices, receipts, reports and entries, some thousand in one statement. Rows that stay as they were are not
 * written, so the feed of changes tells of changes only. Returns how many changed.
 */
export async function refreshPayments(
  tx: Tx,
  municipality: string,
  { iuvs = [], flows = [] }: TouchedPayments,
): Promise<number> {
  if (iuvs.length === 0 && flows.length === 0) return 0
  // A statement of its own: the next one then sees what whoever held it before has written, and nobody writes dots from an older view.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`dots/${municipality}`}, 0))`)
  const touched = await touchedIuvs(tx, municipality, { iuvs, flows })
  let changed = 0
  for (let at = 0; at < touched.length; at += atOnce) {
    // Together they cost one way to the server and back.
    const [, refreshed] = await Promise.all([
      plan(tx, 'off'),
      refresh(tx, municipality, touched.slice(at, at + atOnce)),
      plan(tx, 'on'),
    ])
    changed += refreshed
  }
  // One word for all of them: whoever shows payments of this town reads again.
  if (changed > 0) await noteChange(tx, { municipality, resource: 'payment', resourceId: municipality })
  return changed
}

/** Bounds what one statement sorts and joins. */
const atOnce = 20_000

async function touchedIuvs(tx: Tx, municipality: string, { iuvs, flows }: Required<TouchedPayments>) {
  if (flows.length === 0) return [...new Set(iuvs)]
  const { rows } = await tx.execute<{ iuv: string }>(sql`
    select iuv from payment_flow_row
    where municipality_id = ${municipality} and flow_id = any (${sql.param(flows)}::uuid[]) and ownership = 'own'`)
  return [...new Set([...iuvs, ...rows.map(row => row.iuv)])]
}

/**
 * Whether the planner may go through a table once for each row of another, or through all of it. Of a table that has grown since its statistics were made, as
 * in the course of a report, it expects next to nothing, thinks any index as good as the right one, and would pass all that the town has for each payment.
 */
async function plan(tx: Tx, state: 'on' | 'off'): Promise<void> {
  await tx.execute(
    sql`select set_config('enable_nestloop', ${state}, true), set_config('enable_seqscan', ${state}, true)`,
  )
}

/**
 * What is known of the IUVs is read in sets, each table once, and put together by hashing. They are a parameter, not a query: the planner then knows how many
 * they are.
 */
async function refresh(tx: Tx, municipality: string, iuvs: string[]): Promise<number> {
  // The first parameter, wherever it is needed: else it would be sent, and read, for each place.
  const wanted = sql.raw('$1::text[]')
  const { rowCount } = await tx.execute(sql`
    with touched as (
      select iuv from unnest(${textArray(iuvs)}::text[]) as named(iuv)
    ), notices as (
      select distinct on (n.iuv) n.iuv, n.id, n.nav, n.case_id, n.cents, n.due_date, n.state, n.paid_at,
        coalesce(d.service, (
          select c.procedure from case_record c where c.municipality_id = ${municipality} and c.id = n.case_id
        )) as service, d.description, d.debtor_name
      from notice n
      left join lateral (
        select d.service, d.description, d.debtor_name from debt_position d
        where d.municipality_id = ${municipality} and d.id = n.position_id
      ) d on true
      where n.municipality_id = ${municipality} and n.iuv = any (${wanted})
      order by n.iuv, n.created_at
    ), receipts as (
      select r.iuv, min(r.paid_at) as paid_at, count(*) as receipts,
        (array_agg(r.receipt_id order by r.paid_at, r.receipt_id))[1] as receipt_id,
        (array_agg(r.nav order by r.paid_at, r.receipt_id))[1] as nav,
        (array_agg(r.cents order by r.paid_at, r.receipt_id))[1] as cents,
        (array_agg(r.case_id order by r.paid_at, r.receipt_id))[1] as case_id
      from receipt r
      where r.municipality_id = ${municipality} and r.iuv = any (${wanted})
      group by r.iuv
    ), rows as materialized (
      select w.iuv, w.flow_id, w.cents, w.outcome, w.outcome_on from payment_flow_row w
      where w.municipality_id = ${municipality} and w.iuv = any (${wanted}) and w.ownership = 'own'
    ), flows as materialized (
      select f.id, f.state, f.status, f.regulation_on, f.reconciled_on,
        row_number() over (order by f.regulation_on, f.id) as place
      from payment_flow f
      where f.municipality_id = ${municipality} and f.state <> 'replaced'
        and f.id = any (array(select distinct flow_id from rows))
    ), summed as (
      select w.iuv, min(f.place) as place, sum(w.cents) filter (where w.outcome <> 3) as cents,
        bool_or(w.outcome = 3) as is_revoked,
        bool_or(f.state = 'anomalous') as is_anomalous,
        max(f.regulation_on) as reported_on,
        min(w.outcome_on) as outcome_on,
        bool_and(f.status = 'reconciled') as is_reconciled,
        bool_or(f.status = 'partial') as is_partial,
        bool_or(f.status = 'difference') as is_different,
        max(f.reconciled_on) as reconciled_on
      from rows w join flows f on f.id = w.flow_id
      group by w.iuv
    ), reports as (
      select s.*, f.id as flow_id from summed s join flows f on f.place = s.place
    ), naming as materialized (
      select r.value as iuv, r.entry_id from entry_reference r
      where r.municipality_id = ${municipality} and r.kind = 'iuv' and r.value = any (${wanted})
      union
      select a.iuv, a.entry_id from entry_assignment a
      where a.municipality_id = ${municipality} and a.target = 'payment' and a.revoked_at is null
        and a.iuv = any (${wanted})
    ), single as (
      select distinct on (n.iuv) n.iuv, e.id, e.moved_on, e.cents, e.class = 'unreported' as code_ok
      from naming n
      join treasury_entry e on e.municipality_id = ${municipality} and e.id = n.entry_id
        and e.id = any (array(select entry_id from naming)) and (e.code = 'RT_TES' or e.rule = 'amount-differs')
      order by n.iuv, (e.code = 'RT_TES') desc, e.moved_on, e.number
    ), judged as (
      select t.iuv, coalesce(o.nav, p.nav) as nav, o.id as notice_id, coalesce(o.case_id, p.case_id) as case_id,
        o.service, o.description, o.debtor_name,
        coalesce(o.cents, p.cents, r.cents, s.cents, 0) as cents, o.due_date as due_on,
        coalesce(r.cents, (
          select sum(x.cents) from payment_transfer x
          where x.municipality_id = ${municipality} and x.notice_id = o.id
            and x.payee_fiscal_code = (select fiscal_code from municipality where id = ${municipality})
        ), o.cents, p.cents, s.cents, 0) as own_cents,
        case
          when r.is_revoked then 'revoked'
          when p.receipt_id is not null or o.state = 'paid' then 'paid'
          when r.flow_id is not null then 'no-receipt'
          when s.code_ok then 'no-receipt'
          else 'no' end as paid,
        coalesce(p.paid_at, o.paid_at, (r.outcome_on::timestamp at time zone 'Europe/Rome')) as paid_at,
        p.receipt_id, greatest(coalesce(p.receipts, 0) - 1, 0) as duplicates,
        case when r.flow_id is null then 'no' when r.is_anomalous then 'anomalous' else 'reported' end as reported,
        r.reported_on, r.flow_id,
        case
          when r.is_reconciled or s.code_ok then 'reconciled'
          when r.is_different or s.iuv is not null then 'difference'
          when r.is_partial then 'partial'
          else 'no' end as reconciled,
        case when r.is_reconciled then r.reconciled_on when s.code_ok then s.moved_on end as reconciled_on,
        s.id as entry_id, s.code_ok is true as is_single, o.state = 'invalid' as is_annulled
      from touched t
      left join notices o on o.iuv = t.iuv
      left join receipts p on p.iuv = t.iuv
      left join reports r on r.iuv = t.iuv
      left join single s on s.iuv = t.iuv
      where o.id is not null or p.receipt_id is not null or r.flow_id is not null or s.iuv is not null
    ), named as (
      select j.*,
        case
          when paid = 'revoked' then 'nothing'
          when paid = 'no' and is_annulled then 'nothing'
          when paid = 'no' then 'payment'
          when reconciled in ('difference', 'partial') then 'difference'
          when reported <> 'reported' and not is_single then 'report'
          when reconciled <> 'reconciled' then 'credit'
          when paid = 'no-receipt' then 'receipt'
          else 'nothing' end as missing,
        case
          when duplicates > 0 then 'DOPPI'
          when paid = 'no' then null
          when reconciled in ('difference', 'partial') then 'IUF_TES_DIV_IMP'
          when paid = 'no-receipt' then 'IUV_NO_RT'
          when is_single then 'RT_TES'
          when reported = 'no' then 'RT_NO_IUF'
          when reconciled = 'reconciled' then 'RT_IUF_TES'
          else 'RT_IUF' end as code
      from judged j
    )
    insert into payment as known
      (municipality_id, iuv, nav, notice_id, case_id, service, description, debtor_name, cents, own_cents, due_on, paid,
       paid_at, receipt_id, duplicates, reported, reported_on, flow_id, reconciled, reconciled_on, entry_id, missing, code,
       changed_at)
    select ${municipality}, iuv, nav, notice_id, case_id, service, description, debtor_name, cents, own_cents, due_on, paid,
      case when paid = 'no' then null else paid_at end, receipt_id, duplicates, reported, reported_on, flow_id, reconciled,
      reconciled_on, entry_id, missing, code, now()
    from named
    on conflict (municipality_id, iuv) do update set
      nav = excluded.nav, notice_id = excluded.notice_id, case_id = excluded.case_id,
      service = excluded.service, description = excluded.description, debtor_name = excluded.debtor_name,
      cents = excluded.cents, own_cents = excluded.own_cents, due_on = excluded.due_on, paid = excluded.paid,
      paid_at = excluded.paid_at, receipt_id = excluded.receipt_id,
      duplicates = excluded.duplicates, reported = excluded.reported, reported_on = excluded.reported_on,
      flow_id = excluded.flow_id, reconciled = excluded.reconciled, reconciled_on = excluded.reconciled_on,
      entry_id = excluded.entry_id, missing = excluded.missing, code = excluded.code, changed_at = excluded.changed_at,
      change_txid = pg_current_xact_id(), change = nextval('payment_change_seq')
    where (known.nav, known.notice_id, known.case_id, known.service, known.description, known.debtor_name,
        known.cents, known.own_cents, known.due_on, known.paid, known.paid_at, known.receipt_id, known.duplicates, known.reported, known.reported_on, known.flow_id, known.reconciled,
        known.reconciled_on, known.entry_id, known.missing, known.code)
      is distinct from (excluded.nav, excluded.notice_id, excluded.case_id, excluded.service, excluded.description,
        excluded.debtor_name, excluded.cents, excluded.own_cents, excluded.due_on,
        excluded.paid, excluded.paid_at, excluded.receipt_id, excluded.duplicates, excluded.reported,
        excluded.reported_on, excluded.flow_id, excluded.reconciled, excluded.reconciled_on, excluded.entry_id,
        excluded.missing, excluded.code)`)
  return rowCount ?? 0
}
