import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileTables } from '../../engine/compile/decision-tables.ts'
import { confidentialRecord } from '../../db/schema/cases.ts'
import { canteenSetting, mealAccount, school, schoolClass, schoolPupil } from '../../db/schema/canteen.ts'
import { decisionTable, membership, office } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { createActivities } from '../../activities/create-activities.ts'
import { aCase, aPublication, aTown } from '../db/fixtures.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { failureOf, quiet } from './support/town.ts'

const AT = '2026-11-22T09:00:00.000Z'
const childCode = 'RSSGLI19C62D142X'
const parentCode = 'BNCCHR88D57D142Y'
const child = { firstName: 'Giulia', lastName: 'Rossi', fiscalCode: 'RSSGLI19C62D142X' }
const parent = { firstName: 'Chiara', lastName: 'Bianchi', fiscalCode: 'BNCCHR88D57D142Y' }

let fresh: FreshDatabase
let town: string
let caseId: string
beforeAll(async () => {
  fresh = await freshDatabase()
})
beforeEach(async () => {
  town = await aTown(fresh.db, 'Ripalta')
  caseId = (await aCase(fresh.db, { town })).id
  await fresh.db.withTenants([town], async tx => {
    const municipalityId = town
    await tx.insert(office).values({ municipalityId, code: 'scuola', name: 'Ufficio scuola' })
    await tx.insert(school).values({ municipalityId, code: 'P1', name: 'Primaria' })
    await tx.insert(schoolClass).values({ municipalityId, schoolCode: 'P1', name: '2B', places: 2 })
    await tx.insert(canteenSetting).values({
      municipalityId,
      schoolYear: '2026/2027',
      model: 'prepaid',
      mealDays: ['mon'],
      startsOn: '2026-09-14',
      endsOn: '2027-06-30',
      topUpCents: 5000,
      iseeDays: 15,
    })
  })
})
afterAll(() => fresh.drop())

const activities = () =>
  createActivities({
    db: fresh.db,
    keys: fresh.keys,
    config: { retryScale: 0.01, localMs: 4500, leaseMarginSeconds: 8 },
    log: quiet,
  })

const work = (operation: string, input: any, some: any = {}) => ({
  id: `${operation}#1`,
  element: operation,
  operation,
  input,
  attempt: 1,
  municipality: town,
  caseId,
  caseNumber: 'MENSA-2026-000001',
  at: AT,
  ...some,
})
const perform = (operation: string, input: any, some: any = {}): Promise<any> =>
  activities().perform(work(operation, input, some))
const rows = async (text: string) => (await fresh.asSuperuser(text, [town])).rows

describe('acts.issue', () => {
  it.each([
    ['receipt', {}],
    ['integration-request', { missing: [{ code: 'days', text: 'I giorni.' }], due: '2026-12-22' }],
    ['refusal-notice', { reasons: 'Non risulta iscritta.' }],
    [
      'approval',
      {
        fareCents: 450,
        startsOn: '2026-12-01',
        days: ['mon'],
        protocol: { number: '0000001', year: 2026, date: '2026-11-22' },
      },
    ],
    ['refusal', { reasons: 'Non risulta iscritta.' }],
  ])('files one %s, whatever the retries', async (kind, some) => {
    const { documentId } = await perform('acts.issue', { kind, ...some })
    expect(await perform('acts.issue', { kind, ...some })).toEqual({ documentId })
    const files = await rows('select * from document where municipality_id = $1')
    expect(files).toHaveLength(1)
    expect(files[0]).toMatchObject({
      id: documentId,
      kind,
      direction: 'out',
      media_type: 'application/pdf',
      sealed: false,
    })
    expect(files[0].bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(files[0].size).toBe(files[0].bytes.length)
  })

  it('names the first supervisor of the office when the town names nobody', async () => {
    await fresh.db
      .global(tx => tx.insert(person).values({ subject: randomUUID(), name: 'Marco Ferri' }).returning())
      .then(([made]) =>
        fresh.db.withTenants([town], tx =>
          tx
            .insert(membership)
            .values({ municipalityId: town, personId: made!.id, officeCode: 'scuola', role: 'supervisor' }),
        ),
      )
    const { readSetting } = await import('../../activities/documents/setting.ts')
    const context: any = {
      municipality: town,
      caseId,
      at: AT,
      transaction: (fn: any) => fresh.db.withTenants([town], fn),
    }
    expect(await readSetting(context)).toMatchObject({ responsible: 'Marco Ferri', office: 'Ufficio scuola' })
  })
})

describe('canteen places', () => {
  const place = { school: 'P1', class: '2B', days: ['mon'], from: '2026-12-01' }

  it('gives the last place to one of many', async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => aCase(fresh.db, { town })))
    const all = await Promise.all(others.map(({ id }) => perform('canteen.reservePlace', place, { caseId: id })))
    expect(all.filter(({ reserved }) => reserved)).toHaveLength(2)
    expect(all.filter(({ reserved }) => !reserved).map(({ placesLeft }) => placesLeft)).toEqual([0, 0, 0])
  })

  it('takes one place a case, and gives it back once', async () => {
    expect(await perform('canteen.reservePlace', place)).toEqual({ reserved: true, placesLeft: 1 })
    expect(await perform('canteen.reservePlace', place)).toEqual({ reserved: true, placesLeft: 1 })
    expect(await perform('canteen.releasePlace', {})).toEqual({ released: true })
    expect(await perform('canteen.releasePlace', {}, { id: 'r#2' })).toEqual({ released: false })
    const other = await aCase(fresh.db, { town })
    expect(await perform('canteen.reservePlace', place, { caseId: other.id })).toMatchObject({ placesLeft: 1 })
  })

  it('refuses a class that the canteen does not serve', async () => {
    const failure = await failureOf(perform('canteen.reservePlace', { ...place, class: '9Z' }))
    expect(failure).toMatchObject({ kind: 'refused', code: 'class-unknown' })
  })
})

describe('canteen checks', () => {
  it.each([
    [{ schoolCode: 'P1', className: '2B' }, { found: true }],
    [
      { schoolCode: 'P1', className: '3A' },
      { found: true, differs: { school: 'P1', class: '3A' } },
    ],
    [null, { found: false }],
  ])('school list has %j', async (listed, answer) => {
    if (listed) {
      await fresh.db.withTenants([town], tx =>
        tx
          .insert(schoolPupil)
          .values({ municipalityId: town, schoolYear: '2026/2027', fiscalCode: childCode, ...listed }),
      )
    }
    const asked = { childFiscalCode: childCode, school: 'P1', class: '2B' }
    expect(await perform('canteen.schoolEnrolment', asked)).toEqual(answer)
  })

  it('counts what is owed from other years, by payer or child, and not this year’s', async () => {
    const debts: [string, number, string, string][] = [
      ['2025/2026', -1200, parentCode, 'AAAAAA00A00A000A'],
      ['2024/2025', -300, 'AAAAAA00A00A000A', childCode],
      ['2025/2026', 900, parentCode, childCode],
      ['2026/2027', -5000, parentCode, childCode],
      ['2025/2026', -70, 'AAAAAA00A00A000A', 'AAAAAA00A00A000A'],
    ]
    for (const [schoolYear, balanceCents, applicantFiscalCode, childFiscalCode] of debts) {
      const { id } = await aCase(fresh.db, { town })
      const account = { schoolYear, balanceCents, applicantFiscalCode, childFiscalCode }
      await fresh.db.withTenants([town], tx =>
        tx.insert(mealAccount).values({
          municipalityId: town,
          caseId: id,
          childName: 'x',
          model: 'prepaid',
          fare: {},
          state: 'closed',
          ...account,
        }),
      )
    }
    const people = { applicantFiscalCode: parentCode, childFiscalCode: childCode }
    expect(await perform('canteen.arrears', people)).toEqual({ cents: 1500 })
  })

  it('looks for confidential pieces without telling what they say', async () => {
    const request = {
      applicant: { relation: 'parent' },
      school: { code: 'P1', class: '2B' },
      days: ['mon'],
      diet: {},
      isee: { status: 'none' },
      schoolYear: '2026/2027',
    }
    const missing = async (refs: object, id: string) =>
      (await perform('canteen.completeness', { request, refs }, { id })).missing.map(({ code }: any) => code)
    expect(await missing({}, 'c#1')).toEqual([])
    expect(await perform('canteen.completeness', { request, refs: {} })).toEqual({ missing: [], iseeDays: 15 })
    const keep = async (content: object) => {
      const id = randomUUID()
      const sealed = await fresh.keys.sealFor(town, JSON.stringify(content), `confidential_record/${id}`)
      await fresh.db.withTenants([town], tx =>
        tx
          .insert(confidentialRecord)
          .values({ municipalityId: town, id, caseId, officeCode: 'diete', kind: 'diet', content: sealed }),
      )
      return id
    }
    expect(await missing({ diet: await keep({ diet: { kind: 'medical', notes: 'niente latte' } }) }, 'c#2')).toEqual([
      'reserved-document',
    ])
    expect(
      await missing({ diet: await keep({ diet: { kind: 'medical', certificate: randomUUID() } }) }, 'c#3'),
    ).toEqual([])
  })
})

describe('meal accounts', () => {
  const opening = {
    child,
    applicant: parent,
    schoolYear: '2026/2027',
    fareCents: 450,
    fareRule: 'ISEE fino a 8.500 €',
    resolution: 'n. 41/2026',
    startsOn: '2026-12-01',
  }
  const open = () => perform('canteen.openAccount', opening)

  it('opens one a case and asks for a first top-up when one is due', async () => {
    const account = await open()
    expect(account).toMatchObject({ model: 'prepaid', startsOn: '2026-12-01' })
    expect(await open()).toEqual(account)
    const { accountId } = account
    expect(await perform('canteen.firstTopUp', { accountId, fareCents: 450 })).toEqual({ dueCents: 5000 })
    expect(await perform('canteen.firstTopUp', { accountId, fareCents: 0 })).toEqual({ dueCents: 0 })
  })

  it('asks for nothing when meals are paid afterwards', async () => {
    await fresh.asSuperuser(`update canteen_setting set model = 'postpaid' where municipality_id = $1`, [town])
    const { accountId, model } = await open()
    expect(model).toBe('postpaid')
    expect(await perform('canteen.firstTopUp', { accountId, fareCents: 450 })).toEqual({ dueCents: 0 })
  })

  it('credits each receipt once, two receipts twice', async () => {
    const { accountId } = await open()
    const credit = (receiptId: string, id: string) =>
      perform('canteen.credit', { accountId, receiptId, cents: 5000 }, { id })
    const all = await Promise.all([credit('r1', 'c#1'), credit('r1', 'c#2'), credit('r1', 'c#3')])
    expect(all).toEqual(Array(3).fill({ balanceCents: 5000 }))
    expect(await credit('r2', 'c#4')).toEqual({ balanceCents: 10_000 })
  })

  it('changes the fare from a date on and leaves what was before', async () => {
    const { accountId } = await open()
    const change = {
      accountId,
      fareCents: 300,
      fareRule: 'ISEE presentato',
      resolution: 'n. 41/2026',
      from: '2027-02-01',
    }
    expect(await perform('canteen.rerate', change)).toEqual({ from: '2027-02-01', fareCents: 300 })
    await perform('canteen.rerate', change)
    const periods = await rows('select "from"::text, cents from fare_period where municipality_id = $1 order by "from"')
    expect(periods).toEqual([
      { from: '2026-12-01', cents: 450 },
      { from: '2027-02-01', cents: 300 },
    ])
  })

  it('closes: the list ends, the place is free, a later payment waits for a person', async () => {
    const { accountId } = await open()
    await perform('canteen.reservePlace', { school: 'P1', class: '2B', days: ['mon'], from: '2026-12-01' })
    const entry = { child, school: 'P1', class: '2B', days: ['mon'], dietCode: 'D2', startsOn: '2026-11-01' }
    const { entryId } = await perform('canteen.enlist', entry)
    expect(await perform('canteen.enlist', entry)).toEqual({ entryId })
    const closing = { accountId, reason: 'Rinuncia' }
    expect(await perform('canteen.close', closing)).toEqual({ balanceCents: 0 })
    expect(await perform('canteen.close', closing, { id: 'close#2' })).toEqual({ balanceCents: 0 })
    const [line] = await rows('select ends_on::text from canteen_list where municipality_id = $1')
    expect(line).toEqual({ ends_on: '2026-11-22' })
    const [held] = await rows('select released_at is not null as free from canteen_place where municipality_id = $1')
    expect(held).toEqual({ free: true })
    const failure = await failureOf(perform('canteen.credit', { accountId, receiptId: 'late', cents: 100 }))
    expect(failure).toMatchObject({ kind: 'refused', code: 'account-closed' })
  })

  it('of another case is not there', async () => {
    const { accountId } = await open()
    const other = await aCase(fresh.db, { town })
    const failure = await failureOf(perform('canteen.close', { accountId, reason: 'x' }, { caseId: other.id }))
    expect(failure).toMatchObject({ kind: 'defect', code: 'account-missing' })
  })
})

describe('decision.evaluate', () => {
  const inputs = { iseeCents: 400_000, resident: true, minors: 1, siblings: 0, exempt: false }
  const adopt = async (some: object = {}) => {
    const file = join(__dirname, '../../workflows/procedures/canteen-enrolment/fares/manfredonia.dmn')
    const dmn = readFileSync(file, 'utf8')
    const { tables } = await compileTables(dmn)
    await fresh.db.withTenants([town], tx =>
      tx.insert(decisionTable).values({
        municipalityId: town,
        key: 'fare',
        resolution: 'n. 41/2026',
        validFrom: '2026-09-01',
        validTo: '2027-08-31',
        status: 'approved',
        dmn,
        table: JSON.parse(JSON.stringify(tables[0])),
        approvedAt: AT,
        ...some,
      }),
    )
  }
  const evaluate = (date = '2026-11-22', some: object = {}) =>
    perform('decision.evaluate', { decision: 'fare', date, inputs: { ...inputs, ...some } })

  it('applies the town’s table and says which rule of which resolution', async () => {
    await adopt()
    const decided = await evaluate()
    expect(decided).toMatchObject({
      output: expect.any(Number),
      rules: [{ number: expect.any(Number), text: expect.stringMatching(/\S{3,}/) }],
      table: { key: 'fare', resolution: 'n. 41/2026', validFrom: '2026-09-01' },
    })
  })

  it('takes the table that holds on the date, the one that began last', async () => {
    await adopt()
    await adopt({ resolution: 'n. 50/2026', validFrom: '2026-11-01' })
    await adopt({ resolution: 'n. 99/2026', validFrom: '2026-11-10', status: 'draft' })
    expect((await evaluate('2026-10-31')).table.resolution).toBe('n. 41/2026')
    expect((await evaluate('2026-11-22')).table.resolution).toBe('n. 50/2026')
  })

  it.each(['2026-08-31', '2027-09-01'])('has no table for %s: somebody must approve one', async date => {
    await adopt()
    expect(await failureOf(evaluate(date))).toMatchObject({ kind: 'misconfigured', code: 'no-decision-table' })
  })
})

describe('step', () => {
  it('publishes, then performs', async () => {
    const publication = aPublication({ town, id: caseId }, { revision: 3 })
    const output = await activities().step({ publication, work: work('canteen.releasePlace', {}) })
    expect(output).toEqual({ released: false })
    const [view] = await rows('select revision from case_view where municipality_id = $1')
    expect(view).toEqual({ revision: 3 })
  })

  it('sees its own town only', async () => {
    const elsewhere = await aTown(fresh.db, 'Altrove')
    const failure = await failureOf(perform('acts.issue', { kind: 'receipt' }, { municipality: elsewhere }))
    expect(failure).toMatchObject({ kind: 'defect', code: 'case-missing' })
  })
})
