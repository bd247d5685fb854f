import { dmnOf } from '../../server/fares/fare-table.ts'
import { startPayload } from '../../server/relay/payloads.ts'
import { bearer, request, startApi } from './api.ts'
import type { Api } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
const at = (path: string) => `/api/v1/municipalities/${api.town}${path}`

beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
})
afterAll(() => api.stop())

describe('a payment service', () => {
  const minigrest = {
    name: 'Minigrest',
    office: null,
    category: '9/0101110SP/',
    iban: 'IT60X0542811101000000123456',
    postalIban: null,
    postalHolder: null,
    segregationCode: null,
    shares: [],
    isTax: false,
    expires: true,
    remindAfterDays: null,
    isActive: true,
  }

  it('is added, changed and withdrawn by the administrator, with before and after in the register', async () => {
    const administrator = await api.signIn({ role: 'administrator' })
    const path = at('/payment-services/minigrest')
    expect((await administrator.send('PUT', path, minigrest)).body).toEqual({ code: 'minigrest', ...minigrest })
    await administrator.send('PUT', path, { ...minigrest, isActive: false })
    expect((await administrator.get(at('/payment-services'))).body.items).toMatchObject([{ isActive: false }])
    expect((await administrator.get(at(''))).body.paymentServices).toEqual([])
    const auditor = await api.signIn({ role: 'auditor' })
    const told = (await auditor.get('/api/v1/audit?action=payment-service.changed')).body.items
    expect(told).toMatchObject([
      { object: 'payment-service/minigrest', detail: { before: { isActive: true }, after: { isActive: false } } },
    ])
    const clerk = await api.signIn({ role: 'clerk' })
    expect((await clerk.send('PUT', path, minigrest)).status).toBe(403)
  })

  it('is refused with what is wrong at each field', async () => {
    const administrator = await api.signIn({ role: 'administrator' })
    const share = { payeeFiscalCode: '1', payeeName: 'Provincia', iban: 'X', category: '9/0201102IM/', permille: 50 }
    const wrong = {
      ...minigrest,
      iban: 'IT60X0542811101000000123465',
      category: 'x',
      shares: [{ ...share, description: 'TEFA' }],
    }
    const answer = await administrator.send('PUT', at('/payment-services/grest'), wrong)
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual([
      { path: 'category', message: 'Serve un codice di tassonomia, come 9/0101109SP/.' },
      { path: 'iban', message: 'L’IBAN ha un carattere sbagliato: le cifre di controllo non tornano.' },
      { path: 'shares.0.payeeFiscalCode', message: 'Servono 11 cifre.' },
      { path: 'shares.0.iban', message: 'Serve un IBAN italiano, senza spazi.' },
    ])
  })
})

describe('a fare', () => {
  const table = {
    name: 'Tariffa <mensa> & altro',
    hitPolicy: 'UNIQUE',
    inputs: [
      { label: 'Residente', expression: 'resident', type: '' },
      { label: 'ISEE', expression: 'iseeCents', type: '' },
    ],
    outputs: [{ name: 'cents', label: 'Centesimi', type: 'number' }],
    rules: [
      { inputs: ['false', '-'], outputs: ['600'], text: 'Non residente' },
      { inputs: ['true', 'null'], outputs: ['600'], text: 'Senza ISEE: massima' },
      { inputs: ['true', '< 1000000'], outputs: ['300'], text: 'Fascia "A"' },
      { inputs: ['true', '>= 1000000'], outputs: ['500'], text: 'Fascia B' },
    ],
  }
  const draft = { key: 'fare', resolution: 'DGC 12/2026', validFrom: '2026-09-01', table }

  it('holds once a second person has approved it', async () => {
    const first = await api.signIn({ role: 'supervisor' })
    const second = await api.signIn({ role: 'supervisor' })
    const proposed = await first.send('POST', at('/fares'), draft)
    expect([proposed.status, proposed.body.status, proposed.body.canApprove]).toEqual([201, 'draft', false])
    expect(proposed.body.table.rules).toEqual(table.rules)
    const approve = at(`/fares/${proposed.body.id}/approve`)
    expect((await first.send('POST', approve, {})).body.detail).toContain('non può anche approvarla')
    expect((await second.send('POST', approve, {})).body).toMatchObject({
      status: 'approved',
      approvedBy: { id: second.personId },
    })
    expect((await second.send('POST', approve, {})).status).toBe(409)
    expect((await first.get(at('/fares'))).body.items).toHaveLength(1)
  })

  it('goes while it is a draft, and is remembered in the register only', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' })
    const { body } = await supervisor.send('POST', at('/fares'), { ...draft, resolution: 'DGC 99/2026' })
    const withdraw = at(`/fares/${body.id}/withdraw`)
    expect((await supervisor.send('POST', withdraw, { reason: 'Scritta due volte' })).status).toBe(204)
    expect((await supervisor.get(at(`/fares/${body.id}`))).status).toBe(404)
    expect((await supervisor.send('POST', withdraw, {})).status).toBe(404)
    const told = (await supervisor.get('/api/v1/audit?action=fare.withdrawn')).body.items
    expect(told).toMatchObject([{ object: `fare/${body.id}`, reason: 'Scritta due volte' }])
    const approved = (await supervisor.get(at('/fares'))).body.items.find(
      (one: { status: string }) => one.status === 'approved',
    )
    expect((await supervisor.send('POST', at(`/fares/${approved.id}/withdraw`), {})).body.detail).toContain(
      'già approvata',
    )
  })

  it('is tried on children before it holds, beside the one in force', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' })
    const dearer = { ...table, rules: table.rules.map(rule => ({ ...rule, outputs: [`${rule.outputs[0]} + 50`] })) }
    const proposed = await supervisor.send('POST', at('/fares'), { ...draft, table: dearer })
    const { body } = await supervisor.send('POST', at(`/fares/${proposed.body.id}/trial`), {})
    const withoutIsee = body.items.find((row: { name: string }) => row.name === 'Senza ISEE')
    expect(withoutIsee).toMatchObject({
      output: 650,
      before: 600,
      rules: [{ number: 2, text: 'Senza ISEE: massima' }],
      error: null,
    })
  })

  it('with a broken table is refused with its faults', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' })
    const broken = { ...table, rules: [{ inputs: ['((', '-'], outputs: ['1'], text: '' }] }
    const answer = await supervisor.send('POST', at('/fares'), { ...draft, table: broken })
    expect([answer.status, answer.body.kind]).toEqual([422, 'invalid'])
    expect(answer.body.errors[0].message).toMatch(/^Regola 1, colonna 1 «Residente»: .* \(carattere \d+\)/)
  })

  it('comes as a DMN file too, whose faults are told one by one', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' })
    const { table: _rows, ...head } = draft
    const file = dmnOf('fare', { ...table, hitPolicy: 'UNIQUE' })
    const proposed = await supervisor.send('POST', at('/fares'), { ...head, dmn: file })
    expect([proposed.status, proposed.body.table.rules]).toEqual([201, table.rules])
    const faulty = file.replace('&lt; 1000000', '&lt; (').replace('<text>600</text>', '<text>6 0 0</text>')
    const refused = await supervisor.send('POST', at('/fares'), { ...head, dmn: faulty })
    expect(refused.body.errors.map((one: { path: string; message: string }) => [one.path, one.message])).toEqual([
      ['table.1', expect.stringContaining('Regola 1, colonna 3 «Centesimi»')],
      ['table.2', expect.stringContaining('Regola 3, colonna 2 «ISEE»')],
    ])
    expect((await supervisor.send('POST', at('/fares'), { ...head, dmn: 'no XML' })).status).toBe(422)
  })

  it('that reads names which no enrolment knows, or ends before it begins, is refused', async () => {
    const supervisor = await api.signIn({ role: 'supervisor' })
    const inputs = [{ label: 'Reddito', expression: 'income', type: '' }]
    const strange = { ...table, inputs, rules: [{ inputs: ['< 1000'], outputs: ['100'], text: '' }] }
    const answer = await supervisor.send('POST', at('/fares'), { ...draft, table: strange })
    expect([answer.status, answer.body.errors[0].message]).toEqual([422, expect.stringContaining('iseeCents')])
    const ended = await supervisor.send('POST', at('/fares'), { ...draft, validTo: '2026-08-31' })
    expect([ended.status, ended.body.errors[0].path]).toEqual([422, 'validTo'])
  })
})

describe('offices', () => {
  it('are made and renamed by the administrator, each time in the register; their codes stay', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const made = await admin.send('POST', at('/offices'), { code: 'tributi', name: 'Tributi', confidential: false })
    expect([made.status, made.body]).toEqual([201, expect.objectContaining({ code: 'tributi', members: 0 })])
    const again = await admin.send('POST', at('/offices'), { code: 'tributi', name: 'Altro', confidential: false })
    expect(again.status).toBe(409)
    const path = at(`/offices/${made.body.id}`)
    const changed = await admin.send('PUT', path, { name: 'Ufficio tributi', confidential: true })
    expect(changed.body).toMatchObject({ code: 'tributi', name: 'Ufficio tributi', confidential: true })
    const { rows } = await api.database.asSuperuser(
      "select action, detail from audit_entry where action like 'office.%' order by seq",
    )
    expect(rows.map(row => row.action)).toEqual(['office.added', 'office.changed'])
    expect(rows[1].detail).toMatchObject({ before: { name: 'Tributi' }, after: { name: 'Ufficio tributi' } })
  })
})

describe('the offices’ calendar', () => {
  const calendar = {
    workingDays: [6, 1, 2, 4, 5],
    closures: [{ day: '2026-12-24', name: 'Vigilia' }],
    patron: { day: '09-21', name: 'San Matteo' },
  }

  it('is an ordinary week until it is set, and shows the holidays of the law', async () => {
    const clerk = await api.signIn({ role: 'clerk' })
    const { body } = await clerk.get(at('/calendar'))
    expect(body).toMatchObject({ workingDays: [1, 2, 3, 4, 5], closures: [], patron: null, revision: 0 })
    expect(body.holidays).toContain(`${new Date().getFullYear()}-12-08`)
  })

  it('goes with the cases that begin after it, and with no other', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const portal = await api.token()
    const file = () =>
      bearer(api.origin, portal).post('/api/v1/cases', { procedure: 'canteen-enrolment', request: aRequest() })
    const before = await file()
    const saved = await admin.send('PUT', at('/calendar'), calendar, { 'If-Match': '"0"' })
    expect(saved.body).toMatchObject({ ...calendar, workingDays: [1, 2, 4, 5, 6], revision: 1 })
    const late = await admin.send('PUT', at('/calendar'), calendar, { 'If-Match': '"0"' })
    expect([late.status, late.body.kind]).toEqual([409, 'stale'])
    const after = await file()
    const begun = async (id: string) =>
      (await api.database.asSuperuser(`select payload from outbox where kind = 'start' and case_id = '${id}'`)).rows[0]
        .payload
    expect((await begun(before.body.id)).start.calendar).toBeUndefined()
    expect(startPayload(await begun(after.body.id)).start.calendar).toEqual({
      workingDays: [1, 2, 4, 5, 6],
      closed: ['2026-12-24', '09-21'],
    })
  })

  it('refuses days that no year has', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    for (const wrong of [{ patron: { day: '13-01', name: 'X' } }, { workingDays: [] }, { workingDays: [8] }])
      expect((await admin.send('PUT', at('/calendar'), { ...calendar, ...wrong })).status).toBe(422)
  })
})

describe('a platform', () => {
  it('keeps its secrets to itself', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const saved = await admin.send('PUT', at('/platforms/io'), {
      baseUrl: 'http://127.0.0.1:1',
      secrets: { subscriptionKey: 'very-secret' },
      settings: { serviceId: 's1' },
      keyExpiresAt: '2027-01-31',
    })
    expect(saved.body).toMatchObject({ secrets: ['subscriptionKey'], keyExpiresAt: '2027-01-31' })
    const kept = await admin.send('PUT', at('/platforms/io'), { baseUrl: 'http://127.0.0.1:2', keyExpiresAt: null })
    expect(kept.body).toMatchObject({ secrets: ['subscriptionKey'], settings: { serviceId: 's1' } })
    expect((await admin.get(at('/platforms'))).text).not.toContain('very-secret')
    const { rows } = await api.database.asSuperuser(
      "select secrets, encode(secrets, 'escape') as text from platform_setting where platform = 'io'",
    )
    expect(rows[0].text).not.toContain('very-secret')
    const clear = await api.database.keys.openFor(api.town, rows[0].secrets, 'platform_setting/io')
    expect(JSON.parse(clear.toString())).toEqual({ subscriptionKey: 'very-secret' })
    const audit = await api.database.asSuperuser("select string_agg(detail::text, '') as all from audit_entry")
    expect(audit.rows[0].all).toContain('subscriptionKey')
    expect(audit.rows[0].all).not.toContain('very-secret')
  })

  it('that cannot be tried says so', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const tested = await admin.send('POST', at('/platforms/io/test'), {})
    expect(tested.body).toMatchObject({ ok: false })
    expect((await admin.send('POST', at('/platforms/anpr/test'), {})).status).toBe(404)
  })
})

describe('a portal’s key', () => {
  it('is shown once, works, and ends when revoked', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const made = await admin.send('POST', at('/service-tokens'), { name: 'Sportello', scopes: ['cases'], expiresAt })
    const post = () =>
      bearer(api.origin, made.body.token).post('/api/v1/cases', { procedure: 'canteen-enrolment', request: aRequest() })
    expect((await post()).status).toBe(201)
    expect((await admin.get(at('/service-tokens'))).text).not.toContain(made.body.token)
    const gone = await admin.send('DELETE', at(`/service-tokens/${made.body.id}`), {})
    expect(gone.status).toBe(204)
    expect((await post()).status).toBe(401)
  })
})

describe('staff', () => {
  it('are listed page by page, however many roles a town has given', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    await api.database.asSuperuser(
      `with made as (
         insert into person (subject, name, email)
         select 'many-' || n, 'Persona ' || (n % 7), 'many-' || n || '@example.org' from generate_series(1, 620) n returning id)
       insert into membership (municipality_id, person_id, role) select $1, id, 'auditor' from made`,
      [api.town],
    )
    const seen: string[] = []
    const sizes: number[] = []
    for (let cursor = ''; ;) {
      const { status, body } = await admin.get(at(`/staff${cursor && `?cursor=${encodeURIComponent(cursor)}`}`))
      expect(status).toBe(200)
      seen.push(...body.items.map((row: { id: string }) => row.id))
      sizes.push(body.items.length)
      if (body.nextCursor === null) break
      cursor = body.nextCursor
    }
    expect(sizes.slice(0, 3)).toEqual([200, 200, 200])
    const { rows } = await api.database.asSuperuser('select id from membership where municipality_id = $1', [api.town])
    expect(seen).toHaveLength(rows.length)
    expect(new Set(seen)).toEqual(new Set(rows.map(row => row.id)))
    const all = (await admin.get(at('/staff?limit=500'))).body
    expect([all.items.length, typeof all.nextCursor]).toEqual([500, 'string'])
    expect((await admin.get(at('/staff?limit=501'))).status).toBe(422)
    expect((await admin.get(at('/staff?cursor=x'))).status).toBe(400)
    expect((await admin.get(at('/staff?active=false'))).body.items).toEqual([])
  })

  it('are named by the administrator, by their address until they sign in', async () => {
    const admin = await api.signIn({ role: 'administrator' })
    const named = { name: 'Nuova Persona', email: 'nuova@example.org', role: 'clerk', office: 'scuola' }
    const added = await admin.send('POST', at('/staff'), named)
    expect(added.body).toMatchObject({ role: 'clerk', office: { code: 'scuola', name: 'Ufficio scuola' } })
    expect((await admin.send('POST', at('/staff'), named)).status).toBe(409)
    expect((await admin.send('POST', at('/staff'), { ...named, role: 'operator' })).status).toBe(403)
    expect((await admin.send('DELETE', at(`/staff/${added.body.id}`), {})).status).toBe(204)
  })
})

describe('the register', () => {
  it('holds, and says where it was touched', async () => {
    const auditor = await api.signIn({ role: 'auditor' })
    const verify = () => auditor.send('POST', '/api/v1/audit/verify', { municipality: api.town })
    expect((await verify()).body).toMatchObject({ intact: true, firstBad: null })
    const listed = await auditor.get('/api/v1/audit?limit=3')
    expect(listed.body.items).toHaveLength(3)
    const next = await auditor.get(`/api/v1/audit?limit=3&cursor=${listed.body.nextCursor}`)
    expect(next.body.items[0].seq).toBe(listed.body.items[2].seq - 1)
    expect((await auditor.get('/api/v1/audit?cursor=nonsense')).body.kind).toBe('malformed')
    const { text } = await auditor.get(`/api/v1/audit.csv?municipality=${api.town}`)
    expect(text).toContain('fare.approved')
    // Whoever takes the register out of the house stands in it, the one who holds this very file too.
    expect(text).toContain('register.exported')
    await api.database.asSuperuser('alter table audit_entry disable trigger all')
    await api.database.asSuperuser("update audit_entry set reason = 'mai' where seq = 2 and municipality_id = $1", [
      api.town,
    ])
    expect((await verify()).body).toMatchObject({ intact: false, firstBad: { seq: 2 } })
  })
})

describe('the canteen’s list', () => {
  it('runs no formula in a spreadsheet', async () => {
    const token = await api.token()
    const filed = await bearer(api.origin, token).post('/api/v1/cases', {
      procedure: 'canteen-enrolment',
      request: aRequest(),
    })
    await api.database.asSuperuser(
      "insert into canteen_list (municipality_id, case_id, school_year, child_name, child_fiscal_code, school_code, class_name, days, starts_on) values ($1, $2, '2026/2027', '=cmd|''/c calc''!A1', 'RSSLCU18A01F205C', 'S1', '2B', '{mon,tue}', '2026-09-14')",
      [api.town, filed.body.id],
    )
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const csv = await clerk.get(at('/canteen-list.csv'))
    expect(csv.headers.get('content-disposition')).toContain('elenco-mensa.csv')
    expect(csv.text).toContain("'=cmd|")
    expect(csv.text).toContain('lun mar')
  })
})

describe('a receipt', () => {
  const receipt = {
    receiptId: 'r-1',
    noticeNumber: '302000000000000099',
    fiscalCode: '00000000000',
    outcome: 'OK',
    creditorReferenceId: '02000000000000099',
    paymentAmount: 1.15,
    paymentDateTimeFormatted: '2026-11-22T10:00:00',
    payer: { fullName: 'Chiunque' },
  }
  it('is kept once, in cents, without who paid', async () => {
    const push = async () => bearer(api.origin, await api.token(['receipts'])).post('/api/v1/pagopa/receipts', receipt)
    expect((await push()).body.state).toBe('in-suspense')
    expect((await push()).body.state).toBe('already-known')
    const { rows } = await api.database.asSuperuser('select cents, payload::text as payload from receipt')
    expect(rows).toEqual([{ cents: 115, payload: expect.not.stringContaining('Chiunque') }])
  })
})

it('nothing is served to who is nobody', async () => {
  for (const path of ['/api/v1/municipalities', at('/platforms'), '/api/v1/events']) {
    expect([path, (await request(api.origin + path)).status]).toEqual([path, 401])
  }
})
