import { eq } from 'drizzle-orm'
import { hashOf } from '../../db/audit-chain.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { verifyAudit } from '../../db/queries/verify-audit.ts'
import type { AuditVerdict } from '../../db/queries/verify-audit.ts'
import type { Checkpoint } from '../../db/audit-chain.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aTown } from './fixtures.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const append = (town: string, action: string) =>
  fresh.db.withTenants([town], tx =>
    appendAudit(tx, {
      municipality: town,
      actor: { kind: 'staff', id: 'p1', role: 'clerk' },
      action,
      object: { type: 'case', id: 'c1' },
      detail: { amount: 12.5, list: [1, 'due', null], nested: { b: 1, a: 'è' } },
    }),
  )

const verify = (town: string, checkpoints: Checkpoint[] = []): Promise<AuditVerdict> =>
  fresh.db.withTenants([town], tx => verifyAudit(tx, town, checkpoints))

/** A town with five entries. */
async function aLog(): Promise<{ town: string; last: Checkpoint }> {
  const town = await aTown(fresh.db)
  let last: Checkpoint = { seq: 0, hash: '' }
  for (const action of ['a', 'b', 'c', 'd', 'e']) last = await append(town, action)
  return { town, last }
}

/** Someone who owns the server: switches the triggers off, as nobody else can. */
async function tamper(...statements: [string, unknown[]][]): Promise<void> {
  await fresh.asSuperuser('alter table audit_entry disable trigger user')
  for (const [text, values] of statements) await fresh.asSuperuser(text, values)
  await fresh.asSuperuser('alter table audit_entry enable trigger user')
}

test('a log that nobody touched verifies, entry by entry', async () => {
  const { town, last } = await aLog()
  expect(last.seq).toBe(5)
  expect(await verify(town)).toEqual({ ok: true, entries: 5, last })
})

test('an empty log verifies', async () => {
  expect(await verify(await aTown(fresh.db))).toMatchObject({ ok: true, entries: 0 })
})

test('numbers have no gaps, however many write at once and roll back', async () => {
  const town = await aTown(fresh.db)
  const failed = fresh.db.withTenants([town], async tx => {
    await appendAudit(tx, {
      municipality: town,
      actor: { kind: 'system', id: 's' },
      action: 'x',
      object: { type: 't', id: '1' },
    })
    throw new Error('rolled back')
  })
  const writers = Array.from({ length: 30 }, (_, index) => append(town, `w${index}`))
  await Promise.allSettled([failed, ...writers])
  expect(await verify(town)).toMatchObject({ ok: true, entries: 30 })
})

test('each town has a chain of its own', async () => {
  const { town: one } = await aLog()
  const { town: two } = await aLog()
  await tamper(['update audit_entry set reason = $2 where municipality_id = $1 and seq = 2', [one, 'x']])
  expect(await verify(one)).toMatchObject({ ok: false, seq: 2 })
  expect(await verify(two)).toMatchObject({ ok: true })
})

describe('the log only grows', () => {
  test('the application may not change it at all', async () => {
    const { town } = await aLog()
    const denied = { message: expect.stringContaining('permission denied') }
    await expect(fresh.db.withTenants([town], tx => tx.update(auditEntry).set({ reason: 'x' }))).rejects.toMatchObject(
      denied,
    )
    await expect(fresh.db.withTenants([town], tx => tx.delete(auditEntry))).rejects.toMatchObject(denied)
  })

  test.each(['update audit_entry set reason = $$x$$', 'delete from audit_entry', 'truncate audit_entry'])(
    'triggers refuse even a superuser: %s',
    async statement => {
      await aLog()
      await expect(fresh.asSuperuser(statement)).rejects.toThrow(/append-only/)
    },
  )
})

describe('tampering is found at the first bad entry', () => {
  test('an entry edited', async () => {
    const { town } = await aLog()
    await tamper([
      'update audit_entry set actor = \'{"kind":"staff","id":"p2"}\' where municipality_id = $1 and seq = 3',
      [town],
    ])
    expect(await verify(town)).toEqual({ ok: false, seq: 3, fault: 'altered' })
  })

  test('an entry edited, and its hash made to fit: the next one is not linked to it', async () => {
    const { town } = await aLog()
    const [third] = await fresh.db.withTenants([town], tx => tx.select().from(auditEntry).where(eq(auditEntry.seq, 3)))
    const hash = hashOf({ ...third!, reason: 'forged' })
    await tamper([
      'update audit_entry set reason = $2, hash = $3 where municipality_id = $1 and seq = 3',
      [town, 'forged', hash],
    ])
    expect(await verify(town)).toEqual({ ok: false, seq: 4, fault: 'unlinked' })
  })

  test('the last entry edited, and its hash made to fit: the head knows', async () => {
    const { town } = await aLog()
    const [last] = await fresh.db.withTenants([town], tx => tx.select().from(auditEntry).where(eq(auditEntry.seq, 5)))
    const hash = hashOf({ ...last!, reason: 'forged' })
    await tamper([
      'update audit_entry set reason = $2, hash = $3 where municipality_id = $1 and seq = 5',
      [town, 'forged', hash],
    ])
    expect(await verify(town)).toEqual({ ok: false, seq: 5, fault: 'unlinked' })
  })

  test('an entry deleted', async () => {
    const { town } = await aLog()
    await tamper(['delete from audit_entry where municipality_id = $1 and seq = 2', [town]])
    expect(await verify(town)).toEqual({ ok: false, seq: 2, fault: 'missing' })
  })

  test('two entries exchanged', async () => {
    const { town } = await aLog()
    await tamper(
      ['update audit_entry set seq = 100 where municipality_id = $1 and seq = 2', [town]],
      ['update audit_entry set seq = 2 where municipality_id = $1 and seq = 3', [town]],
      ['update audit_entry set seq = 3 where municipality_id = $1 and seq = 100', [town]],
    )
    expect(await verify(town)).toEqual({ ok: false, seq: 2, fault: 'altered' })
  })

  test('an entry inserted', async () => {
    const { town } = await aLog()
    await tamper(
      ['update audit_entry set seq = 6 where municipality_id = $1 and seq = 5', [town]],
      [
        `insert into audit_entry select municipality_id, 5, at, actor, 'forged', object, reason, request_id, outcome, detail, prev, hash
         from audit_entry where municipality_id = $1 and seq = 4`,
        [town],
      ],
    )
    expect(await verify(town)).toEqual({ ok: false, seq: 5, fault: 'altered' })
  })

  test('the tail cut', async () => {
    const { town } = await aLog()
    await tamper(['delete from audit_entry where municipality_id = $1 and seq >= 4', [town]])
    expect(await verify(town)).toEqual({ ok: false, seq: 4, fault: 'missing' })
  })

  test('the tail cut and the head put back: only a checkpoint from outside knows', async () => {
    const { town, last } = await aLog()
    await tamper(
      ['delete from audit_entry where municipality_id = $1 and seq >= 4', [town]],
      [
        'update audit_head h set seq = 3, hash = e.hash from audit_entry e where h.municipality_id = $1 and e.municipality_id = $1 and e.seq = 3',
        [town],
      ],
    )
    expect(await verify(town)).toMatchObject({ ok: true, entries: 3 })
    expect(await verify(town, [last])).toEqual({ ok: false, seq: 4, fault: 'missing' })
  })

  test('everything rewritten: a checkpoint contradicts', async () => {
    const { town, last } = await aLog()
    await tamper(
      ['delete from audit_entry where municipality_id = $1', [town]],
      ['delete from audit_head where municipality_id = $1', [town]],
    )
    for (const action of ['a', 'b', 'c', 'd', 'forged']) await append(town, action)
    expect(await verify(town)).toMatchObject({ ok: true, entries: 5 })
    expect(await verify(town, [last])).toEqual({ ok: false, seq: 5, fault: 'contradicts-checkpoint' })
  })
})
