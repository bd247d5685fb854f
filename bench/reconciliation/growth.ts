import type { Stage } from './database.ts'
import { causeOf, flowIdOf, journalOf, reportOf, take, type Took, upload } from './files.ts'

interface Size {
  flows: number
  files: number
}

export interface Growth {
  what: string
  /** Medians with next to nothing stored, and with everything. */
  first: Took
  last: Took
}

const rows = 200
const others = 100
const times = 7
/** Numbers from here on belong to the seed. */
const seedFrom = 10_000

/** Takes reports and journals of one size before and after a town's years are stored. */
export async function measureGrowth(stage: Stage, size: Size): Promise<Growth[]> {
  const first = await takeSome(stage, 100)
  await seed(stage, size)
  const last = await takeSome(stage, 200)
  const stored = `${(size.flows * rows).toLocaleString('en')} payments`
  return [
    { what: `one more report, ${stored}`, first: first.report, last: last.report },
    { what: `one more journal, ${stored}`, first: first.journal, last: last.journal },
  ]
}

async function takeSome(stage: Stage, from: number): Promise<{ report: Took; journal: Took }> {
  const reports: Took[] = []
  const journals: Took[] = []
  for (let flow = from; flow < from + times; flow += 1) {
    const report = Buffer.from(reportOf(flow, { rows, firstIuv: flow * 1_000_000 }))
    reports.push(await take(stage, await upload(stage, 'report', report)))
    const journal = Buffer.from(journalOf(flow, { rows, others }))
    journals.push(await take(stage, await upload(stage, 'journal', journal)))
  }
  return { report: median(reports), journal: median(journals) }
}

const median = (all: Took[]): Took => ({
  seconds: middle(all.map(one => one.seconds)),
  cpu: middle(all.map(one => one.cpu)),
})
const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** A town's years, as they lie stored: reports with their rows, receipts and payments, journals with their movements and entries. */
async function seed({ sql, town }: Stage, { flows, files }: Size): Promise<void> {
  const ids = `select n, md5('flow' || n)::uuid as id, md5('entry' || n)::uuid as entry_id from generate_series($2::int, $2::int + $3::int - 1) n`
  const params = [town, seedFrom, flows]
  await sql(
    `insert into payment_file (municipality_id, id, kind, name, sha256, size, source, state)
     select $1::uuid, md5('file' || n)::uuid, case when n < 0 then 'journal' else 'report' end, 'seed', 'seed' || n, 1, 'upload', 'taken'
     from (select n from generate_series($2::int, $2::int + $3::int - 1) n union all select -n from generate_series(1, ${files}) n) s`,
    params,
  )
  await sql(
    `insert into payment_flow (municipality_id, id, file_id, flow_id, flow_key, psp, psp_name, revision, flow_at, regulation_id,
       regulation_on, total_count, total_cents, state, anomalies, credited_cents, status, reconciled_on)
     select $1, id, md5('file' || n)::uuid, f.name, f.name, 'BPPIITRRXXX', 'x', 1, '2026-01-01', 'TRN-' || n,
       date '2024-01-01' + (n % 1000), ${rows}, ${rows * 8400}, 'current', '[]', ${rows * 8400}, 'reconciled', '2026-01-01'
     from (${ids}) s cross join lateral (select replace('${flowIdOf(0)}', '0000000', lpad(n::text, 7, '0')) as name) f`,
    params,
  )
  await sql(
    `insert into payment_flow_row (municipality_id, flow_id, position, iuv, iur, transfer, cents, outcome, outcome_on, ownership)
     select $1, s.id, p, '01' || lpad((s.n::bigint * 1000000 + p)::text, 15, '0'), 'R', 1, 8400, 0, '2026-01-01', 'own'
     from (${ids}) s cross join generate_series(1, ${rows}) p`,
    params,
  )
  await sql(
    `insert into receipt (municipality_id, receipt_id, nav, iuv, cents, paid_at, source, payload, received_at)
     select municipality_id, iuv, '3' || iuv, iuv, cents, '2026-01-01', 'push', '{}', now() from payment_flow_row w
     where municipality_id = $1 and exists (select from payment_flow f where f.id = w.flow_id and f.regulation_id >= 'TRN-1' and f.psp_name = 'x')`,
    [town],
  )
  await sql(
    `insert into payment (municipality_id, iuv, nav, cents, paid, paid_at, receipt_id, reported, reported_on, flow_id, reconciled,
       reconciled_on, missing, code, changed_at)
     select w.municipality_id, w.iuv, '3' || w.iuv, w.cents, 'paid', '2026-01-01', w.iuv, 'reported', '2026-01-01', w.flow_id,
       'reconciled', '2026-01-01', 'nothing', 'RT_IUF_TES', now()
     from payment_flow_row w join payment_flow f on f.municipality_id = w.municipality_id and f.id = w.flow_id and f.psp_name = 'x'
     where w.municipality_id = $1`,
    [town],
  )
  await sql(
    `insert into treasury_entry (municipality_id, id, bank, exercise, number, cents, moved_on, cause, class, code, rule, reasons, updated_at)
     select $1, entry_id, '05034', 2025, n::text, ${rows * 8400}, date '2024-01-01' + (n % 1000),
       replace('${causeOf(0)}', '0000000', lpad(n::text, 7, '0')), 'reconciled', 'RT_IUF_TES', 'sums-agree', '[]', now()
     from (${ids}) s`,
    params,
  )
  await sql(
    `insert into entry_reference (municipality_id, entry_id, kind, value, written)
     select $1, entry_id, 'flow', f.name, f.name
     from (${ids}) s cross join lateral (select replace('${flowIdOf(0)}', '0000000', lpad(n::text, 7, '0')) as name) f`,
    params,
  )
  await sql(
    `insert into journal_movement (municipality_id, file_id, position, page, line, bank, exercise, account, type, document_type,
       operation, document_number, bill_number, cents, moved_on, execution, cause, entry_id, identity)
     select $1, md5('file' || -(1 + n % ${files}))::uuid, n, 1, n, '05034', 2025, '1', 'ENTRATA', 'SOSPESO ENTRATA', 'ESEGUITO', n::text,
       n::text, ${rows * 8400}, '2025-01-01', 'SEPA CREDIT TRANSFER', 'x', entry_id, md5('movement' || n)
     from (${ids}) s`,
    params,
  )
  await sql('vacuum analyze')
}
