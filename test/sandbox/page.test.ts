import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import requestSchema from '../../workflows/procedures/canteen-enrolment/request.schema.json' with { type: 'json' }
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
const chiara = citizens.find(citizen => citizen.id === 'bianchi-chiara')!
const giulia = citizens.find(citizen => citizen.id === 'rossi-giulia')!
const caseId = '7d3c1f0e-0000-4000-8000-000000000001'

interface Arrived {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: any
}

let sandbox: Sandbox
let iter: Server
const arrived: Arrived[] = []
let refusal: object | null = null

/** Plays Iter's API: keeps what arrives and answers as the contract says. */
beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
  iter = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString()
    const call = {
      method: request.method!,
      path: request.url!,
      headers: request.headers,
      body: text ? JSON.parse(text) : null,
    }
    arrived.push(call)
    const [status, body] = answer(call)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>(resolve => iter.listen(0, '127.0.0.1', resolve))
  const town = {
    municipalityId: '7d3c1f0e-0000-4000-8000-0000000000aa',
    code: '019081',
    name: 'Ripalta Cremasca',
    token: 'the front office’s token'.replace('’', ''),
    audience: 'https://c_h315.iter.sandbox',
    recipient: `${sandbox.urls.control}/acs`,
    schools: [{ code: 'CREE80101', name: 'Scuola primaria Marconi', classes: ['1A', '2B'] }],
  }
  const baseUrl = `http://127.0.0.1:${(iter.address() as AddressInfo).port}`
  writeFileSync(join(dataDir, 'front-office.json'), JSON.stringify({ baseUrl, towns: [town] }))
})
beforeEach(() => {
  arrived.length = 0
  refusal = null
})
afterAll(async () => {
  await sandbox.close()
  await new Promise(resolve => iter.close(resolve))
})

function answer({ method, path }: Arrived): [number, object] {
  const own = { id: caseId, number: 'MENSA-2026-000001', receivedAt: '2026-11-22T09:00:00.000Z', status: 'running' }
  if (refusal) return [422, refusal]
  if (method === 'POST' && path === '/api/v1/cases') return [201, own]
  if (method === 'POST') return [202, { id: caseId, state: 'accepted' }]
  if (path.endsWith('/documents')) {
    const receipt = { id: 'd1', name: 'ricevuta.pdf', kind: 'receipt', protocol: '0000001', createdAt: own.receivedAt }
    return [200, { items: [receipt], nextCursor: null }]
  }
  if (path.includes('/documents/')) return [200, { bytes: 'of the receipt' }]
  return [200, { ...own, protocol: '0000001/2026', expects: ['isee'], payments: [] }]
}

const post = (path: string, fields: Record<string, string> | string[][], redirect: 'manual' | 'follow' = 'manual') =>
  fetch(new URL(path, sandbox.urls.control), { method: 'POST', body: new URLSearchParams(fields as never), redirect })
const pageAt = async (path: string) => (await fetch(new URL(path, sandbox.urls.control))).text()
const hiddenIn = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)![1]!

/** Signs in through the identity provider's own page; gives the draft's id. */
async function signIn(outcome = 'ok'): Promise<Response> {
  const toProvider = await post('/sign-in', { town: '019081', method: 'SPID' })
  expect(toProvider.status).toBe(303)
  const offered = await (await fetch(toProvider.headers.get('location')!)).text()
  const fields = Object.fromEntries(
    ['id', 'audience', 'recipient', 'level', 'relayState'].map(name => [name, hiddenIn(offered, name)]),
  )
  const chosen = await fetch(`${sandbox.urls.spid}/spid/choose`, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, fiscalCode: chiara.fiscalCode, outcome }),
  })
  const carried = await chosen.text()
  return post(/action="([^"]+)"/.exec(carried)![1]!, {
    SAMLResponse: hiddenIn(carried, 'SAMLResponse'),
    RelayState: hiddenIn(carried, 'RelayState'),
  })
}

const aForm = (draft: string, changes: Record<string, string> = {}): string[][] => [
  ...Object.entries({
    draft,
    relation: 'parent',
    email: 'chiara@example.org',
    child: giulia.fiscalCode,
    schoolYear: '2026/2027',
    school: 'CREE80101',
    class: '2B',
    siblings: '1',
    minors: '2',
    diet: 'medical',
    dietNotes: 'Celiachia',
    certificate: 'yes',
    isee: 'declared',
    iseeValue: '8.500,50',
    iseeProtocol: 'INPS-ISEE-2026-01234567A-00',
    iseeSignedOn: '2026-02-10',
    exemption: 'none',
    ...changes,
  }),
  ['days', 'mon'],
  ['days', 'fri'],
]

async function aDraft(): Promise<string> {
  const signedIn = await signIn()
  return new URL(signedIn.headers.get('location')!, sandbox.urls.control).searchParams.get('draft')!
}

describe('a parent', () => {
  it('signs in and is offered a form with their own data', async () => {
    const draft = await aDraft()
    const form = await pageAt(`/requests/new?draft=${draft}`)
    expect(form).toContain('Chiara Bianchi')
    expect(form).toContain(giulia.fiscalCode)
    expect(form).toContain('Scuola primaria Marconi')
  })

  it('who gives up is told so', async () => {
    const back = await signIn('cancelled')
    expect(back.status).toBe(400)
    expect(await back.text()).toContain('Accesso non riuscito o annullato')
  })

  it('files a request with the signed Response and one key', async () => {
    const draft = await aDraft()
    const filed = await post('/requests', aForm(draft))
    expect(filed.headers.get('location')).toBe(`/requests/${caseId}`)
    const [call] = arrived
    expect(call!.headers).toMatchObject({ authorization: 'Bearer the front offices token', 'idempotency-key': draft })
    expect(call!.body).toEqual({
      procedure: 'canteen-enrolment',
      request: {
        schoolYear: '2026/2027',
        applicant: {
          firstName: 'Chiara',
          lastName: 'Bianchi',
          fiscalCode: chiara.fiscalCode,
          birthDate: '1988-04-17',
          email: 'chiara@example.org',
          address: { street: 'Via Roma 12', postalCode: '26010', town: 'Ripalta Cremasca', province: 'CR' },
          relation: 'parent',
        },
        child: { firstName: 'Giulia', lastName: 'Rossi', fiscalCode: giulia.fiscalCode, birthDate: '2019-03-22' },
        school: { code: 'CREE80101', class: '2B' },
        days: ['mon', 'fri'],
        diet: {
          kind: 'medical',
          notes: 'Celiachia',
          certificate: { name: 'certificato-medico.pdf', mediaType: 'application/pdf', content: expect.any(String) },
        },
        isee: {
          status: 'declared',
          valueCents: 850_050,
          protocol: 'INPS-ISEE-2026-01234567A-00',
          signedOn: '2026-02-10',
        },
        siblings: 1,
        minors: 2,
        identity: { method: 'SPID', requestId: expect.stringMatching(/^_/), response: expect.any(String) },
      },
    })
    const { identity, diet } = call!.body.request
    // The schema is checked when attachments have become document ids.
    const filedRequest = { ...call!.body.request, diet: { ...diet, certificate: 'an id' } }
    expect(z.fromJSONSchema(requestSchema as never).safeParse(filedRequest)).toMatchObject({ success: true })
    const xml = Buffer.from(identity.response, 'base64').toString()
    expect(xml).toContain(`InResponseTo="${identity.requestId}"`)
    expect(xml).toContain('<saml:Audience>https://c_h315.iter.sandbox</saml:Audience>')
    expect(Buffer.from(diet.certificate.content, 'base64').toString()).toMatch(/^%PDF-1.4/)
  })

  it('sees what was refused, with the form as it was filled in', async () => {
    refusal = { title: 'Valori non validi', errors: [{ path: 'request.days', message: 'Almeno un giorno' }] }
    const refused = await post('/requests', aForm(await aDraft(), { dietNotes: 'Solo <riso>' }))
    expect(refused.status).toBe(422)
    const html = await refused.text()
    expect(html).toContain('Almeno un giorno')
    expect(html).toContain('Solo &lt;riso&gt;')
  })

  it('follows the request, reads the receipt, sends an ISEE', async () => {
    await post('/requests', aForm(await aDraft()))
    const html = await pageAt(`/requests/${caseId}`)
    expect(html).toContain('0000001/2026')
    expect(html).toContain('In lavorazione')
    expect(await pageAt(`/requests/${caseId}/documents/d1`)).toContain('of the receipt')
    arrived.length = 0
    const sent = await post(`/requests/${caseId}/messages`, { name: 'isee', key: 'once', iseeValue: '9000' })
    expect(await sent.text()).toContain('Inviato')
    expect(arrived[0]).toMatchObject({
      path: `/api/v1/cases/${caseId}/messages`,
      headers: { 'idempotency-key': 'once' },
      body: { name: 'isee', data: { valueCents: 900_000 } },
    })
    expect(await pageAt('/requests')).toContain('MENSA-2026-000001')
    expect((await fetch(new URL('/requests/unknown', sandbox.urls.control))).status).toBe(404)
  })
})

describe('the other pages', () => {
  it('switch a fault on and off', async () => {
    expect((await post('/failures/io', { kind: 'slow', times: '', seconds: '3' })).status).toBe(303)
    expect((await sandbox.call('GET', `${sandbox.urls.control}/faults`)).body.faults).toEqual({
      io: { kind: 'slow', seconds: 3 },
    })
    expect(await pageAt('/failures')).toContain('Lenta')
    await post('/failures/io/clear', {})
    expect((await sandbox.call('GET', `${sandbox.urls.control}/faults`)).body.faults).toEqual({})
    expect((await post('/failures/io', { kind: 'tired' })).status).toBe(400)
  })

  it('pay a notice', async () => {
    const { pagopa } = sandbox.credentials.towns[0]!
    await sandbox.call(
      'POST',
      `${pagopa.baseUrl}/organizations/${pagopa.organizationFiscalCode}/debtpositions?toPublish=true`,
      {
        headers: { 'ocp-apim-subscription-key': pagopa.subscriptionKey, 'x-correlation-id': 'the case' },
        body: {
          iupd: 'PAGE',
          type: 'F',
          fiscalCode: chiara.fiscalCode,
          fullName: 'Chiara Bianchi',
          companyName: 'Comune di Ripalta Cremasca',
          switchToExpired: false,
          paymentOption: [
            {
              iuv: '01000000000004285',
              amount: 2550,
              description: 'Mensa',
              isPartialPayment: false,
              dueDate: '2099-01-31T00:00:00Z',
              transfer: [{ idTransfer: '1', amount: 2550, remittanceInformation: 'x', category: 'x', iban: 'IT60' }],
            },
          ],
        },
      },
    )
    const html = await pageAt('/notices')
    expect(html).toContain('25,50')
    expect(html).toContain('31/01/2099')
    const fields = { organization: pagopa.organizationFiscalCode }
    const paid = await post('/notices/301000000000004285/pay', fields)
    expect(await paid.text()).toContain('la ricevuta è partita')
    expect((await post('/notices/301000000000004285/pay', fields)).status).toBe(409)
    expect(await pageAt('/calls?correlation=the+case&effects=yes')).toContain('pagopa.createPosition')
    expect(await pageAt('/calls?platform=io')).toContain('Nessuna chiamata')
  })

  it('refuse what another site’s page sends', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const response = await fetch(`${sandbox.urls.control}/failures/io`, { method: 'POST', headers })
    expect(response.status).toBe(403)
  })

  it.each(['/', '/requests', '/notices', '/psp', '/failures', '/calls'])(
    '%s has a title, one heading and a language',
    async path => {
      const html = await pageAt(path)
      expect(html).toMatch(/<html lang="it">.*<title>.+ · Sandbox di Iter<\/title>/s)
      expect(html.match(/<h1>/g)).toHaveLength(1)
      expect(html).toContain(`href="${path}" aria-current="page"`)
    },
  )
})
