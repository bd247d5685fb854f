import { publishCase } from '../../db/queries/publish-case.ts'
import { operations } from '../../server/api/operations.ts'
import { aFact, aPublication, anIncident, aTask, aView } from '../db/fixtures.ts'
import { bearer, startApi } from '../server/api.ts'
import type { Api, Browser } from '../server/api.ts'
import { aRequest, publishSample } from '../server/procedure.ts'
import { createScanner } from '../support/leak-scan.ts'
import { somePayments } from '../support/payment-facts.ts'
import type { PaymentFacts } from '../support/payment-facts.ts'
import { callAs } from './callers.ts'
import { aPdf, taskId } from './samples.ts'

/** What each channel brings that the diet office alone may know. No word of it is anywhere else. */
const told = {
  'front office': 'zelandina',
  'certificate of the request': 'pergamena-azzurra',
  counter: 'orzobruno',
  import: 'cremisino',
  'bad row of an import': 'vermiglione',
  'data of a message': 'talpagrigia',
  'kind of a document in a message': 'ortensia-rossa',
  'document that was asked for': 'giunchiglia',
  draft: 'fagianella',
  'amended by the office': 'QZWENZIAN7',
  'reason given by the office': 'lavandina',
  'document added by the office': 'stornello-nero',
}
const scannerOf = () => createScanner(Object.entries(told).map(([what, value]) => ({ what, value: `${value}` })))

let api: Api
let caseId: string
let importId: string
let diet: Browser
let paid: PaymentFacts
/** Whom it does not concern: every role of the town, and the consortium. */
let others: Record<string, Browser>

const pdfOf = (name: string) => ({
  name: `${name}.pdf`,
  mediaType: 'application/pdf',
  content: Buffer.concat([Buffer.from(aPdf, 'base64'), Buffer.from(name)]).toString('base64'),
})

beforeAll(async () => {
  api = await startApi()
  const { answers } = api.deps
  api.deps.answers = { wait: () => Promise.resolve(null), stop: () => answers.stop() }
  await publishSample(api.database, { plan })
  await api.database.asSuperuser(`update definition set manifest = manifest
    || '{"labels": {"diet.code": {"it": "Codice dieta", "en": "Diet code"}}}'
    || jsonb_build_object('confidentialPaths', '[
      {"path": "diet.kind", "ref": "diet", "office": "diete", "unless": ["standard"]},
      {"path": "diet.notes", "ref": "diet", "office": "diete"},
      {"path": "diet.certificate", "ref": "diet", "office": "diete",
       "askedAs": {"at": "completeness.missing", "code": "reserved-document"}}]'::jsonb)`)
  diet = await api.signIn({ role: 'clerk', office: 'diete' })
  others = { school: await api.signIn({ role: 'clerk', office: 'scuola' }) }
  for (const role of ['supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'] as const)
    others[role] = await api.signIn({ role })
  await tellEverything()
  paid = await somePayments(api.database, api.town)
}, 60_000)
afterAll(() => api.stop())

const plan = {
  format: 1,
  nodes: [
    { id: 'specialDiet', name: 'Dieta speciale?', type: 'exclusiveGateway', outgoing: [], confidentialOffice: 'diete' },
    {
      id: 'assessDiet',
      name: 'Valuta la dieta',
      type: 'userTask',
      outgoing: [],
      confidentialOffice: 'diete',
      outputs: [{ name: 'diet' }],
    },
  ],
  flows: [],
}

/** Each channel once. */
async function tellEverything(): Promise<void> {
  const portal = bearer(api.origin, await api.token())
  const special = {
    kind: 'medical',
    notes: told['front office'],
    certificate: pdfOf(told['certificate of the request']),
  }
  const filed = await portal.post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest({ diet: special }),
  })
  caseId = filed.body.id
  await publishDiet()
  await portal.post(`/api/v1/cases/${caseId}/messages`, {
    name: 'integration',
    data: { diet: { notes: told['data of a message'] } },
    documents: [
      { ...pdfOf(told['kind of a document in a message']), kind: 'certificate' },
      pdfOf(told['document that was asked for']),
    ],
  })
  const atCounter = { diet: { kind: 'medical', notes: told.counter } }
  const body = { procedure: 'canteen-enrolment', municipality: api.town, request: aRequest(atCounter) }
  await others['school']!.send('POST', '/api/v1/cases', body)
  // Who sends a file has read it: a colleague of another office does.
  importId = (await diet.send('POST', '/api/v1/imports', aFile())).body.id
  const task = `/api/v1/tasks/${caseId}/assessDiet%233`
  await diet.send('PUT', `${task}/draft`, { values: { note: told.draft } })
  const set = [{ path: 'diet.code', value: told['amended by the office'] }]
  const reason = `corretto, ${told['reason given by the office']}`
  const amended = await diet.send('POST', `/api/v1/cases/${caseId}/acts`, { act: { type: 'amend', set }, reason })
  expect([amended.status, amended.text]).toEqual([202, expect.any(String)])
  const added = { ...pdfOf(told['document added by the office']), kind: 'diet', confidentialOffice: 'diete' }
  await diet.send('POST', `/api/v1/cases/${caseId}/documents`, added)
}

/** The case stands at the diet office's task; a step of theirs has failed, and the request lacks a document that is not named. */
async function publishDiet(): Promise<void> {
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const tasks = [
    aTask({ id: taskId, element: 'school', name: 'Verifica la scuola', form: 'check-school' }),
    aTask({ id: 'assessDiet#3', element: 'assessDiet', name: 'Valuta la dieta', office: 'diete', confidential: true }),
  ]
  const document = {
    ...rows[0].document,
    completeness: { missing: [{ code: 'reserved-document', text: 'Un documento riservato.' }] },
    diet: { code: 'D1' },
  }
  const incidents = [anIncident({ element: 'specialDiet', name: 'Dieta speciale?' })]
  const confidential = [{ element: 'specialDiet', office: 'diete', flows: [] }]
  const history = [aFact({ type: 'act', element: null, detail: { act: 'amend', paths: ['diet.code'] } })]
  const view = { ...aView({ tasks, incidents, phase: 'waiting-task', document }), confidential }
  await api.database.db.withTenants([api.town], tx =>
    publishCase(tx, aPublication({ town: api.town, id: caseId }, { revision: 3, rest: true, view, history })),
  )
}

function aFile(): FormData {
  const header =
    'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni;note_dieta'
  const row = (code: string, note: string) => `2026/2027;Anna;Rossi;RSSNNA80A41F205O;Luca;Rossi;${code};2B;lun;${note}`
  const form = new FormData()
  form.set('municipality', api.town)
  form.set('procedure', 'canteen-enrolment')
  const lines = [header, row('RSSMRA85T50H501S', told.import), row('XXX', told['bad row of an import']), '']
  form.set('file', new Blob([lines.join('\r\n')]), 'domande.csv')
  return form
}

/** Everything that can be read with an id of this case, or with none: a new route is read as soon as it is there. */
async function readEverything(who: Browser): Promise<[operation: string, text: string][]> {
  const { rows } = await api.database.asSuperuser('select id from document where case_id = $1', [caseId])
  const acts = await api.database.asSuperuser(
    "select payload ->> 'requestId' as id from outbox where payload ->> 'requestId' is not null",
  )
  const known: Record<string, string[]> = {
    caseId: [caseId],
    taskId: [taskId, 'assessDiet#3'],
    documentId: rows.map(row => row.id),
    importId: [importId],
    municipalityId: [api.town],
    requestId: acts.rows.map(row => row.id),
    key: ['canteen-enrolment'],
    paymentId: [paid.paymentId],
    flowId: [paid.flowId],
    fileId: [paid.journalId],
    entryId: [await paid.entryId()],
  }
  const gets = operations.filter(one => one.auth === 'session' && one.method === 'get' && one.id !== 'streamEvents')
  const calls = gets.flatMap(operation => {
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const all = names.reduce<Record<string, string>[]>(
      (some, name) => some.flatMap(one => (known[name] ?? []).map(value => ({ ...one, [name]: value }))),
      [{}],
    )
    return all.map(params => ({ operation, params }))
  })
  const read = calls.map(async ({ operation, params }) => {
    const query = operation.query && 'municipality' in operation.query.shape ? { municipality: api.town } : {}
    const { text } = await callAs(api, { Cookie: who.cookie }, operation, { params, query })
    return [operation.id, text] as [string, string]
  })
  const search = Object.values(told).map(async word => {
    const { text } = await who.send('POST', '/api/v1/cases/search', { q: word })
    return ['searchCases', text] as [string, string]
  })
  return Promise.all([...read, ...search])
}

it.each(['school', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'])(
  'nothing of it is told to the %s, by any route',
  async role => {
    const scanner = scannerOf()
    const answers = await readEverything(others[role]!)
    for (const [operation, text] of answers) scanner.look(operation, text)
    expect(scanner.leaks()).toEqual([])
    // Nor that there was anything: no name of a step or a path of theirs.
    const telling = answers.filter(
      ([id, text]) => /assessDiet|specialDiet|diet\.code|Dieta speciale/.test(text) && id !== 'getProcedure',
    )
    expect(telling.map(([operation]) => operation)).toEqual([])
    expect(answers.length).toBeGreaterThan(30)
  },
)

it('all of it is told to the office, as far as it is its work: the scan above can find it', async () => {
  const scanner = scannerOf()
  for (const [operation, text] of await readEverything(diet)) scanner.look(operation, text)
  const found = new Set(scanner.leaks().map(leak => leak.what))
  // Where several told the same thing the last one stands; cases of others are not at its step.
  const replaced = ['front office', 'certificate of the request', 'counter']
  expect([...found].toSorted()).toEqual(
    Object.keys(told)
      .filter(one => !replaced.includes(one) || found.has(one))
      .toSorted(),
  )
})

it('nobody else can write over it unseen', async () => {
  for (const path of ['diet.code', 'request.diet.notes', 'request.diet.kind']) {
    const act = { type: 'amend', set: [{ path, value: 'medical' }] }
    const answer = await others['supervisor']!.send('POST', `/api/v1/cases/${caseId}/acts`, {
      act,
      reason: 'prova di scrittura',
    })
    expect([path, answer.status]).toEqual([path, 422])
  }
})

it('it lies sealed, and goes to the case only where the office corrected it', async () => {
  const scanner = scannerOf()
  const { rows } = await api.database.asSuperuser(`
    select table_name as name, query_to_xml(format('select * from %I', table_name), false, true, '')::text as all
    from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`)
  for (const { name, all } of rows) scanner.look(name, all)
  const found = new Set(scanner.leaks().map(leak => `${leak.where}: ${leak.what}`))
  expect([...found].toSorted()).toEqual(
    [
      'audit_entry: reason given by the office',
      // Names of files stand beside the sealed bytes, for the office's list.
      'document: certificate of the request',
      'document: document added by the office',
      'document: document that was asked for',
      'document: kind of a document in a message',
      'outbox: amended by the office',
      'outbox: reason given by the office',
      'task_draft: draft',
    ].toSorted(),
  )
})

it('no metric and no problem says it', async () => {
  const scanner = scannerOf()
  scanner.look('metrics', await (await fetch(`${api.origin}/metrics`)).text())
  const refused = await bearer(api.origin, await api.token()).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest({ diet: { kind: told['front office'], notes: told.counter } }),
  })
  expect(refused.status).toBe(422)
  scanner.look('problem', refused.text)
  expect(scanner.leaks()).toEqual([])
})
