import { randomUUID } from 'node:crypto'

import pg from 'pg'

import { bearer, startApi } from './api.ts'
import type { Api } from './api.ts'
import { aPayingTown, cause, flowId, iuv } from './payments-town.ts'

let api: Api
let program: ReturnType<typeof bearer>
let town: Awaited<ReturnType<typeof aPayingTown>>
beforeAll(async () => {
  api = await startApi()
  program = bearer(api.origin, await api.token(['payments']))
  town = await aPayingTown(api)
}, 60_000)
afterAll(() => api.stop())

interface Page {
  items: { iuv: string; paid: string; missing: string }[]
  cursor: string
  more: boolean
}
const read = async (after?: string, limit = 3): Promise<Page> => {
  const { status, body } = await program.get(`/api/v1/payment-events?limit=${limit}${after ? `&after=${after}` : ''}`)
  expect(status).toBe(200)
  return body
}
/** Until every transaction that is open now, of whichever test on this server, is over: the feed tells nothing that one of them might precede. */
const nobodyBefore = async () => {
  const client = new pg.Client({ connectionString: api.database.appUrl })
  await client.connect()
  const ask = async (text: string, values: string[] = []) => (await client.query(text, values)).rows[0].it
  const newest = await ask('select pg_snapshot_xmax(pg_current_snapshot())::text as it')
  while (!(await ask('select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 as it', [newest])))
    await new Promise(resolve => setTimeout(resolve, 50))
  await client.end()
}
/** Everything that is new since a cursor, and the next one. */
const readAll = async (after?: string): Promise<Page> => {
  const all: Page = { items: [], cursor: after ?? '', more: true }
  while (all.more) {
    const page = await read(all.cursor || undefined)
    all.items.push(...page.items)
    Object.assign(all, { cursor: page.cursor, more: page.more })
  }
  return all
}

it('tells each state that a payment comes to, from the beginning and from a cursor', async () => {
  const accountant = await api.signIn({ role: 'accountant' })
  await town.owes(1, 8400)
  await nobodyBefore()
  const first = await readAll()
  expect(first.items).toMatchObject([{ iuv: iuv(1), service: 'tari', cents: 8400, paid: 'no', missing: 'payment' }])
  expect(JSON.stringify(first)).not.toMatch(/Corti|Saldo/)
  expect((await readAll(first.cursor)).items).toEqual([])
  await town.pays(1, 8400)
  await nobodyBefore()
  const paid = await readAll(first.cursor)
  expect(paid.items).toMatchObject([{ iuv: iuv(1), paid: 'paid', receiptId: 'RT-1', missing: 'report' }])
  await town.report(accountant, 'A', [{ n: 1, amount: '84.00' }])
  await town.journal(accountant, '2026-11-20', [{ number: '1', amount: '84.00', cause: cause('A') }])
  await nobodyBefore()
  const done = await readAll(paid.cursor)
  // Two changes, told as what they came to.
  expect(done.items).toMatchObject([
    {
      iuv: iuv(1),
      reconciled: 'reconciled',
      flowId: flowId('A'),
      regulationId: 'TRN-A',
      reportedCents: 8400,
      entries: ['05034/2026/1'],
      missing: 'nothing',
      code: 'RT_IUF_TES',
    },
  ])
  expect((await program.get(`/api/v1/payment-states/${iuv(1)}`)).body).toEqual(done.items[0])
  expect((await program.get(`/api/v1/payment-states/${iuv(99)}`)).status).toBe(404)
  const { text } = await program.get('/api/v1/payment-states.csv?missing=nothing&paidFrom=2026-11-01')
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).toContain(`;8400;2026-11-30;paid;`)
})

it('misses nothing and repeats nothing while transactions commit in another order than they began', async () => {
  await nobodyBefore()
  const start = (await readAll()).cursor
  const clients = await Promise.all(
    [1, 2, 3].map(async () => {
      const client = new pg.Client({ connectionString: api.database.appUrl })
      await client.connect()
      return client
    }),
  )
  const wanted = new Set<string>()
  const told: string[] = []
  let cursor = start
  const listen = async () => {
    const news = await readAll(cursor)
    told.push(...news.items.map(one => one.iuv))
    cursor = news.cursor
  }
  try {
    for (let round = 0; round < 8; round += 1) {
      // All three have begun and written before the first one ends; the last to begin ends first.
      for (const [index, client] of clients.entries()) {
        const name = `01${String(1000 + round * 10 + index).padStart(15, '0')}`
        await client.query('begin')
        await client.query(`select set_config('app.tenants', '${api.town}', true)`)
        await client.query(
          `insert into payment (municipality_id, id, iuv, cents, own_cents, paid, reported, reconciled, missing, changed_at)
           values ($1, $2, $3, 100, 100, 'no', 'no', 'no', 'payment', now())`,
          [api.town, randomUUID(), name],
        )
        wanted.add(name)
      }
      for (const client of round % 2 === 0 ? clients.toReversed() : clients) {
        await client.query('commit')
        await listen()
      }
    }
  } finally {
    for (const client of clients) await client.end()
  }
  await nobodyBefore()
  await listen()
  expect(told.toSorted()).toEqual([...wanted].toSorted())
})

it('refuses a cursor that it never gave out, and says when the database was set back', async () => {
  for (const after of ['x', '1', '1-', '-1-1', '99999999999999999999-1', "1-1'"]) {
    const { status } = await program.get(`/api/v1/payment-events?after=${encodeURIComponent(after)}`)
    expect([after, status]).toEqual([after, 400])
  }
  const ahead = await program.get('/api/v1/payment-events?after=9000000000000000000-1')
  expect([ahead.status, ahead.body.kind]).toEqual([409, 'not-allowed'])
  const other = bearer(api.origin, await api.token(['payments'], api.otherTown))
  expect((await other.get('/api/v1/payment-events')).body.items).toEqual([])
  const portal = bearer(api.origin, await api.token(['cases', 'receipts']))
  expect((await portal.get('/api/v1/payment-events')).status).toBe(403)
})
