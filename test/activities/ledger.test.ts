import { randomUUID } from 'node:crypto'
import { createSharedLedger, type Ledger } from '../../activities/kernel/ledger.ts'
import type { Db } from '../../db/client.ts'
import type { IntentRequest } from '../../db/queries/open-intent.ts'
import { aCase } from '../db/fixtures.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
let places: { town: string; id: string }[]
beforeAll(async () => {
  fresh = await freshDatabase()
  places = [await aCase(fresh.db), await aCase(fresh.db)]
})
afterAll(() => fresh.drop())

const request = (
  place: { town: string; id: string } | undefined,
  some: Partial<IntentRequest> = {},
): IntentRequest => ({
  municipality: place?.town ?? '',
  caseId: place?.id ?? '',
  key: `${place?.town}:${randomUUID()}`,
  work: 'step#1',
  attempt: 1,
  operation: 'register.protocol',
  platform: 'register',
  requestDigest: 'd',
  leaseSeconds: 30,
  ...some,
})

/** The ledger, with how many towns and statements each shared transaction had. */
function aLedger(): { ledger: Ledger; shared: { towns: number; statements: number }[] } {
  const shared: { towns: number; statements: number }[] = []
  const db: Db = {
    ...fresh.db,
    atOnce: (towns, statements) => {
      shared.push({ towns: towns.length, statements: statements.length })
      return fresh.db.atOnce(towns, statements)
    },
  }
  return { ledger: createSharedLedger(db), shared }
}

const kindsOf = (answers: { kind: string }[]) => answers.map(({ kind }) => kind).toSorted()

describe('the shared ledger', () => {
  it('enters what meets, of any town, in one transaction', async () => {
    const { ledger, shared } = aLedger()
    const requests = Array.from({ length: 12 }, (_, n) => request(places[n % 2]))
    const opened = await Promise.all(requests.map(ledger.open))
    expect(opened.map(answer => answer.kind === 'fresh' && answer.intent)).toEqual(
      requests.map(({ municipality, key }) => ({ municipality, key, generation: 1 })),
    )
    expect(shared).toEqual([{ towns: 2, statements: 1 }])
    const { rows } = await fresh.asSuperuser('select municipality_id, status from effect where key = any($1)', [
      requests.map(({ key }) => key),
    ])
    expect(rows).toHaveLength(12)
    expect(new Set(rows.map(row => row.municipality_id))).toEqual(new Set(places.map(({ town }) => town)))
  })

  it('lets one of many begin an effect, also when they ask in the same moment', async () => {
    const { ledger } = aLedger()
    const one = request(places[0])
    const opened = await Promise.all(Array.from({ length: 6 }, () => ledger.open(one)))
    expect(kindsOf(opened)).toEqual(['fresh', 'running', 'running', 'running', 'running', 'running'])
  })

  it('keeps the first outcome, and answers it to whoever comes later', async () => {
    const { ledger } = aLedger()
    const one = request(places[0])
    const opened = await ledger.open(one)
    if (opened.kind !== 'fresh') throw new Error(opened.kind)
    await expect(ledger.settle(opened.intent, { id: 'first' })).resolves.toEqual({ id: 'first' })
    await expect(ledger.settle(opened.intent, { id: 'second' })).resolves.toEqual({ id: 'first' })
    await expect(ledger.open(one)).resolves.toEqual({ kind: 'done', outcome: { id: 'first' } })
  })

  it('opens and settles in one transaction what meets there', async () => {
    const { ledger, shared } = aLedger()
    const opened = await Promise.all([request(places[0]), request(places[1])].map(ledger.open))
    shared.length = 0
    const settling = opened.map((answer, n) =>
      answer.kind === 'fresh' ? ledger.settle(answer.intent, { n }) : Promise.reject(new Error(answer.kind)),
    )
    const more = ledger.open(request(places[0]))
    await expect(Promise.all(settling)).resolves.toEqual([{ n: 0 }, { n: 1 }])
    await expect(more).resolves.toMatchObject({ kind: 'fresh' })
    expect(shared).toEqual([{ towns: 2, statements: 2 }])
  })

  it('does not let one that cannot be entered keep the others out', async () => {
    const { ledger } = aLedger()
    const wrong = request(places[0], { caseId: randomUUID() })
    const [good, bad, other] = await Promise.allSettled(
      [request(places[0]), wrong, request(places[1])].map(ledger.open),
    )
    expect(good).toMatchObject({ status: 'fulfilled', value: { kind: 'fresh' } })
    expect(other).toMatchObject({ status: 'fulfilled', value: { kind: 'fresh' } })
    expect(bad).toMatchObject({ status: 'rejected', reason: { constraint: 'effect_case_record' } })
  })

  it('takes over what another process left, once its lease is over', async () => {
    const { ledger } = aLedger()
    const one = request(places[0])
    await ledger.open({ ...one, leaseSeconds: -1 })
    const opened = await Promise.all([ledger.open(one), ledger.open(request(places[0]))])
    expect(opened.map(({ kind }) => kind)).toEqual(['unknown', 'fresh'])
  })
})
