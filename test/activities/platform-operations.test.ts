import { citizens } from '../../sandbox/platforms/citizens.ts'
import type { Activities } from '../../activities/create-activities.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aFolder, aSandbox, type Sandbox } from '../sandbox/support.ts'
import { aSandboxTown, failureOf, type TestTown, theActivities } from './support/town.ts'

let fresh: FreshDatabase
let sandbox: Sandbox
let activities: Activities
let town: TestTown
const folder = aFolder()
beforeAll(async () => {
  fresh = await freshDatabase()
  sandbox = await aSandbox({ dataDir: folder })
})
beforeEach(async () => {
  await sandbox.call('DELETE', `${sandbox.urls.control}/faults`)
  // Circuits are the worker's: a new one for each test.
  activities = theActivities(fresh)
  town = await aSandboxTown(fresh, sandbox, activities)
})
afterAll(async () => {
  await sandbox.close()
  await fresh.drop()
})

const codeOf = (id: string) => citizens.find(one => one.id === id)!.fiscalCode
const effects = async (call: string) =>
  (await sandbox.ledger(`?call=${call}`)).filter(
    entry => entry.effect && entry.correlation?.startsWith(`${town.id}:${town.caseId}:`),
  )
/** As time would: whatever was under way outside has ended. */
const leasesEnd = () =>
  fresh.asSuperuser(`update effect set lease_until = now() where municipality_id = $1 and status = 'intent'`, [town.id])
const row = async (text: string) => (await fresh.asSuperuser(text, [town.id])).rows[0]

describe('register.protocol', () => {
  const input = { direction: 'in', subject: 'Iscrizione alla mensa' } as const

  it('gets a number of the town’s register, once for the step', async () => {
    const first = await town.perform('register.protocol', input)
    expect(first).toEqual({
      number: expect.stringMatching(/^\d{7}$/),
      year: expect.any(Number),
      date: expect.any(String),
    })
    expect(await town.perform('register.protocol', input)).toEqual(first)
    expect(await effects('register.create')).toHaveLength(1)
  })

  it('asks before it repeats, when the answer was lost after the number was given', async () => {
    await sandbox.setFault('register', { kind: 'answer-lost', times: 1 })
    expect(await town.failure('register.protocol', input)).toMatchObject({ kind: 'unavailable', touched: true })
    expect(await town.failure('register.protocol', input)).toMatchObject({ code: 'in-progress' })
    await leasesEnd()
    const found = await town.perform('register.protocol', input)
    const given = await effects('register.create')
    expect(given).toHaveLength(1)
    expect(given[0]!.effect!.id).toContain(found.number)
  })

  it('finds what it did before a restore, of which our own records know nothing', async () => {
    const step = { key: 'protocol#1', attempt: 2 }
    const first = await town.perform('register.protocol', input, { id: 'protocol#9', ...step })
    await fresh.asSuperuser('delete from effect where municipality_id = $1', [town.id])
    const restored = theActivities(fresh, { inDoubtUntil: new Date(Date.now() + 3_600_000).toISOString() })
    // The case has come there on another way: what it counts is at another number.
    const again = town.work('register.protocol', input, { id: 'protocol#14', ...step })
    expect(await restored.perform(again)).toEqual(first)
    expect(await effects('register.create')).toHaveLength(1)
  })

  it('writes the number on the document it registers', async () => {
    const { documentId } = await town.perform('acts.issue', { kind: 'receipt' })
    const { number, year } = await town.perform('register.protocol', { ...input, direction: 'out', documentId })
    expect(await row('select protocol from document where municipality_id = $1')).toEqual({
      protocol: `${number}/${year}`,
    })
  })

  it('repeats what was refused for good only when a person corrects it', async () => {
    const failure = await town.failure('register.protocol', { ...input, subject: 'x'.repeat(501) })
    expect(failure).toMatchObject({ kind: 'defect', code: 'invalid-input' })
    expect(failure.message).toContain('subject')
  })
})

describe('anpr', () => {
  const parenthood = (applicant: string, child: string) =>
    town.perform('anpr.parenthood', { applicantFiscalCode: codeOf(applicant), childFiscalCode: codeOf(child) })

  it('finds a mother after asking for the father, and asks no more', async () => {
    const found = await parenthood('bianchi-chiara', 'rossi-giulia')
    expect(found).toMatchObject({ relation: 'mother', found: true })
    expect(found.checks.map((check: any) => [check.service, check.outcome])).toEqual([
      ['C024', 'no-match'],
      ['C025', 'match'],
    ])
  })

  it('finds a father at once, and nobody for a stranger', async () => {
    expect(await parenthood('ferrari-luca', 'ferrari-tommaso')).toMatchObject({ relation: 'father' })
    const stranger = await town.perform(
      'anpr.parenthood',
      { applicantFiscalCode: codeOf('ferrari-luca'), childFiscalCode: codeOf('rossi-giulia') },
      { id: 'parenthood#2' },
    )
    expect(stranger).toMatchObject({ relation: 'none', found: true })
    expect(stranger.checks).toHaveLength(3)
  })

  it('says so when the registry does not know the child', async () => {
    const unknown = citizens.find(one => !one.inAnpr)!
    const found = await town.perform('anpr.parenthood', {
      applicantFiscalCode: codeOf('bianchi-chiara'),
      childFiscalCode: unknown.fiscalCode,
    })
    expect(found).toMatchObject({ relation: 'none', found: false })
    expect(await town.perform('anpr.residence', { childFiscalCode: unknown.fiscalCode })).toMatchObject({
      found: false,
    })
  })

  it('compares the residence with the town that asks', async () => {
    await fresh.asSuperuser('update municipality set code = $2 || id where id = $1', [town.id, 'x'])
    const elsewhere = await town.perform('anpr.residence', { childFiscalCode: codeOf('rossi-giulia') })
    expect(elsewhere).toMatchObject({ found: true, resident: false, municipality: 'RIPALTA CREMASCA' })
    await fresh.asSuperuser(`update municipality set code = 'old' || id where code = $1`, [town.credentials.code])
    await fresh.asSuperuser('update municipality set code = $2 where id = $1', [town.id, town.credentials.code])
    const input = { childFiscalCode: codeOf('rossi-giulia') }
    expect(await town.perform('anpr.residence', input, { id: 'r#2' })).toMatchObject({ resident: true })
  })

  it('never tells where a protected person lives', async () => {
    const hidden = citizens.find(one => one.protectedAddress)!
    const found = await town.perform('anpr.residence', { childFiscalCode: hidden.fiscalCode })
    expect(found).toEqual({ found: true, resident: expect.any(Boolean), protectedAddress: true })
  })

  it('sends a lost question again with its number and gets the first answer', async () => {
    await sandbox.setFault('anpr', { kind: 'answer-lost', times: 1, call: 'anpr.C020' })
    const input = { childFiscalCode: codeOf('rossi-giulia') }
    expect(await town.failure('anpr.residence', input)).toMatchObject({ kind: 'unavailable' })
    await leasesEnd()
    expect(await town.perform('anpr.residence', input)).toMatchObject({ found: true })
    expect(await effects('anpr.C020')).toHaveLength(1)
    const asked = (await sandbox.ledger('?call=anpr.C020')).filter(one => one.correlation?.includes(town.caseId))
    expect(new Set(asked.map(one => one.key)).size).toBe(1)
  })

  it('asks for many cases at once in the order of the numbers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        town.perform('anpr.residence', { childFiscalCode: codeOf('rossi-giulia') }, { id: `residence#${i}` }),
      ),
    )
    expect(answers.every(answer => answer.found)).toBe(true)
    const asked = (await effects('anpr.C020')).map(one => Number(one.key))
    expect(asked).toEqual(asked.toSorted((a, b) => a - b))
    expect(asked).toHaveLength(12)
  })

  it('keeps nothing of the registry’s answer but what was asked', async () => {
    await parenthood('bianchi-chiara', 'rossi-giulia')
    const { rows } = await fresh.asSuperuser('select outcome::text as text from effect where municipality_id = $1', [
      town.id,
    ])
    expect(rows.map(({ text }) => text).join()).not.toMatch(/BIANCHI|ROSSI|[A-Z]{6}\d\d[A-Z]/)
  })
})

describe('pagopa.createNotice', () => {
  const payer = citizens.find(one => one.id === 'bianchi-chiara')!
  const debtor = {
    firstName: payer.firstName,
    lastName: payer.lastName,
    fiscalCode: payer.fiscalCode,
    relation: 'parent',
  }
  const input = { debtor, cents: 5000, dueDate: '2099-12-31', description: 'Mensa scolastica 2026/2027' }

  it('makes one published position and one printable notice', async () => {
    const made = await town.perform('pagopa.createNotice', input)
    expect(await town.perform('pagopa.createNotice', input)).toEqual(made)
    expect(await effects('pagopa.createPosition')).toHaveLength(1)
    const notice = await row('select state, nav, iuv, cents, document_id from notice where municipality_id = $1')
    expect(notice).toEqual({
      state: 'published',
      nav: made.nav,
      iuv: made.iuv,
      cents: 5000,
      document_id: made.documentId,
    })
    const file = await row('select media_type, kind, size, bytes from document where municipality_id = $1')
    expect(file).toMatchObject({ media_type: 'application/pdf', kind: 'notice', size: file.bytes.length })
  })

  it('asks for its position when the answer was lost, and does not make a second one', async () => {
    await sandbox.setFault('pagopa', { kind: 'answer-lost', times: 1 })
    expect(await town.failure('pagopa.createNotice', input)).toMatchObject({ kind: 'unavailable', touched: true })
    await leasesEnd()
    const made = await town.perform('pagopa.createNotice', input)
    expect(await effects('pagopa.createPosition')).toHaveLength(1)
    expect(made.nav).toMatch(/^3\d{17}$/)
  })

  it('takes the numbers under which pagoPA knows the notice, where a restore has lost our row', async () => {
    const { iuv, nav } = await town.perform('pagopa.createNotice', input)
    await fresh.asSuperuser('truncate notice, effect cascade')
    const restored = theActivities(fresh, { inDoubtUntil: new Date(Date.now() + 3_600_000).toISOString() })
    expect(await restored.perform(town.work('pagopa.createNotice', input))).toMatchObject({ iuv, nav })
    expect(await effects('pagopa.createPosition')).toHaveLength(1)
  })

  it('gives each notice numbers of its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, (_, i) => town.perform('pagopa.createNotice', input, { id: `notice#${i}` })),
    )
    expect(new Set(all.map(({ nav }) => nav)).size).toBe(5)
    expect(new Set(all.map(({ iupd }) => iupd)).size).toBe(5)
  })

  it('follows data that were corrected before anything was created', async () => {
    await sandbox.setFault('pagopa', { kind: 'rate-limited', times: 1 })
    expect(await town.failure('pagopa.createNotice', input)).toMatchObject({ code: 'pagopa-rate-limited' })
    activities = theActivities(fresh)
    const work = town.work('pagopa.createNotice', { ...input, cents: 4000 })
    await activities.perform(work)
    expect(await row('select cents from notice where municipality_id = $1')).toEqual({ cents: 4000 })
  })

  it('leaves data that changed after the creation to a person', async () => {
    await town.perform('pagopa.createNotice', input)
    const failure = await town.failure('pagopa.createNotice', { ...input, cents: 4000 })
    expect(failure).toMatchObject({ kind: 'unknown-outcome', code: 'done-with-other-data', touched: true })
  })

  it('shows what pagoPA refuses', async () => {
    const failure = await town.failure('pagopa.createNotice', { ...input, dueDate: '2020-01-01' })
    expect(failure).toMatchObject({ kind: 'refused', platform: 'pagopa' })
    expect(JSON.stringify(failure)).not.toContain(payer.fiscalCode)
  })
})

describe('io.sendMessage', () => {
  const body = 'Gentile genitore, la domanda di iscrizione alla mensa è stata accolta. Buona giornata dal suo Comune.'
  const to = (id: string, some = {}) => ({
    fiscalCode: codeOf(id),
    template: 'approved',
    subject: 'Iscrizione accolta',
    body,
    ...some,
  })

  it('sends one message, with its payment', async () => {
    const payment = { cents: 5000, nav: '301000000000004285', dueDate: '2099-12-31', iupd: 'x' }
    const sent = await town.perform('io.sendMessage', to('bianchi-chiara', { payment }))
    expect(sent).toEqual({ sent: true, messageId: expect.any(String), reachedBy: 'io' })
    expect(await town.perform('io.sendMessage', to('bianchi-chiara', { payment }))).toEqual(sent)
    expect(await effects('io.createMessage')).toHaveLength(1)
    const kept = await row('select channel, state, external_id, template from message_out where municipality_id = $1')
    expect(kept).toEqual({ channel: 'io', state: 'accepted', external_id: sent.messageId, template: 'approved' })
  })

  it.each([
    ['greco-simone', {}, 'sender-blocked', 'paper'],
    ['greco-simone', { email: 'g@example.org' }, 'sender-blocked', 'email'],
    ['rossi-giulia', {}, 'not-on-io', 'paper'],
  ])('%s %j is reached otherwise, which is no failure', async (id, some, reason, reachedBy) => {
    expect(await town.perform('io.sendMessage', to(id, some))).toEqual({ sent: false, reason, reachedBy })
    expect(await row('select channel, state from message_out where municipality_id = $1')).toEqual({
      channel: reachedBy,
      state: 'to-send',
    })
  })

  it('never sends again by itself what may have arrived', async () => {
    await sandbox.setFault('io', { kind: 'answer-lost', times: 1, call: 'io.createMessage' })
    const first = await town.failure('io.sendMessage', to('bianchi-chiara'))
    const second = await town.failure('io.sendMessage', to('bianchi-chiara'))
    for (const failure of [first, second]) expect(failure).toMatchObject({ kind: 'unknown-outcome', touched: true })
    expect(await effects('io.createMessage')).toHaveLength(1)
    // A person found that it had not arrived, and orders another.
    await town.perform('io.sendMessage', to('bianchi-chiara'), { attempt: 2 })
    expect(await effects('io.createMessage')).toHaveLength(2)
  })

  it('is an outage while IO is down, since the profile is asked first', async () => {
    await sandbox.setFault('io', { kind: 'down', times: 1 })
    expect(await town.failure('io.sendMessage', to('bianchi-chiara'))).toMatchObject({ kind: 'unavailable' })
    expect(await town.perform('io.sendMessage', to('bianchi-chiara'))).toMatchObject({ sent: true })
  })

  it('refuses what the contract refuses, before it is sent', async () => {
    const failure = await town.failure('io.sendMessage', to('bianchi-chiara', { subject: 'Breve' }))
    expect(failure).toMatchObject({ kind: 'defect', code: 'invalid-input' })
  })

  it('shows what IO refuses', async () => {
    const payment = { cents: 9_999_999_999, nav: '301000000000004285', dueDate: '2099-12-31' }
    const failure = await town.failure('io.sendMessage', to('bianchi-chiara', { payment }))
    expect(failure).toMatchObject({ kind: 'refused', code: 'io-refused' })
  })
})

describe('a town’s own configuration', () => {
  it.each([
    ['register', 'register.protocol', { direction: 'in', subject: 'x' }, { token: 'wrong' }],
    ['io', 'io.sendMessage', null, { subscriptionKey: 'wrong' }],
    ['anpr', 'anpr.residence', null, null],
  ])('with a wrong key %s is for who administers it', async (platform, operation, input, secrets) => {
    const child = { childFiscalCode: codeOf('rossi-giulia') }
    const message = {
      fiscalCode: codeOf('bianchi-chiara'),
      template: 'x',
      subject: 'Iscrizione accolta',
      body: 'x'.repeat(90),
    }
    const given = input ?? (platform === 'io' ? message : child)
    const other = sandbox.credentials.towns[1]!.anpr
    const wrong = secrets ?? {
      clientId: town.credentials.anpr.clientId,
      kid: 'unknown',
      privateKeyPem: other.privateKeyPem,
    }
    const sealed = await fresh.keys.sealFor(town.id, JSON.stringify(wrong), `platform_setting/${platform}`)
    await fresh.asSuperuser('update platform_setting set secrets = $3 where municipality_id = $1 and platform = $2', [
      town.id,
      platform,
      sealed,
    ])
    const failure = await town.failure(operation, given)
    expect(failure).toMatchObject({ kind: 'misconfigured', platform })
  })

  it('that is missing is said so', async () => {
    await fresh.asSuperuser('delete from platform_setting where municipality_id = $1', [town.id])
    const failure = await town.failure('register.protocol', { direction: 'in', subject: 'x' })
    expect(failure).toMatchObject({ kind: 'misconfigured', code: 'register-not-configured' })
  })

  it('sealed for another town does not open', async () => {
    const sealed = await fresh.keys.sealFor(town.id, '{"token":"x"}', 'platform_setting/io')
    await fresh.asSuperuser(
      `update platform_setting set secrets = $2 where municipality_id = $1 and platform = 'register'`,
      [town.id, sealed],
    )
    const failure = await town.failure('register.protocol', { direction: 'in', subject: 'x' })
    expect(failure).toMatchObject({ kind: 'misconfigured', detail: 'register: the secrets do not open' })
  })
})

describe('outages', () => {
  const protocol = (id: string) => town.perform('register.protocol', { direction: 'in', subject: 'x' }, { id })

  it('open the circuit, which is written down, and the probe sees the end', async () => {
    await sandbox.setFault('register', { kind: 'error' })
    const failures = []
    for (let i = 0; i < 6; i += 1) failures.push(await failureOf(protocol(`p#${i}`)))
    expect(failures.map(({ kind }) => kind)).toEqual(Array(6).fill('unavailable'))
    expect(failures[5]).toMatchObject({ code: 'circuit-open' })
    expect(await activities.probePlatform({ platform: 'register', municipality: town.id })).toBe(false)
    await sandbox.call('DELETE', `${sandbox.urls.control}/faults`)
    while (!(await activities.probePlatform({ platform: 'register', municipality: town.id }))) {
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    const health = await row('select state from platform_health where municipality_id = $1')
    expect(health).toEqual({ state: 'up' })
  })

  it.each(['register', 'anpr', 'pagopa', 'io'])(
    '%s answers the probe when it is well, not when it is not',
    async platform => {
      const probe = () => activities.probePlatform({ platform, municipality: town.id })
      expect(await probe()).toBe(true)
      await sandbox.setFault(platform, { kind: 'down' })
      expect(await probe()).toBe(false)
    },
  )

  it.each(['Register', 'Anpr', 'Pagopa', 'Io'] as const)(
    '%s is tried by hand: whether it answers, and what is wrong',
    async name => {
      const probe = () => activities[`probe${name}`]({ municipality: town.id })
      expect(await probe()).toEqual({ up: true, error: null })
      await sandbox.setFault(name.toLowerCase(), { kind: 'down' })
      expect(await probe()).toEqual({ up: false, error: expect.any(String) })
    },
  )

  it('of our own house are no platform’s', async () => {
    expect(await activities.probePlatform({ platform: 'canteen', municipality: town.id })).toBe(true)
  })
})

describe('the local lane', () => {
  it('ends in time, and the queued lane finds out what happened', async () => {
    const quick = theActivities(fresh, { localMs: 150 })
    await sandbox.setFault('register', { kind: 'slow', seconds: 0.6, times: 1 })
    const work = town.work('register.protocol', { direction: 'in', subject: 'x' })
    const failure = await failureOf(quick.step({ publication: null, work }))
    expect(failure).toMatchObject({ kind: 'unavailable', code: 'register-timeout', touched: true })
    // The register ends what it began; only then may anybody ask.
    while ((await effects('register.create')).length === 0) await new Promise(resolve => setTimeout(resolve, 20))
    await leasesEnd()
    const { number } = (await activities.perform(work)) as { number: string }
    const given = await effects('register.create')
    expect(given).toHaveLength(1)
    expect(given[0]!.effect!.id).toContain(number)
  })

  it('retries by the policy of the operation, faster in a rehearsal, never sooner than the platform wants', async () => {
    await sandbox.setFault('register', { kind: 'rate-limited', seconds: 9, times: 1 })
    const thrown = await town.perform('register.protocol', { direction: 'in', subject: 'x' }).catch(error => error)
    expect(thrown).toMatchObject({ type: 'unavailable', nonRetryable: false, nextRetryDelay: 9000 })
    const refusal = await town.perform('no.such', {}).catch(error => error)
    expect(refusal).toMatchObject({ type: 'defect', nonRetryable: true })
  })
})
