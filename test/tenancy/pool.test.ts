import { sql } from 'drizzle-orm'

import { createDb } from '../../db/client.ts'
import type { Db, Tx } from '../../db/client.ts'
import { searchCases } from '../../db/queries/search-cases.ts'
import { office } from '../../db/schema/municipalities.ts'
import { aCase, aTown } from '../db/fixtures.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
let one: string
let two: string
/** A single connection: whatever one transaction leaves behind, the next would meet. */
let single: Db

beforeAll(async () => {
  fresh = await freshDatabase()
  single = createDb({ url: fresh.appUrl, max: 1 })
  ;[one, two] = [await aTown(fresh.db), await aTown(fresh.db)]
  for (const town of [one, two]) {
    await fresh.db.withTenants([town], tx =>
      tx.insert(office).values({ municipalityId: town, code: 'scuola', name: 'Ufficio scuola' }),
    )
    await aCase(fresh.db, { town })
  }
})
afterAll(async () => {
  await single.end()
  await fresh.drop()
})

const townsSeen = async (tx: Tx): Promise<string[]> => (await tx.select().from(office)).map(row => row.municipalityId)
const leftBehind = (db: Db) =>
  db.global(async tx => {
    const { rows } = await tx.execute(sql`select coalesce(current_setting('app.tenants', true), '') as towns`)
    return [rows[0]?.['towns'], await townsSeen(tx), (await searchCases(tx, 'mensa')).length]
  })
const nothing = ['', [], 0]

describe('a pooled connection carries no town into the next transaction', () => {
  it('after an error of the program', async () => {
    const failing = single.withTenants([one], async tx => {
      await townsSeen(tx)
      throw new Error('of the program')
    })
    await expect(failing).rejects.toThrow('of the program')
    expect(await leftBehind(single)).toEqual(nothing)
  })

  it('after an error of the database, also one that was swallowed', async () => {
    const failing = single.withTenants([one], async tx => {
      await tx.execute(sql`select 1 / 0`).catch(() => undefined)
      return townsSeen(tx)
    })
    await expect(failing).rejects.toMatchObject({ kind: 'query-failed' })
    expect(await leftBehind(single)).toEqual(nothing)
  })

  it('after its server process was ended in the middle', async () => {
    const failing = single.withTenants([one], async tx => {
      const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`)
      await fresh.asSuperuser('select pg_terminate_backend($1)', [rows[0]?.['pid']])
      return townsSeen(tx)
    })
    await expect(failing).rejects.toBeTruthy()
    expect(await leftBehind(single)).toEqual(nothing)
    expect(await single.withTenants([two], townsSeen)).toEqual([two])
  })
})

describe('transactions of several towns', () => {
  it('one within another sees its own town only, and gives the other back unchanged', async () => {
    const seen = await fresh.db.withTenants([one], async outer => {
      const before = await townsSeen(outer)
      const inner = await fresh.db.withTenants([two], townsSeen)
      const none = await fresh.db.global(townsSeen)
      return [before, inner, none, await townsSeen(outer)]
    })
    expect(seen).toEqual([[one], [two], [], [one]])
  })

  it('side by side do not mix, however they take turns at few connections', async () => {
    const few = createDb({ url: fresh.appUrl, max: 3 })
    const turns = Array.from({ length: 120 }, (_, index) => (index % 2 === 0 ? one : two))
    const seen = await Promise.all(
      turns.map(town =>
        few.withTenants([town], async tx => {
          const towns = await Promise.all([townsSeen(tx), townsSeen(tx)])
          await tx.execute(sql`select pg_sleep(0.001)`)
          const found = (await searchCases(tx, 'mensa')).map(line => line.municipalityId)
          return [...towns.flat(), ...found]
        }),
      ),
    )
    expect(seen).toEqual(turns.map(town => [town, town, town]))
    await few.end()
  })

  it('end for what still runs when one part has failed', async () => {
    let goOn: () => void = () => undefined
    const paused = new Promise<void>(resolve => (goOn = resolve))
    let late: Promise<string[] | string> = Promise.resolve('not asked')
    const failing = single.withTenants([one], tx => {
      late = paused.then(() => townsSeen(tx)).catch(() => 'refused')
      return Promise.all([late, Promise.reject(new Error('one part'))])
    })
    await expect(failing).rejects.toThrow('one part')
    const next = await single.withTenants([two], async tx => {
      goOn()
      return [await late, await townsSeen(tx)]
    })
    expect(next).toEqual(['refused', [two]])
  })

  it('cannot be used once they are over: the connection may be another town’s by then', async () => {
    let kept: Tx | undefined
    await single.withTenants([one], async tx => {
      kept = tx
      await townsSeen(tx)
    })
    const late = await single.withTenants([two], async tx => {
      const asked = Promise.resolve()
        .then(() => townsSeen(kept!))
        .catch((error: unknown) => (error instanceof Error ? 'refused' : 'odd'))
      return [await asked, await townsSeen(tx)]
    })
    expect(late).toEqual(['refused', [two]])
  })
})
