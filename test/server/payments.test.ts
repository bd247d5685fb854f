import { randomUUID } from 'node:crypto'

import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { aPayingTown, cause, flowId, iuv } from './payments-town.ts'

let api: Api
let accountant: Browser
let operator: Browser
let town: Awaited<ReturnType<typeof aPayingTown>>
let journalId: string
let reportId: string

/**
 * A week: one payment with all three dots, one without its receipt, one without a report, one whose credit is unreadable, one whose report was credited
 * one cent short, one not paid.
 */
beforeAll(async () => {
  api = await startApi()
  accountant = await api.signIn({ role: 'accountant' })
  operator = await api.signIn({ role: 'operator' })
  town = await aPayingTown(api)
  await town.owes(1, 8400, { debtor: 'Vera Corti' })
  await town.owes(2, 5015, { service: 'mensa', debtor: 'Dario Riva' })
  await town.owes(3, 2200, { service: 'mensa', debtor: 'Mara Fini' })
  await town.owes(4, 12_000, { debtor: 'Elio Boni' })
  await town.owes(5, 5000, { service: 'mensa', debtor: 'Ida Neri' })
  await town.owes(6, 3000, { debtor: 'Ugo Sala', dueOn: '2026-12-16' })
  for (const [n, cents] of [
    [1, 8400],
    [3, 2200],
    [4, 12_000],
    [5, 5000],
  ] as const)
    await town.pays(n, cents)
  reportId = await town.report(accountant, 'A', [
    { n: 1, amount: '84.00' },
    { n: 2, amount: '50.15', outcome: '9' },
  ])
  await town.report(accountant, 'B', [{ n: 4, amount: '120.00' }])
  await town.report(accountant, 'C', [{ n: 5, amount: '50.00' }])
  journalId = await town.journal(accountant, '2026-11-20', [
    { number: '1', amount: '134.15', cause: cause('A') },
    { number: '2', amount: '49.99', cause: cause('C') },
    { number: '3', amount: '120.00', cause: '/PUR/LGPE-RIVERSAMENTO/URI/2', endToEndId: 'TRN-B' },
    { number: '4', amount: '77.00', cause: 'AFFITTO SALA ROSSI MARIO' },
    { number: '90', amount: '10.00', type: 'USCITA', document: 'MANDATO' },
  ])
}, 60_000)
afterAll(() => api.stop())

const get = async (path: string, who = accountant) => {
  const { status, body } = await who.get(`/api/v1${path}`)
  expect([path, status]).toEqual([path, 200])
  return body
}
const of = async (n: number) =>
  (await get(`/payments?sort=dueOn`)).items.find((one: { iuv: string }) => one.iuv === iuv(n))
const entry = async (number: string) => {
  const { rows } = await town.sql('select id from treasury_entry where number = $1', [number])
  return get(`/entries/${rows[0].id}`)
}
const missing = (rows: { iuv: string; missing: string }[]) =>
  Object.fromEntries(rows.map(row => [row.iuv, row.missing]))

describe('the list of payments', () => {
  it('is filtered by what is missing, and says it in a sentence', async () => {
    const { items, counts } = await get('/payments?missing=any')
    expect(missing(items)).toEqual({
      [iuv(2)]: 'receipt',
      [iuv(3)]: 'report',
      [iuv(4)]: 'credit',
      [iuv(5)]: 'difference',
    })
    expect(counts).toEqual({
      all: { count: 6, cents: 35_615 },
      byMissing: {
        payment: { count: 1, cents: 3000 },
        receipt: { count: 1, cents: 5015 },
        report: { count: 1, cents: 2200 },
        credit: { count: 1, cents: 12_000 },
        difference: { count: 1, cents: 5000 },
        nothing: { count: 1, cents: 8400 },
      },
      services: [
        { value: 'mensa', label: { it: 'Mensa', en: 'Mensa' }, count: 3 },
        { value: 'tari', label: { it: 'TARI', en: 'TARI' }, count: 1 },
      ],
    })
    const sentenceOf = (what: string) => items.find((one: any) => one.missing === what).missingText.it
    expect(sentenceOf('report')).toMatch(/^Flusso del PSP .*atteso lunedì 23 novembre$/)
    expect(sentenceOf('credit')).toMatch(
      /^Accredito non ancora nel giornale di cassa.* atteso entro martedì 24 novembre$/,
    )
    expect(sentenceOf('difference')).toBe('Flusso …BPPIITRRXXX-C di 1 pagamento: accreditati −0,01 € sul totale')
    expect(await of(1)).toMatchObject({
      debtor: 'Vera Corti',
      service: { code: 'tari', label: { it: 'TARI' } },
      paid: { state: 'paid', on: '2026-11-19' },
      reported: { state: 'reported', on: '2026-11-20' },
      reconciled: { state: 'reconciled', on: '2026-11-20' },
      missing: 'nothing',
      missingText: null,
      code: 'RT_IUF_TES',
      flow: { flowId: flowId('A'), totalCents: 13_415, differenceCents: 0 },
    })
  })

  it('is narrowed by service, report and days, and paged without losing or repeating a row', async () => {
    const found = async (query: string) =>
      (await get(`/payments?${query}`)).items.map((one: { iuv: string }) => one.iuv)
    expect((await found('service=mensa')).toSorted()).toEqual([2, 3, 5].map(iuv))
    const { id } = (await of(1)).flow
    expect((await found(`flow=${id}`)).toSorted()).toEqual([1, 2].map(iuv))
    expect(await found('dueFrom=2026-12-01&dueTo=2026-12-31')).toEqual([iuv(6)])
    expect(await found('paidFrom=2026-11-20')).toEqual([])
    expect((await found('paidFrom=2026-11-19&paidTo=2026-11-19')).length).toBe(5)
    for (const sort of ['paidAt', 'dueOn']) {
      for (const order of ['asc', 'desc']) {
        const seen: string[] = []
        for (let cursor = ''; ;) {
          const page = await get(`/payments?limit=2&sort=${sort}&order=${order}${cursor && `&cursor=${cursor}`}`)
          seen.push(...page.items.map((one: { iuv: string }) => one.iuv))
          if (page.nextCursor === null) break
          cursor = page.nextCursor
        }
        expect([sort, order, seen.toSorted()]).toEqual([sort, order, [1, 2, 3, 4, 5, 6].map(iuv)])
      }
    }
    expect((await accountant.get('/api/v1/payments?cursor=x')).status).toBe(400)
  })

  it('is searched by number, and by name by who may see names', async () => {
    const search = async (q: string, who = accountant) =>
      (await who.send('POST', '/api/v1/payments/search', { q })).body.items.map((one: { iuv: string }) => one.iuv)
    expect(await search(iuv(4))).toEqual([iuv(4)])
    expect(await search(`3${iuv(4)}`)).toEqual([iuv(4)])
    expect(await search('corti vera')).toEqual([iuv(1)])
    expect(await search('corti vera', operator)).toEqual([])
    expect(await search(iuv(4), operator)).toEqual([iuv(4)])
    const { body } = await operator.get('/api/v1/payments?missing=nothing')
    expect(body.items[0]).toMatchObject({ debtor: 'V. C.', description: null })
  })

  it('is exported as the list is, masked alike, and stands in the register', async () => {
    const { text } = await accountant.get('/api/v1/payments.csv?missing=any&sort=dueOn')
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines[0]).toContain('IUV;numero avviso;servizio')
    expect(text).toContain(`${iuv(5)};3${iuv(5)};Mensa;Saldo 2026;Ida Neri;50,00;`)
    expect((await operator.get('/api/v1/payments.csv')).text).not.toMatch(/Neri|Saldo/)
    const { rows } = await town.sql(`select detail from audit_entry where action = 'payments.exported' order by seq`)
    expect(rows[0].detail).toMatchObject({ missing: 'any', sort: 'dueOn' })
  })
})

describe('sums', () => {
  it('of what is due agree with the facts to the cent', async () => {
    expect(await get('/payments/totals?from=2026-11-01&to=2026-11-30')).toEqual({
      from: '2026-11-01',
      to: '2026-11-30',
      due: { count: 5, cents: 32_615 },
      paid: { count: 5, cents: 32_615 },
      reported: { count: 4, cents: 30_415 },
      reconciled: { count: 2, cents: 13_415 },
      missing: {
        payment: { count: 0, cents: 0 },
        receipt: { count: 1, cents: 5015 },
        report: { count: 1, cents: 2200 },
        credit: { count: 1, cents: 12_000 },
        difference: { count: 1, cents: 5000 },
      },
    })
  })

  it.each(['day', 'service', 'town'])(
    'of differences by %s add up: paid is reconciled and what is missing',
    async by => {
      const { rows, totals } = await get(`/payments/differences?by=${by}&from=2026-11-01&to=2026-11-30`)
      expect(totals).toMatchObject({
        paid: { count: 5, cents: 32_615 },
        reconciled: { cents: 13_415 },
        differenceCents: 19_200,
      })
      const facts = await town.sql(`select
      (select sum(w.cents) from payment_flow_row w where ownership = 'own') as reported,
      (select sum(credited_cents) from payment_flow where status = 'reconciled') as credited`)
      expect([String(totals.reported.cents), String(totals.reconciled.cents)]).toEqual([
        facts.rows[0].reported,
        facts.rows[0].credited,
      ])
      for (const row of rows) {
        const { report, credit, difference } = row.missing
        expect(row.paid.cents).toBe(row.reconciled.cents + report.cents + credit.cents + difference.cents)
      }
      expect(rows.reduce((sum: number, row: any) => sum + row.paid.cents, 0)).toBe(totals.paid.cents)
      expect(rows.map((row: any) => row.key)).toEqual(
        { day: ['2026-11-19'], service: ['mensa', 'tari'], town: [api.town] }[by],
      )
    },
  )

  it('for the menu are few and bounded', async () => {
    expect(await get('/payments/badges')).toEqual({
      payments: 4,
      exceptions: 2,
      alarms: 0,
      toRegularise: 4,
      // By today's date.
      regularisationLate: expect.any(Number),
    })
  })
})

it('a payment’s page shows what is stored about it, also a second receipt', async () => {
  await town.pays(3, 2200, 'RT-3-again')
  const page = await get(`/payments/${(await of(3)).id}`)
  expect(page).toMatchObject({ duplicates: 1, code: 'DOPPI', case: null, rows: [], entries: [] })
  expect(page.receipts.map((one: any) => [one.receiptId, one.second])).toEqual([
    ['RT-3', false],
    ['RT-3-again', true],
  ])
  const whole = await get(`/payments/${(await of(1)).id}`)
  expect(whole).toMatchObject({
    rows: [{ flowId: flowId('A'), position: 1, outcome: 0, outcomeText: { it: 'Eseguito' }, status: 'reconciled' }],
    entries: [{ number: '1', class: 'reconciled', cents: 13_415 }],
  })
  expect(whole.history.map((one: any) => one.kind).toSorted()).toEqual(['entry', 'notice', 'receipt', 'reported'])
})

describe('reports', () => {
  it('are listed with what was credited, and one by one with rows and entries', async () => {
    const { items, counts } = await get('/flows')
    expect(counts.byStatus).toMatchObject({ reconciled: 1, waiting: 1, partial: 1 })
    const a = items.find((one: any) => one.flowId === flowId('A'))
    expect(a).toMatchObject({
      creditedCents: 13_415,
      differenceCents: 0,
      missingReceipts: 1,
      statusText: { it: 'Riconciliato' },
    })
    expect(await get(`/payments/files/${reportId}`)).toMatchObject({ state: 'taken', flow: a.id, today: null })
    expect(await get(`/flows/${a.id}`)).toMatchObject({
      entries: [{ number: '1' }],
      revisions: [{ id: a.id, state: 'current' }],
      mayAskReceipts: true,
    })
    expect((await get(`/flows/${a.id}/rows?only=missing-receipt`)).items).toMatchObject([
      { position: 2, iuv: iuv(2), cents: 5015, payment: { paid: 'no-receipt', debtor: 'Dario Riva' }, receiptId: null },
    ])
    const asked = await accountant.send('POST', `/api/v1/flows/${a.id}/receipt-requests`)
    expect(asked).toMatchObject({ status: 202, body: { receiptTries: 0, receiptNextAt: null } })
    const b = items.find((one: any) => one.flowId === flowId('B'))
    expect((await accountant.send('POST', `/api/v1/flows/${b.id}/receipt-requests`)).status).toBe(409)
  })

  it('are found by a part of id or TRN, by amount and by day; those to assign are not reconciled', async () => {
    const found = async (q: string, more = '') =>
      (await get(`/flows?q=${encodeURIComponent(q)}${more}`)).items.map((one: any) => one.flowId)
    expect(await found('bpp iitrrxxx-a')).toEqual([flowId('A')])
    const b = (await get('/flows')).items.find((one: any) => one.flowId === flowId('B'))
    expect(await found(b.regulationId.toLowerCase())).toEqual([flowId('B')])
    expect(await found('134,15')).toEqual([flowId('A')])
    expect(await found('€ 134.15')).toEqual([flowId('A')])
    expect(await found('%_')).toEqual([])
    expect(await found('20/11/2026')).toEqual(await found('2026-11-20'))
    expect(await found('20/11/2026')).toContain(flowId('A'))
    expect(await found('20/11/2026', '&assignable=true')).not.toContain(flowId('A'))
    expect(await found('21/11/2019')).toEqual([])
  })

  it('that cannot be fetched are told with since when and why, until pagoPA answers', async () => {
    expect((await get('/flows')).unfetched).toEqual([])
    await town.sql(
      `insert into report_fetch (municipality_id, fetched_at, error) values ($1, '2026-11-20T08:00:00Z', 'pagoPA non risponde.')`,
      [api.town],
    )
    expect((await get('/flows')).unfetched).toEqual([
      {
        municipality: expect.objectContaining({ id: api.town }),
        since: '2026-11-20T08:00:00.000Z',
        why: 'pagoPA non risponde.',
      },
    ])
    await town.sql('update report_fetch set error = null')
    expect((await get('/flows')).unfetched).toEqual([])
  })

  it('are exported as they are listed, and it stands in the register', async () => {
    const { text } = await accountant.get('/api/v1/flows.csv?status=reconciled')
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('comune;flusso;PSP;')
    expect(lines[1]).toContain(`;${flowId('A')};`)
    expect(lines[1]).toContain(';134,15;0,00;134,15;0,00;Riconciliato;')
    expect((await accountant.get('/api/v1/flows.csv?language=en')).text.split('\r\n')[0]).toContain('report;PSP')
    const { rows } = await town.sql(`select detail from audit_entry where action = 'flows.exported' order by seq`)
    expect(rows[0].detail).toMatchObject({ status: 'reconciled' })
  })
})

describe('an exception', () => {
  const assign = async (number: string, body: object, key = randomUUID()) => {
    const { id, updatedAt } = await entry(number)
    return accountant.send(
      'POST',
      `/api/v1/entries/${id}/assignments`,
      { reason: 'letto sul bonifico', basedOn: updatedAt, ...body },
      { 'Idempotency-Key': key },
    )
  }

  it('is listed with its reason and its candidates', async () => {
    const { items, counts } = await get('/exceptions')
    expect(counts).toMatchObject({
      error: { count: 2, cents: 16_999 },
      unreported: { count: 0 },
      notPagopa: { count: 1 },
    })
    expect(items.find((one: any) => one.number === '3')).toMatchObject({
      cents: 12_000,
      rule: 'reference-unreadable',
      reasonTexts: [{ it: expect.stringContaining('non si legge') }],
      // The most alike first.
      candidates: [
        { flowId: flowId('B'), differenceCents: 0, by: ['trn', 'amount', 'date'] },
        { flowId: flowId('C'), differenceCents: 7000, by: ['date'] },
      ],
    })
    expect(items.find((one: any) => one.number === '2')).toMatchObject({ differenceCents: -1, rule: 'partial-credit' })
  })

  it('is exported with why and its candidates; who sees initials elsewhere sees no more here', async () => {
    const { text } = await accountant.get('/api/v1/exceptions.csv?class=error')
    const lines = text.trim().split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines.find((line: string) => line.includes(';3;'))).toMatch(/;120,00;.*non si legge.*-B .* 120,00; /)
    const { customer } = await entry('4')
    expect((await accountant.get('/api/v1/exceptions.csv?class=not-pagopa')).text).toContain(customer)
    expect((await operator.get('/api/v1/exceptions.csv?class=not-pagopa')).text).not.toContain(customer)
    const { rows } = await town.sql(`select detail from audit_entry where action = 'exceptions.exported' order by seq`)
    expect(rows[0].detail).toMatchObject({ class: 'error' })
  })

  it('is assigned by a person, once, judged again, and taken back without a trace in the payments', async () => {
    const { candidates } = (await get('/exceptions')).items.find((one: any) => one.number === '3')
    const key = randomUUID()
    const chosen = { target: 'flow', flow: candidates[0].flow }
    const done = await assign('3', chosen, key)
    expect([done.status, done.body.assignment]).toEqual([
      202,
      expect.objectContaining({ target: 'flow', flowId: flowId('B'), reason: 'letto sul bonifico', mayUndo: true }),
    ])
    // The same request again is the same; another with its key is not; nor is a second decision taken.
    expect((await assign('3', chosen, key)).status).toBe(202)
    expect((await assign('3', { target: 'not-pagopa' }, key)).status).toBe(422)
    expect((await assign('3', { target: 'not-pagopa' })).status).toBe(409)
    expect(await town.runChores()).toBe(1)
    expect(await of(4)).toMatchObject({
      missing: 'nothing',
      reconciled: { state: 'reconciled' },
      flow: { status: 'reconciled' },
    })
    expect(await get('/payments/totals?from=2026-11-01&to=2026-11-30')).toMatchObject({ reconciled: { cents: 25_415 } })
    // Frozen at import, and as it stands today.
    const file = await get(`/payments/files/${journalId}`)
    expect(file.report.parts).toMatchObject({ reconciled: { count: 1 }, error: { count: 2 } })
    expect(file.today.parts).toMatchObject({ reconciled: { count: 2, cents: 25_415 }, error: { count: 1 } })

    const { id, assignments } = await entry('3')
    const undo = `/api/v1/entries/${id}/assignments/${assignments[0].id}/revoke`
    expect((await accountant.send('POST', undo, { reason: 'assegnato per errore' })).status).toBe(202)
    expect((await accountant.send('POST', undo, { reason: 'un altro motivo qui' })).status).toBe(409)
    expect(await town.runChores()).toBe(1)
    expect(await of(4)).toMatchObject({ missing: 'credit', reconciled: { state: 'no' }, flow: { status: 'waiting' } })
    expect((await entry('3')).assignments).toMatchObject([
      { revoked: { reason: 'assegnato per errore' }, mayUndo: false },
    ])
    const { rows } = await town.sql(`select action, reason from audit_entry where action like 'entry.%' order by seq`)
    expect(rows).toEqual([
      { action: 'entry.assigned', reason: 'letto sul bonifico' },
      { action: 'entry.released', reason: 'assegnato per errore' },
    ])
  })

  it('is assigned for a reason of three words, however short, and for no single word, however long', async () => {
    const refused = await assign('3', { target: 'not-pagopa', reason: 'riversamento-sbagliato' })
    expect([refused.status, refused.body.errors]).toEqual([
      422,
      [{ path: 'reason', message: 'Il motivo va detto in almeno 3 parole.' }],
    ])
    expect((await assign('3', { target: 'not-pagopa', reason: 'è di TF' })).status).toBe(202)
    const { id, assignment } = await entry('3')
    const back = `/api/v1/entries/${id}/assignments/${assignment.id}/revoke`
    expect((await accountant.send('POST', back, { reason: 'sbagliato' })).status).toBe(422)
    expect((await accountant.send('POST', back, { reason: 'era del comune' })).status).toBe(202)
  })

  it('without a reference is assigned to a payment, which no longer waits once it is taken back', async () => {
    const { paymentCandidates } = await entry('4')
    expect(paymentCandidates).toEqual([])
    const { id } = await of(3)
    expect((await assign('4', { target: 'payment', payment: id })).status).toBe(202)
    await town.runChores()
    // 77 euros for 22: a difference, said so.
    expect(await of(3)).toMatchObject({ missing: 'difference', entry: { number: '4' } })
    const { id: entryId, assignments } = await entry('4')
    await accountant.send('POST', `/api/v1/entries/${entryId}/assignments/${assignments[0].id}/revoke`, {
      reason: 'assegnato per errore',
    })
    await town.runChores()
    expect(await of(3)).toMatchObject({ missing: 'report', entry: null })
  })

  it('is refused when it is no longer as it was looked at, or already there, or of another town', async () => {
    expect((await assign('3', { target: 'not-pagopa', basedOn: '2026-11-20T08:00:00.000Z' })).body).toMatchObject({
      kind: 'stale',
    })
    const { flow } = await of(1)
    expect((await assign('3', { target: 'flow', flow: flow.id })).body).toMatchObject({ kind: 'not-allowed' })
    expect((await assign('3', { target: 'flow', flow: randomUUID() })).body).toMatchObject({ kind: 'invalid' })
    expect((await assign('3', { target: 'not-pagopa', reason: 'breve' })).status).toBe(422)
  })
})

it('a journal’s movements are each in one part, with reasons, page by page and as CSV', async () => {
  const { items } = await get(`/payments/files/${journalId}/movements`)
  expect(items.map((one: any) => one.part)).toEqual(['reconciled', 'error', 'error', 'not-pagopa', 'ignored'])
  expect(items[1].entry).toMatchObject({ number: '2', reasonTexts: [{ it: expect.stringContaining('49,99') }] })
  const errors = await get(`/payments/files/${journalId}/movements?part=error`)
  expect(errors.items.map((one: any) => one.cents)).toEqual([4999, 12_000])
  const report = await accountant.get(`/api/v1/payments/files/${journalId}/report.csv`)
  expect(report.text).toContain('Riconciliati;1;134,15;1;1;134,15;1\r\n')
  const movements = await accountant.get(`/api/v1/payments/files/${journalId}/movements.csv`)
  expect(movements.text.trim().split('\r\n')).toHaveLength(6)
  // A private person's words are not for who sees initials.
  expect((await get(`/payments/files/${journalId}/movements?part=not-pagopa`, operator)).items).toMatchObject([
    { cause: null },
  ])
})

describe('regularisation', () => {
  const map = `/api/v1/municipalities`
  it('splits entries by service, chapter and VAT, adding up to the cent', async () => {
    const items = [
      { service: 'mensa', year: null, chapter: '3100', accertamento: '12/2026', vatPercent: '4' },
      { service: 'tari', year: 2026, chapter: '1010', accertamento: '7/2026', vatPercent: null },
      { service: 'tari', year: null, chapter: '9999', accertamento: null, vatPercent: null },
    ]
    const saved = await accountant.send('PUT', `${map}/${api.town}/accounting-map`, { items, basedOn: 0 })
    expect(saved).toMatchObject({ status: 200, body: { revision: 1 } })
    expect((await accountant.send('PUT', `${map}/${api.town}/accounting-map`, { items, basedOn: 0 })).status).toBe(409)
    const { items: rows, totals } = await get('/regularisation')
    expect(totals).toMatchObject({ count: 4, remainingCents: 38_114 })
    const first = rows.find((one: any) => one.number === '1')
    expect(first).toMatchObject({ cents: 13_415, remainingCents: 13_415, dueOn: '2027-01-19' })
    expect(first.parts).toEqual([
      {
        service: { code: 'mensa', label: { it: 'Mensa', en: 'Mensa' } },
        year: 2026,
        chapter: '3100',
        accertamento: '12/2026',
        vatPercent: '4',
        cents: 5015,
        netCents: 4822,
        vatCents: 193,
        payments: 1,
      },
      expect.objectContaining({ chapter: '1010', accertamento: '7/2026', cents: 8400, netCents: 8400, vatCents: 0 }),
    ])
    for (const row of rows) {
      expect(row.parts.reduce((sum: number, part: any) => sum + part.cents, 0)).toBe(row.cents)
    }
    expect(rows.find((one: any) => one.number === '4').parts).toMatchObject([
      { service: null, chapter: null, cents: 7700 },
    ])
    const { text } = await accountant.get('/api/v1/regularisation.csv')
    expect(text).toContain(';Mensa;2026;3100;12/2026;50,15;48,22;4;1,93;1;')
  })

  it('is closed by the journal, also in part', async () => {
    await town.journal(accountant, '2026-11-21', [
      {
        number: '500',
        amount: '100.00',
        document: 'REVERSALE',
        operation: 'REGOLARIZZATO',
        closes: [{ number: '1', amount: '100.00' }],
      },
    ])
    const partial = (await get('/regularisation?state=partial')).items
    expect(partial).toMatchObject([{ number: '1', regularisedCents: 10_000, remainingCents: 3415 }])
    await town.journal(accountant, '2026-11-22', [
      {
        number: '501',
        amount: '34.15',
        document: 'REVERSALE',
        operation: 'REGOLARIZZATO',
        closes: [{ number: '1', amount: '34.15' }],
      },
    ])
    expect((await get('/regularisation?state=done')).items).toMatchObject([{ number: '1', remainingCents: 0 }])
    expect((await get('/regularisation')).totals.count).toBe(3)
  })
})

it('of a payment that another body has a part in, sums count what is the town’s', async () => {
  await town.owes(7, 10_500, { dueOn: '2027-01-10', others: 500 })
  const january = () => get('/payments/totals?from=2027-01-01&to=2027-01-31')
  expect(await january()).toMatchObject({ due: { count: 1, cents: 10_000 }, paid: { count: 0 } })
  await town.pays(7, 10_500)
  await town.report(accountant, 'E', [{ n: 7, amount: '100.00' }])
  await town.journal(accountant, '2026-11-23', [{ number: '7', amount: '100.00', cause: cause('E') }])
  expect(await january()).toMatchObject({
    paid: { cents: 10_000 },
    reported: { cents: 10_000 },
    reconciled: { cents: 10_000 },
  })
  expect(await of(7)).toMatchObject({ cents: 10_500, reportedCents: 10_000, missing: 'nothing' })
})
