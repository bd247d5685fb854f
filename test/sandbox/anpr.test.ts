import { generateKeyPairSync } from 'node:crypto'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import type { TownCredentials } from '../../sandbox/platforms/credentials.ts'
import { ask, requestToken, sign, type Spoilt } from './anpr-client.ts'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
let sandbox: Sandbox
let town: TownCredentials
let number = 100

beforeAll(async () => {
  sandbox = await aSandbox({ dataDir })
  town = sandbox.credentials.towns[0]!
})
afterAll(() => sandbox.close())

const codeOf = (id: string) => citizens.find(citizen => citizen.id === id)!.fiscalCode
const next = () => String((number += 1))
const codesIn = (body: any): string[] =>
  body.listaSoggetti.datiSoggetto.map((subject: any) => subject.generalita.codiceFiscale.codFiscale)

describe('what the registry knows', () => {
  it.each([
    ['C024', 'rossi-giulia', ['rossi-marco']],
    ['C025', 'rossi-giulia', ['bianchi-chiara']],
    ['C025', 'ferrari-tommaso', []],
    ['C024', 'gallo-matilde', ['gallo-paolo']],
    ['C021', 'gallo-matilde', ['vitali-laura', 'gallo-matilde']],
    ['C021', 'colombo-sara', ['colombo-elisa', 'riva-davide', 'colombo-sara']],
    ['C021', 'haddad-omar', ['haddad-omar']],
  ] as const)('%s of %s is %j', async (code, child, people) => {
    const { status, body } = await ask(sandbox, town, code, codeOf(child), next())
    expect(status).toBe(200)
    expect(codesIn(body)).toEqual(people.map(codeOf))
    expect(body.idOperazioneANPR).toMatch(/^\d+$/)
  })

  it('where a child lives, and when that must stay secret', async () => {
    const { body } = await ask(sandbox, town, 'C020', codeOf('rossi-giulia'), next())
    expect(body.listaSoggetti.datiSoggetto[0]).toMatchObject({
      residenza: [
        {
          tipoIndirizzo: '1',
          indirizzo: { comune: { codiceIstat: '019081' }, toponimo: { denominazioneToponimo: 'ROMA' } },
        },
      ],
      infoSoggettoEnte: [{ chiave: 'indirizzoProtetto', valore: 'N' }],
    })
    const hidden = await ask(sandbox, town, 'C020', codeOf('serra-nicolo'), next())
    const [subject] = hidden.body.listaSoggetti.datiSoggetto
    expect(subject.residenza[0].indirizzo).toEqual({ comune: expect.objectContaining({ codiceIstat: '019062' }) })
    expect(subject.infoSoggettoEnte[0].valore).toBe('S')
    const elsewhere = await ask(sandbox, town, 'C020', codeOf('moretti-andrea'), next())
    expect(elsewhere.body.listaSoggetti.datiSoggetto[0].residenza[0].indirizzo.comune.codiceIstat).toBe('019035')
  })

  it('the national identifier of a person', async () => {
    const { body } = await ask(sandbox, town, 'C030', codeOf('rossi-giulia'), next())
    expect(body.listaSoggetti.datiSoggetto[0].identificativi.idANPR).toBe(citizens[2]!.idAnpr)
  })

  it.each(['popa-daria'])('nothing of %s', async child => {
    const { status, body } = await ask(sandbox, town, 'C020', codeOf(child), next())
    expect(status).toBe(404)
    expect(body.listaErrori[0]).toMatchObject({ codiceErroreAnomalia: 'EN122', tipoErroreAnomalia: 'E' })
  })
})

describe('the client’s numbers', () => {
  it('give the earlier answer when they come again, whatever is asked', async () => {
    const id = next()
    const first = await ask(sandbox, town, 'C024', codeOf('rossi-giulia'), id)
    const again = await ask(sandbox, town, 'C024', codeOf('gallo-matilde'), id)
    expect(again.body).toEqual(first.body)
    expect(await sandbox.ledger(`?platform=anpr&kind=query&key=${id}`)).toHaveLength(1)
  })

  it('repeat an answer of "not found" too', async () => {
    const id = next()
    expect((await ask(sandbox, town, 'C020', codeOf('popa-daria'), id)).status).toBe(404)
    expect((await ask(sandbox, town, 'C020', codeOf('rossi-giulia'), id)).status).toBe(404)
  })

  it('must grow', async () => {
    const { status, body } = await ask(sandbox, town, 'C024', codeOf('rossi-giulia'), '7')
    expect(status).toBe(400)
    expect(body.listaErrori[0].codiceErroreAnomalia).toBe('EN118')
  })

  it('are each town’s own', async () => {
    const other = sandbox.credentials.towns[1]!
    expect((await ask(sandbox, other, 'C024', codeOf('rossi-giulia'), '1')).status).toBe(200)
  })
})

describe('a voucher is refused', () => {
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  })
  const past = Math.floor(Date.now() / 1000) - 600

  it.each<[string, Spoilt]>([
    ['signed by another key', { assertionKey: stranger.toString() }],
    ['for another audience', { assertion: { aud: 'somebody else' } }],
    ['expired', { assertion: { iat: past, exp: past + 60 } }],
    ['without a purpose', { assertion: { purposeId: undefined } }],
    ['of an unknown purpose', { assertion: { purposeId: '00000000-0000-4000-8000-000000000000' } }],
    ['whose subject is not the client', { assertion: { sub: 'somebody else' } }],
    ['without the digest of the evidence', { assertion: { digest: undefined } }],
  ])('to an assertion %s', async (_what, spoilt) => {
    const { status, body } = await ask(sandbox, town, 'C020', codeOf('rossi-giulia'), '1', spoilt)
    expect(status).toBe(400)
    expect(body.errors).toEqual([{ code: '015-0008', detail: expect.any(String) }])
  })

  it('to an assertion that was used before', async () => {
    const digest = { alg: 'SHA256', value: '0'.repeat(64) }
    const { purposeId } = town.anpr.services.C020
    const claims = { sub: town.anpr.clientId, aud: town.anpr.assertionAudience, purposeId, digest }
    const assertion = await sign(town, claims)
    expect((await requestToken(town, assertion)).body).toMatchObject({ token_type: 'Bearer', expires_in: 600 })
    expect((await requestToken(town, assertion)).body.detail).toContain('jti')
  })
})

describe('a call is refused', () => {
  it.each<[string, Spoilt]>([
    ['without a voucher', { headers: { authorization: 'Bearer x' } }],
    ['whose digest is not the body’s', { headers: { digest: 'SHA-256=AAAA' } }],
    ['whose signature covers another digest', { signature: { signed_headers: [{ digest: 'SHA-256=AAAA' }] } }],
    ['whose signature is for another service', { signature: { aud: 'https://another.service' } }],
    ['whose evidence is not the voucher’s', { otherEvidence: true }],
    ['whose evidence names no user', { evidence: { userID: undefined } }],
    ['whose evidence has a short nonce', { evidence: { dnonce: '123' } }],
  ])('%s', async (_what, spoilt) => {
    const { status, body } = await ask(sandbox, town, 'C020', codeOf('rossi-giulia'), next(), spoilt)
    expect(status).toBe(401)
    expect(body.listaErrori).toHaveLength(1)
  })

  it.each([
    ['that is not numbered', { idOperazioneClient: 'abc' }],
    [
      'without its motive',
      { datiRichiesta: { dataRiferimentoRichiesta: '2026-11-22', motivoRichiesta: '', casoUso: 'C020' } },
    ],
    [
      'for another use',
      { datiRichiesta: { dataRiferimentoRichiesta: '2026-11-22', motivoRichiesta: 'x', casoUso: 'C021' } },
    ],
  ])('%s', async (_what, body) => {
    const answer = await ask(sandbox, town, 'C020', codeOf('rossi-giulia'), next(), { body })
    expect(answer.status).toBe(400)
    expect(answer.body.listaErrori[0].codiceErroreAnomalia).toMatch(/^EN10/)
  })
})
