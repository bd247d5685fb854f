import { sql } from 'drizzle-orm'
import { randomUUID } from 'node:crypto'
import { settle, type Touched } from '../../activities/reconciliation/settle.ts'
import { takeJournal } from '../../activities/reconciliation/take-journal.ts'
import { takeReport, type Town } from '../../activities/reconciliation/take-report.ts'
import type { Tx } from '../../db/client.ts'
import { sumMovements } from '../../db/queries/reconciliation/sum-movements.ts'
import { paymentFile } from '../../db/schema/payment-files.ts'
import { importReport } from '../../reconciliation/import-report.ts'
import type { Ownership } from '../../reconciliation/facts.ts'
import { readJournalFile } from '../../reconciliation/readers/journal-file.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { aTown } from '../db/fixtures.ts'
import { aJournal, type Movement } from '../reconciliation/journals.ts'
import { aReport } from '../reconciliation/reports.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'

const ownership: Ownership = { fiscalCode: '00111190191', segregationCodes: ['01'], otherPartners: [] }
const flow = (name: string) => `2026-11-20BPPIITRRXXX-${name}`
const cause = (name: string) => `/PUR/LGPE-RIVERSAMENTO/URI/${flow(name)}`
const iuv = (n: number) => `01${String(n).padStart(15, '0')}`

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

interface File {
  kind: 'report' | 'journal'
  text: string
}

const report = (name: string, some: Parameters<typeof aReport>[0], at = '08:30:00'): File => ({
  kind: 'report',
  text: aReport(some).replace(flow('0033'), flow(name)).replace('08:30:00', at),
})
const journal = (day: string, movements: Movement[]): File => ({
  kind: 'journal',
  text: aJournal({ day, movements, version: '1.8' }),
})

/** A town's week: split credits, a revision, a reversal, an overlap, money before its report, another partner's flow, a bare IUV. */
const week: File[] = [
  report('A', {
    rows: [
      { iuv: iuv(1), amount: '60.00' },
      { iuv: iuv(2), amount: '40.00' },
    ],
    total: '100.00',
  }),
  report('B', { rows: [{ iuv: iuv(3), amount: '10.00' }], total: '10.00' }),
  report(
    'B',
    {
      rows: [
        { iuv: iuv(3), amount: '10.00' },
        { iuv: iuv(4), amount: '5.00' },
      ],
      total: '15.00',
    },
    '09:00:00',
  ),
  report('C', { rows: [{ iuv: '47000000000000099', amount: '7.00' }], total: '7.00' }),
  report('D', { rows: [{ iuv: iuv(5), amount: '20.00' }], total: '20.00' }),
  journal('2026-11-20', [
    { number: '1', amount: '70.00', cause: cause('A') },
    { number: '2', amount: '15.00', cause: cause('B') },
    { number: '3', amount: '20.00', cause: cause('D') },
    { number: '90', amount: '500.00', cause: 'AFFITTO SALA' },
    { number: '91', amount: '33.00', type: 'USCITA', document: 'MANDATO' },
  ]),
  journal('2026-11-21', [
    { number: '4', amount: '30.00', cause: cause('A') },
    { number: '3', amount: '20.00', cause: cause('D'), movedOn: '2026-11-20' },
    { number: '5', amount: '7.00', cause: cause('C') },
    { number: '6', amount: '8.00', cause: cause('LATE') },
  ]),
  journal('2026-11-22', [
    { number: '3', amount: '20.00', operation: 'STORNATO', bill: '77', reverses: '3', cause: 'STORNO' },
    { number: '7', amount: '9.00', cause: '/PUR/LGPE-RIVERSAMENTO/URI/2' },
    { number: '8', amount: '12.00', cause: `/RFB/${iuv(9)}/12.00` },
    {
      number: '92',
      amount: '70.00',
      document: 'REVERSALE',
      operation: 'REGOLARIZZATO',
      closes: [{ number: '1', amount: '70.00' }],
    },
  ]),
]

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function take(town: Town, { kind, text }: File): Promise<void> {
  await fresh.db.withTenants([town.municipality], async tx => {
    const fileId = await aFile(tx, town.municipality, kind)
    await settle(tx, town, await touchedBy(tx, town, fileId, { kind, text }))
    if (kind === 'journal') await reportAddsUp(tx, town.municipality, fileId)
  })
}

async function touchedBy(tx: Tx, town: Town, fileId: string, { kind, text }: File): Promise<Touched> {
  if (kind === 'report') return (await takeReport(tx, town, fileId, readReportXml(bytesOf(text)))).touched
  return (await takeJournal(tx, town, fileId, readJournalFile(bytesOf(text)))).touched
}

async function aFile(tx: Tx, municipalityId: string, kind: File['kind']): Promise<string> {
  const [made] = await tx
    .insert(paymentFile)
    .values({ municipalityId, kind, name: 'f', sha256: randomUUID(), size: 1, source: 'upload', state: 'reading' })
    .returning()
  return made!.id
}

async function reportAddsUp(tx: Tx, municipality: string, fileId: string): Promise<void> {
  const { rows } = await tx.execute<{ count: number; cents: string }>(
    sql`select count(*)::int as count, sum(abs(cents)) as cents from journal_movement where file_id = ${fileId}`,
  )
  const read = { count: rows[0]!.count, cents: Number(rows[0]!.cents) }
  expect(importReport(await sumMovements(tx, municipality, fileId), read).movements).toMatchObject(read)
}

/** Everything that is derived, without what differs by nature (ids, clocks). */
function stateOf(municipality: string): Promise<unknown> {
  return fresh.db.withTenants([municipality], async tx => {
    const entries =
      await tx.execute(sql`select number, cents, reversed_cents, regularised_cents, moved_on, class, code, rule,
      reasons, difference_cents from treasury_entry order by number`)
    const flows =
      await tx.execute(sql`select flow_id, flow_at, state, status, credited_cents, reconciled_on, foreign_count
      from payment_flow order by flow_id, flow_at`)
    const payments = await tx.execute(sql`select iuv, cents, paid, reported, reconciled, reconciled_on, missing, code
      from payment order by iuv`)
    return { entries: entries.rows, flows: flows.rows, payments: payments.rows }
  })
}

function* shuffles(count: number): Generator<File[]> {
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  for (let n = 0; n < count; n += 1) {
    yield week
      .map(file => ({ file, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(it => it.file)
  }
}

async function played(files: File[]) {
  const town: Town = { municipality: await aTown(fresh.db), ownership }
  for (const file of files) await take(town, file)
  return { town, state: await stateOf(town.municipality) }
}

it('every order of arrival ends the same, and everything once more changes nothing', async () => {
  const { town, state } = await played(week)
  expect(state).toMatchObject({
    entries: [
      { number: '1', class: 'reconciled', regularised_cents: '7000' },
      { number: '2', class: 'reconciled' },
      { number: '3', class: 'reversed' },
      { number: '4', class: 'reconciled' },
      { number: '5', class: 'other-partner' },
      { number: '6', class: 'unreported' },
      { number: '7', class: 'error', rule: 'reference-unreadable' },
      { number: '8', class: 'error', rule: 'payment-unknown' },
      { number: '90', class: 'not-pagopa' },
    ],
    flows: [
      { status: 'reconciled', reconciled_on: '2026-11-21' },
      { state: 'replaced' },
      { state: 'current', status: 'reconciled' },
      { status: 'other-partner' },
      { status: 'waiting' },
    ],
    payments: [
      { iuv: iuv(1), paid: 'no-receipt', reported: 'reported', reconciled: 'reconciled', missing: 'receipt' },
      { iuv: iuv(2) },
      { iuv: iuv(3), reconciled: 'reconciled' },
      { iuv: iuv(4), reconciled: 'reconciled' },
      { iuv: iuv(5), reported: 'reported', reconciled: 'no', missing: 'credit' },
    ],
  })
  for (const files of shuffles(10)) expect((await played(files)).state).toEqual(state)
  for (const file of week.toReversed()) await take(town, file)
  expect(await stateOf(town.municipality)).toEqual(state)
}, 300_000)

it('a late report closes what waited for it', async () => {
  const { town } = await played(week)
  await take(town, report('LATE', { rows: [{ iuv: iuv(6), amount: '8.00' }], total: '8.00' }))
  expect(await stateOf(town.municipality)).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ number: '6', class: 'reconciled' })]),
    payments: expect.arrayContaining([expect.objectContaining({ iuv: iuv(6), reconciled: 'reconciled' })]),
  })
})

it('another town’s file is refused, saying whose it is', async () => {
  const town: Town = { municipality: await aTown(fresh.db), ownership: { ...ownership, fiscalCode: '00111190192' } }
  for (const file of week.slice(4, 6)) {
    await expect(take(town, file)).rejects.toMatchObject({ kind: 'file-refused', code: 'other-body' })
  }
  expect(await stateOf(town.municipality)).toEqual({ entries: [], flows: [], payments: [] })
})
