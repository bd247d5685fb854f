import { and, eq } from 'drizzle-orm'
import { assertSafeRole } from '../../db/assert-safe-role.ts'
import { createDb } from '../../db/client.ts'
import { membershipsOf } from '../../db/queries/memberships-of.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { membership, office } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { caseTerm } from '../../db/schema/projections.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aCase, aTown } from './fixtures.ts'

/** Tables that belong to no town: reviewed one by one. They hold no case data. */
const GLOBAL = [
  'consistency_run',
  'definition',
  'identity_provider',
  'municipality',
  'person',
  'platform_health',
  'session',
]

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const officeOf = (town: string, code = 'scuola') => ({ municipalityId: town, code, name: 'Ufficio scuola' })

describe('the catalogue', () => {
  test('every table outside the reviewed list has forced row-level security with USING and WITH CHECK', async () => {
    const { rows } = await fresh.asSuperuser(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        exists (select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.cmd = 'ALL'
          and p.qual like '%app_tenants%' and p.with_check = p.qual and p.permissive = 'PERMISSIVE') as policy
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`)
    const unprotected = rows.filter(row => !row.forced || !row.policy).map(row => row.name)
    expect(unprotected).toEqual(GLOBAL)
    expect(rows.length).toBeGreaterThan(35)
  })

  test('the policies that are not bound to the tenants are these', async () => {
    const { rows } = await fresh.asSuperuser(`
      select tablename || ' ' || policyname || ' ' || cmd || ' ' || array_to_string(roles, ',') as policy
      from pg_policies where policyname <> 'tenant' order by 1`)
    expect(rows.map(row => row.policy)).toEqual([
      'case_record relay_reads SELECT iter_relay',
      'case_view relay_reads SELECT iter_relay',
      'effect relay_reads SELECT iter_relay',
      'membership own_membership SELECT iter_app',
      'outbox relay_reads SELECT iter_relay',
      'outbox relay_settles UPDATE iter_relay',
    ])
  })

  test('no view and no materialized view could leak past the policies', async () => {
    const { rows } = await fresh.asSuperuser(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`,
    )
    expect(rows).toEqual([])
  })

  test('two functions run past row-level security: their owner cannot log in and their search path is pinned', async () => {
    const { rows } = await fresh.asSuperuser(`
      select p.proname, r.rolname, r.rolcanlogin, p.proconfig from pg_proc p join pg_roles r on r.oid = p.proowner
      where p.prosecdef and p.pronamespace = 'public'::regnamespace order by p.proname`)
    const pinned = {
      rolname: 'iter_search',
      rolcanlogin: false,
      proconfig: ['search_path=pg_catalog, public, pg_temp', 'enable_seqscan=off', 'jit=off'],
    }
    expect(rows).toEqual([
      { proname: 'search_cases', ...pinned },
      { proname: 'search_debtors', ...pinned },
    ])
  })

  test('foreign keys between tenant tables include the municipality', async () => {
    const { rows } = await fresh.asSuperuser(`
      select c.conname from pg_constraint c
      join pg_attribute own on own.attrelid = c.conrelid and own.attname = 'municipality_id'
      join pg_attribute other on other.attrelid = c.confrelid and other.attname = 'municipality_id'
      where c.contype = 'f' and not own.attnum = any (c.conkey)`)
    expect(rows).toEqual([])
  })
})

describe('a transaction for one town', () => {
  let here: string
  let there: string
  beforeAll(async () => {
    here = await aTown(fresh.db)
    there = await aTown(fresh.db)
    await fresh.db.withTenants([there], tx => tx.insert(office).values(officeOf(there)))
  })

  test('does not see another town', async () => {
    expect(await fresh.db.withTenants([here], tx => tx.select().from(office))).toEqual([])
    expect(await fresh.db.withTenants([there], tx => tx.select().from(office))).toHaveLength(1)
  })

  test('does not change or delete in another town', async () => {
    const touched = await fresh.db.withTenants([here], async tx => [
      ...(await tx.update(office).set({ name: 'x' }).returning()),
      ...(await tx.delete(office).where(eq(office.municipalityId, there)).returning()),
    ])
    expect(touched).toEqual([])
  })

  test('cannot insert into another town, nor move a row there', async () => {
    const denied = { message: expect.stringContaining('row-level security') }
    await expect(
      fresh.db.withTenants([here], tx => tx.insert(office).values(officeOf(there, 'b'))),
    ).rejects.toMatchObject(denied)
    await fresh.db.withTenants([here], tx => tx.insert(office).values(officeOf(here)))
    await expect(
      fresh.db.withTenants([here], tx => tx.update(office).set({ municipalityId: there })),
    ).rejects.toMatchObject(denied)
  })

  test('learns nothing from a foreign key: the other town’s case is simply not there', async () => {
    const foreign = await aCase(fresh.db, { town: there })
    const term: typeof caseTerm.$inferInsert = {
      municipalityId: here,
      caseId: foreign.id,
      key: 'k',
      name: 'n',
      state: 'running',
      startedAt: '2026-01-01T00:00:00.000Z',
      due: '2026-01-01',
      days: 1,
      unit: 'calendar',
      suspensions: [],
    }
    await expect(fresh.db.withTenants([here], tx => tx.insert(caseTerm).values(term))).rejects.toMatchObject({
      code: '23503',
    })
  })

  test('several towns are seen together, and only they', async () => {
    const third = await aTown(fresh.db)
    await fresh.db.withTenants([third], tx => tx.insert(office).values(officeOf(third)))
    const seen = await fresh.db.withTenants([there, third], tx => tx.select().from(office))
    expect(new Set(seen.map(row => row.municipalityId))).toEqual(new Set([there, third]))
  })
})

describe('without a town', () => {
  test('nothing is seen and nothing inserted, also after another transaction on the same connection', async () => {
    const town = await aTown(fresh.db)
    const single = createDb({ url: fresh.appUrl, max: 1 })
    await single.withTenants([town], tx => tx.insert(office).values(officeOf(town)))
    expect(await single.global(tx => tx.select().from(office))).toEqual([])
    expect(await single.withTenants([], tx => tx.select().from(office))).toEqual([])
    await expect(single.global(tx => tx.insert(office).values(officeOf(town, 'b')))).rejects.toMatchObject({
      message: expect.stringContaining('row-level security'),
    })
    await single.end()
  })

  test('a town that is no id is refused before it reaches the setting', async () => {
    const town = await aTown(fresh.db)
    await expect(fresh.db.withTenants([`${town},${town}`], tx => tx.select().from(office))).rejects.toThrow(
      'not a municipality id',
    )
  })

  test('a person reads their own memberships only', async () => {
    const [one, two] = [await aTown(fresh.db, 'Uno'), await aTown(fresh.db, 'Due')]
    const [anna, bruno] = await fresh.db.global(tx =>
      tx
        .insert(person)
        .values([
          { subject: 'anna', name: 'Anna' },
          { subject: 'bruno', name: 'Bruno' },
        ])
        .returning(),
    )
    await fresh.db.withTenants([one, two], tx =>
      tx.insert(membership).values([
        { municipalityId: one, personId: anna!.id, role: 'clerk' },
        { municipalityId: two, personId: anna!.id, role: 'auditor' },
        { municipalityId: two, personId: bruno!.id, role: 'clerk' },
      ]),
    )
    const found = await fresh.db.global(tx => membershipsOf(tx, anna!.id))
    expect(found.map(({ municipality, role, office: code }) => [municipality.name, role, code])).toEqual([
      ['Due', 'auditor', null],
      ['Uno', 'clerk', null],
    ])
    expect(await fresh.db.global(tx => tx.select().from(membership))).toEqual([])
  })
})

describe('roles', () => {
  test('app and relay are safe; owner and superuser are refused', async () => {
    await assertSafeRole(fresh.db)
    await assertSafeRole(fresh.relay)
    for (const url of [fresh.ownerUrl, superuserOf(fresh.appUrl)]) {
      const db = createDb({ url, max: 1 })
      await expect(assertSafeRole(db)).rejects.toThrow(/Connect as iter_app/)
      await db.end()
    }
  })

  test('a role that has come to own a table is refused', async () => {
    await fresh.asSuperuser('create table mine (id int)')
    await fresh.asSuperuser('alter table mine owner to iter_app')
    await expect(assertSafeRole(fresh.db)).rejects.toThrow(/owns tables/)
    await fresh.asSuperuser('drop table mine')
  })

  test('the relay reads what it serves, of all towns, and nothing else', async () => {
    const made = await aCase(fresh.db)
    const seen = await fresh.relay.global(tx =>
      tx
        .select()
        .from(caseRecord)
        .where(and(eq(caseRecord.id, made.id))),
    )
    expect(seen).toHaveLength(1)
    await expect(fresh.relay.global(tx => tx.select().from(membership))).rejects.toMatchObject({
      message: expect.stringContaining('permission denied'),
    })
    await expect(fresh.relay.global(tx => tx.update(caseRecord).set({ title: 'x' }))).rejects.toMatchObject({
      message: expect.stringContaining('permission denied'),
    })
  })
})

function superuserOf(appUrl: string): string {
  const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '')
  url.pathname = new URL(appUrl).pathname
  return url.href
}
