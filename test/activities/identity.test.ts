import { createHash, randomUUID } from 'node:crypto'
import { identityEvidence } from '../../db/schema/cases.ts'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { tampers } from '../../sandbox/platforms/spid/sign.ts'
import { aCase } from '../db/fixtures.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { aSandboxTown, audience, knowProviders, recipient, type TestTown } from './support/town.ts'

let fresh: FreshDatabase
let sandbox: Sandbox
let town: TestTown
const folder = aFolder()
beforeAll(async () => {
  fresh = await freshDatabase()
  sandbox = await aSandbox({ dataDir: folder })
  await knowProviders(fresh, sandbox)
  town = await aSandboxTown(fresh, sandbox)
})
afterAll(async () => {
  await sandbox.close()
  await fresh.drop()
})

const applicant = citizens.find(one => one.id === 'bianchi-chiara')!
const other = citizens.find(one => one.id === 'rossi-marco')!

async function sign(some: object = {}): Promise<{ xml: Buffer; requestId: string }> {
  const requestId = `_${randomUUID()}`
  const body = { fiscalCode: applicant.fiscalCode, level: 2, audience, recipient, requestId, ...some }
  const { body: signed } = await sandbox.call('POST', `${sandbox.urls.control}/sign`, { body })
  return { xml: Buffer.from(signed.response, 'base64'), requestId: body.requestId }
}

interface Evidence {
  xml: Buffer
  requestId: string
  caseId?: string
  method?: 'SPID' | 'CIE'
  digest?: string
  sealedAs?: string
}

/** As the intake stores it. */
async function store({
  xml,
  requestId,
  caseId = town.caseId,
  method = 'SPID',
  digest,
  sealedAs,
}: Evidence): Promise<string> {
  const id = randomUUID()
  const raw = await fresh.keys.sealFor(town.id, xml, `identity_evidence/${sealedAs ?? id}`)
  await fresh.db.withTenants([town.id], tx =>
    tx.insert(identityEvidence).values({
      municipalityId: town.id,
      id,
      caseId,
      method,
      requestId,
      raw,
      digest: digest ?? createHash('sha256').update(xml).digest('hex'),
      receivedAt: new Date().toISOString(),
    }),
  )
  return id
}

const input = (evidence: string, some = {}) => ({
  evidence,
  applicantFiscalCode: applicant.fiscalCode,
  minLevel: 2,
  ...some,
})
const refusalOf = async (id: string) =>
  (await fresh.asSuperuser('select refusal, verified_at from identity_evidence where id = $1', [id])).rows[0]

describe('spid.verifyEvidence', () => {
  it.each(['SPID', 'CIE'] as const)('accepts %s and writes down what it saw', async method => {
    const evidence = await store({ ...(await sign({ method, level: 3 })), method })
    const found = await town.perform('spid.verifyEvidence', input(evidence))
    expect(found).toEqual({ method, level: 3, issuedAt: expect.any(String), idp: expect.stringContaining('sandbox') })
    expect(await town.perform('spid.verifyEvidence', input(evidence))).toEqual(found)
    const { rows } = await fresh.asSuperuser(
      'select fiscal_code, level, refusal from identity_evidence where id = $1',
      [evidence],
    )
    expect(rows[0]).toEqual({ fiscal_code: applicant.fiscalCode, level: 3, refusal: null })
  })

  it.each(tampers)('refuses a response that is %s, for good', async tamper => {
    const evidence = await store(await sign({ tamper }))
    const failure = await town.failure('spid.verifyEvidence', input(evidence))
    expect(failure).toMatchObject({ kind: 'refused', code: 'identity-refused', platform: 'spid' })
    expect(failure.message).toMatch(/^[A-Z].*\.$/)
    expect(JSON.stringify(failure)).not.toContain(applicant.fiscalCode)
    expect(await refusalOf(evidence)).toMatchObject({ refusal: expect.any(String), verified_at: null })
  })

  it('refuses another person than the applicant', async () => {
    const evidence = await store(await sign({ fiscalCode: other.fiscalCode }))
    const failure = await town.failure('spid.verifyEvidence', input(evidence))
    expect(failure).toMatchObject({ kind: 'refused', detail: 'spid: other-person' })
  })

  it('refuses too low a level, and takes it where it is enough', async () => {
    const evidence = await store(await sign({ level: 1 }))
    expect(await town.failure('spid.verifyEvidence', input(evidence))).toMatchObject({ detail: 'spid: level' })
    expect(await town.perform('spid.verifyEvidence', input(evidence, { minLevel: 1 }))).toMatchObject({ level: 1 })
  })

  it('refuses the same evidence brought by another person, and lets the same person use it again', async () => {
    const signed = await sign()
    await town.perform('spid.verifyEvidence', input(await store(signed)))
    const sibling = await aCase(fresh.db, { town: town.id })
    const again = await store({ ...signed, caseId: sibling.id })
    await town.perform('spid.verifyEvidence', input(again), { caseId: sibling.id })

    const thief = await aCase(fresh.db, { town: town.id })
    const stolen = await store({ ...signed, caseId: thief.id })
    const failure = await town.failure(
      'spid.verifyEvidence',
      input(stolen, { applicantFiscalCode: other.fiscalCode }),
      { caseId: thief.id },
    )
    expect(failure).toMatchObject({ kind: 'refused', detail: 'spid: other-person' })
  })

  it('refuses a second person who answers the request of the first', async () => {
    const first = await sign()
    await town.perform('spid.verifyEvidence', input(await store(first)))
    const second = await sign({ fiscalCode: other.fiscalCode, requestId: first.requestId })
    const evidence = await store(second)
    const failure = await town.failure(
      'spid.verifyEvidence',
      input(evidence, { applicantFiscalCode: other.fiscalCode }),
    )
    expect(failure).toMatchObject({ kind: 'refused', detail: 'spid: already-used' })
  })

  it('refuses evidence of another case, and a case without any', async () => {
    const evidence = await store(await sign())
    const elsewhere = await aCase(fresh.db, { town: town.id })
    const failure = await town.failure('spid.verifyEvidence', input(evidence), { caseId: elsewhere.id })
    expect(failure).toMatchObject({ kind: 'refused', detail: 'spid: no-evidence' })
    expect(await town.failure('spid.verifyEvidence', input(randomUUID()))).toMatchObject({
      detail: 'spid: no-evidence',
    })
  })

  it('refuses bytes that are not those received', async () => {
    const evidence = await store({ ...(await sign()), digest: 'f'.repeat(64) })
    expect(await town.failure('spid.verifyEvidence', input(evidence))).toMatchObject({ detail: 'spid: altered' })
  })

  it('does not open what was sealed for another row', async () => {
    const evidence = await store({ ...(await sign()), sealedAs: randomUUID() })
    expect(await town.failure('spid.verifyEvidence', input(evidence))).toMatchObject({
      kind: 'refused',
      detail: 'spid: altered',
    })
  })

  it('knows providers by the kind of identity they give', async () => {
    const evidence = await store({ ...(await sign({ method: 'CIE' })), method: 'SPID' })
    expect(await town.failure('spid.verifyEvidence', input(evidence))).toMatchObject({ detail: 'spid: unknown-idp' })
  })

  it('judges by the certificates of the day it was received', async () => {
    const evidence = await store(await sign())
    await fresh.asSuperuser(`update identity_evidence set received_at = '2019-01-01' where id = $1`, [evidence])
    expect(await town.failure('spid.verifyEvidence', input(evidence))).toMatchObject({ detail: 'spid: unknown-idp' })
  })
})
