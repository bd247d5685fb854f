import { sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import { keysetOf } from '../../db/keyset.ts'
import type { SortKey } from '../../db/keyset.ts'
import { CASE_SORTS } from '../../db/queries/list-cases.ts'
import { INCIDENT_SORTS } from '../../db/queries/list-incidents.ts'
import { WORK_SORTS } from '../../db/queries/list-work.ts'
import { caseView, incident, task } from '../../db/schema/projections.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

/** Values of each type, as a cursor carries them. */
const SAMPLE = {
  text: 'x',
  timestamptz: '2026-01-01 00:00:00+00',
  date: '2026-01-01',
  integer: '1',
  uuid: '00000000-0000-4000-8000-000000000000',
} as const satisfies Record<SortKey['type'], string>

let fresh: FreshDatabase
let town: string
beforeAll(async () => {
  fresh = await freshDatabase()
  town = await aTown(fresh.db)
})
afterAll(() => fresh.drop())

/** The plan of a page in the middle; on an empty table only a planner that may not scan or sort shows whether an index could serve. */
async function planOf(
  from: SQL,
  where: SQL,
  sorts: Record<string, SortKey>,
  sort: string,
  ties: SortKey[],
): Promise<string> {
  const values = [sorts[sort]!, ...ties].map(key => SAMPLE[key.type])
  const cursor = Buffer.from(JSON.stringify({ s: sort, d: 'asc', v: values })).toString('base64url')
  const keyset = keysetOf({ sort, direction: 'asc', limit: 1, cursor }, sorts, ties)
  return fresh.db.withTenants([town], async tx => {
    for (const what of ['seqscan', 'bitmapscan', 'sort']) await tx.execute(sql.raw(`set local enable_${what} = off`))
    const order = sql.join(keyset.orderBy, sql`, `)
    const { rows } = await tx.execute(
      sql`explain select from ${from} where ${where} and ${keyset.after} order by ${order} limit 1`,
    )
    return rows.map(row => Object.values(row).join(' ')).join('\n')
  })
}

/** A plan of a planner that may not scan whole tables. */
function explain(query: SQL): Promise<string> {
  return fresh.db.withTenants([town], async tx => {
    for (const what of ['seqscan', 'bitmapscan', 'sort']) await tx.execute(sql.raw(`set local enable_${what} = off`))
    const { rows } = await tx.execute(sql`explain ${query}`)
    return rows.map(row => Object.values(row).join(' ')).join('\n')
  })
}

const caseTies: SortKey[] = [{ by: caseView.caseId, type: 'uuid' }]
const taskTies: SortKey[] = [
  { by: task.caseId, type: 'uuid' },
  { by: task.taskId, type: 'text' },
]
const incidentTies: SortKey[] = [
  { by: incident.caseId, type: 'uuid' },
  { by: incident.incidentId, type: 'text' },
]

// Under row-level security an index serves only conditions made of leakproof parts: COALESCE, for one, is not.
describe('a page in the middle begins in the index, under row-level security', () => {
  test.each(Object.keys(CASE_SORTS))('cases of a phase by %s, one town and several', async sort => {
    const phase = sql`${caseView.phase} = 'ended'`
    const ofTown = sql`${caseView.municipalityId} = ${town} and ${phase}`
    const one = await planOf(sql`${caseView}`, ofTown, CASE_SORTS, sort, caseTies)
    const several = await planOf(sql`${caseView}`, phase, CASE_SORTS, sort, caseTies)
    expect(several).toMatch(/Index Cond: .*ROW\(/)
    expect(one).toMatch(/Index Cond: .*ROW\(/)
    expect(`${one}${several}`).not.toMatch(/Sort|Seq Scan/)
  })

  test.each(Object.keys(WORK_SORTS))('open tasks by %s', async sort => {
    const plan = await planOf(sql`${task}`, sql`${task.state} = 'open'`, WORK_SORTS, sort, taskTies)
    expect(plan).toMatch(/Index Cond: .*ROW\(/)
    expect(plan).not.toMatch(/Sort|Seq Scan/)
  })

  test.each([
    ['audit_entry_of_actor', sql`actor_id = 'p'`, 'actor_id'],
    ['audit_entry_of_object', sql`object_id = 'c'`, 'object_id'],
    ['audit_entry_of_action', sql`action = 'case.retry'`, 'action'],
  ])('the register: %s', async (index, where, column) => {
    const own = sql`municipality_id = ${town} and ${where}`
    const plan = await explain(sql`select from audit_entry where ${own} order by at desc, seq desc limit 1`)
    expect(plan).toMatch(new RegExp(`Index .*${index}`))
    expect(plan).toMatch(new RegExp(`Index Cond: .*${column}`))
    expect(plan).not.toMatch(/Sort/)
  })

  test('deadlines are counted from their index alone', async () => {
    const counted = sql`municipality_id, procedure, office, term_suspended, due`
    const open = sql`municipality_id = ${town} and ended_at is null and due is not null`
    const plan = await explain(sql`select ${counted}, count(*) from case_view where ${open} group by ${counted}`)
    expect(plan).toMatch(/Index Only Scan using case_view_term/)
  })

  test('incidents by raisedAt', async () => {
    const plan = await planOf(sql`${incident}`, sql`true`, INCIDENT_SORTS, 'raisedAt', incidentTies)
    expect(plan).toMatch(/Index Cond: \(ROW\(/)
  })
})
