import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { ask } from './anpr-client.ts'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
const [damaged, one, another] = [aFolder(), aFolder(), aFolder()]
const chiara = citizens[0]!.fiscalCode
const giulia = citizens[2]!.fiscalCode

/** Leaves one trace on each platform and reads them all back. */
async function traces(sandbox: Sandbox) {
  const [town] = sandbox.credentials.towns
  const { io, pagopa, register } = town!
  const key = { 'ocp-apim-subscription-key': pagopa.subscriptionKey }
  const position = `${pagopa.baseUrl}/organizations/${pagopa.organizationFiscalCode}/debtpositions/LASTING`
  return {
    profile: (
      await sandbox.call('GET', `${io.baseUrl}/profiles/${chiara}`, {
        headers: { 'ocp-apim-subscription-key': io.subscriptionKey },
      })
    ).body,
    position: (await sandbox.call('GET', position, { headers: key })).body,
    register: (
      await sandbox.call('GET', `${register.baseUrl}/protocol?key=lasting`, {
        headers: { authorization: `Bearer ${register.token}` },
      })
    ).body,
    anpr: (await ask(sandbox, town!, 'C030', giulia, '5')).body,
  }
}

async function leaveTraces(sandbox: Sandbox) {
  const { pagopa, register } = sandbox.credentials.towns[0]!
  await sandbox.call('PUT', `${sandbox.urls.control}/citizens/${chiara}/io`, { body: { senderAllowed: false } })
  await sandbox.call('POST', `${register.baseUrl}/protocol`, {
    headers: { authorization: `Bearer ${register.token}`, 'idempotency-key': 'lasting' },
    body: { direction: 'in', subject: 'Domanda' },
  })
  const created = await sandbox.call(
    'POST',
    `${pagopa.baseUrl}/organizations/${pagopa.organizationFiscalCode}/debtpositions?toPublish=true`,
    {
      headers: { 'ocp-apim-subscription-key': pagopa.subscriptionKey },
      body: {
        iupd: 'LASTING',
        type: 'F',
        fiscalCode: chiara,
        fullName: 'Chiara Bianchi',
        companyName: 'Comune',
        switchToExpired: false,
        paymentOption: [
          {
            iuv: '01000000000004285',
            amount: 100,
            description: 'x',
            isPartialPayment: false,
            dueDate: '2099-01-01T00:00:00Z',
            transfer: [{ idTransfer: '1', amount: 100, remittanceInformation: 'x', category: 'x', iban: 'IT60' }],
          },
        ],
      },
    },
  )
  expect(created.status).toBe(201)
  await sandbox.call('POST', `${sandbox.urls.control}/payments/301000000000004285/pay`)
}

it('everything outlives the process, keys and ledger included', async () => {
  const before = await aSandbox({ dataDir })
  await leaveTraces(before)
  const seen = await traces(before)
  expect(seen).toMatchObject({
    profile: { sender_allowed: false },
    position: { status: 'PAID' },
    register: { items: [{}] },
  })
  const entries = await before.ledger()
  await before.close()

  // As after a kill in the middle of a line.
  appendFileSync(join(dataDir, 'ledger.jsonl'), '{"seq":')
  const after = await aSandbox({ dataDir })
  expect(await after.ledger()).toEqual(entries)
  expect(await traces(after)).toEqual(seen)
  const credentials = (sandbox: Sandbox) =>
    sandbox.credentials.towns.map(({ anpr }) => [anpr.clientId, anpr.privateKeyPem])
  expect(credentials(after)).toEqual(credentials(before))
  expect(after.credentials.identityProviders.map(one => one.certificatePem)).toEqual(
    before.credentials.identityProviders.map(one => one.certificatePem),
  )
  await after.close()
})

it('damage is reported with file and line, not repaired by forgetting', async () => {
  const file = join(damaged, 'io.jsonl')
  writeFileSync(file, 'not json\n')
  await expect(aSandbox({ dataDir: damaged })).rejects.toThrow(`${file}, line 1`)
  expect(readFileSync(file, 'utf8')).toBe('not json\n')
})

it('a port in use is an error and leaves nothing listening', async () => {
  const first = await aSandbox({ dataDir: one })
  const taken = Number(new URL(first.urls.io).port)
  await expect(aSandbox({ dataDir: another, ports: { io: taken } })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  await first.close()
})

it('credentials are for this user only, and the page serves the same', async () => {
  const sandbox = await aSandbox({ dataDir })
  const written = JSON.parse(readFileSync(join(dataDir, 'credentials.json'), 'utf8'))
  expect(written).toEqual(sandbox.credentials)
  expect((await sandbox.call('GET', `${sandbox.urls.control}/credentials`)).body).toEqual(written)
  expect(written.towns.map((town: any) => [town.code, town.fiscalCode])).toEqual([
    ['019081', '82000190817'],
    ['019055', '82000190551'],
    ['019062', '82000190627'],
  ])
  await sandbox.close()
})
