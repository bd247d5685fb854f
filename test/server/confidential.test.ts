import { publishCase } from '../../db/queries/publish-case.ts'
import type { Fact, StepView } from '../../engine/view.ts'
import { AT, aPublication, aTask, aView } from '../db/fixtures.ts'
import { bearer, startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let caseId: string
let number: string
let school: Browser
let diet: Browser
let operator: Browser
let auditor: Browser

const step = (some: Partial<StepView>): StepView => ({
  id: 'received#1',
  element: 'received',
  name: 'Domanda ricevuta',
  kind: 'startEvent',
  state: 'done',
  enteredAt: AT,
  leftAt: AT,
  ...some,
})
const fact = (some: Partial<Fact>): Fact => ({
  at: AT,
  type: 'entered',
  element: 'received',
  name: 'Domanda ricevuta',
  actor: null,
  reason: null,
  detail: {},
  ...some,
})

const plan = {
  format: 1,
  nodes: [
    { id: 'received', name: 'Domanda ricevuta', type: 'startEvent', outgoing: [] },
    { id: 'specialDiet', name: 'Dieta speciale?', type: 'exclusiveGateway', outgoing: [], confidentialOffice: 'diete' },
    {
      id: 'assessDiet',
      name: 'Valuta la dieta speciale',
      type: 'userTask',
      outgoing: [],
      confidentialOffice: 'diete',
      outputs: [{ name: 'diet' }],
    },
  ],
  flows: [],
}

/** A case that stands at the diet office's task. */
beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database, { plan })
  const kind = JSON.stringify([{ path: 'diet.kind', ref: 'diet', office: 'diete', unless: ['standard'] }])
  await api.database.asSuperuser(
    `update definition set manifest =
       jsonb_set(manifest, '{confidentialPaths}', (manifest -> 'confidentialPaths') || $1::jsonb)`,
    [kind],
  )
  const filed = await bearer(api.origin, await api.token()).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest({ diet: { kind: 'medical', notes: 'celiachia' } }),
  })
  caseId = filed.body.id
  number = filed.body.number
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const task = aTask({
    id: 'assessDiet#3',
    element: 'assessDiet',
    name: 'Valuta la dieta speciale',
    office: 'diete',
    confidential: true,
  })
  const view = aView({
    phase: 'waiting-task',
    tasks: [task],
    steps: [
      step({}),
      step({ id: 'specialDiet#2', element: 'specialDiet', name: 'Dieta speciale?', kind: 'exclusiveGateway' }),
      step({
        id: 'assessDiet#3',
        element: 'assessDiet',
        name: 'Valuta la dieta speciale',
        kind: 'userTask',
        state: 'active',
        leftAt: null,
        waitingFor: { kind: 'task', what: 'diete', until: null },
      }),
    ],
    flows: ['received_specialDiet', 'specialDiet_assessDiet'],
    confidential: [
      { element: 'specialDiet', office: 'diete', flows: ['received_specialDiet', 'specialDiet_assessDiet'] },
      { element: 'assessDiet', office: 'diete', flows: ['specialDiet_assessDiet'] },
    ],
    document: { ...rows[0].document, diet: { code: 'D7', accepted: true } },
  })
  const history = [
    fact({}),
    fact({ element: 'specialDiet', name: 'Dieta speciale?' }),
    fact({
      type: 'task-opened',
      element: 'assessDiet',
      name: 'Valuta la dieta speciale',
      detail: { task: 'assessDiet#3', office: 'diete' },
    }),
  ]
  await api.database.db.withTenants([api.town], tx =>
    publishCase(tx, aPublication({ town: api.town, id: caseId }, { revision: 3, rest: true, view, history })),
  )
  school = await api.signIn({ role: 'clerk', office: 'scuola' })
  diet = await api.signIn({ role: 'clerk', office: 'diete' })
  operator = await api.signIn({ role: 'operator' })
  auditor = await api.signIn({ role: 'auditor' })
  const claimed = await diet.send('POST', `/api/v1/tasks/${caseId}/${encodeURIComponent('assessDiet#3')}/claim`, {})
  expect(claimed.status).toBe(202)
}, 60_000)
afterAll(() => api.stop())

const telling = ['dieta', 'Diet', 'diet', 'celiachia', 'D7', 'medical']

describe('a case at another office’s confidential task', () => {
  it('tells nobody else what it is about, on no page and in no list', async () => {
    const paths = ['', '/history', '/audit', '/documents', '/messages']
    for (const reader of [school, operator, auditor]) {
      const pages = [...paths.map(path => `/cases/${caseId}${path}`), '/cases', '/tasks?scope=all', '/audit']
      for (const page of pages) {
        const { text } = await reader.get(`/api/v1${page}`)
        for (const word of telling) expect([page, word, text.includes(word)]).toEqual([page, word, false])
        expect([page, text.includes(diet.name)]).toEqual([page, page.endsWith('/audit') && reader === auditor])
      }
      const found = await reader.send('POST', '/api/v1/cases/search', { q: number })
      expect(found.body.items[0].stepName).toBe('Valutazione di un altro ufficio')
      const { body } = await reader.get(`/api/v1/cases/${caseId}/diagram`)
      expect([body.elements.map((one: { element: string }) => one.element), body.flows]).toEqual([['received'], []])
    }
  })

  it('says that another office assesses it', async () => {
    const { body } = await school.get(`/api/v1/cases/${caseId}`)
    const anotherOffice = { it: 'Valutazione di un altro ufficio', en: 'Assessment by another office' }
    expect(body).toMatchObject({ stepText: anotherOffice, waitingFor: null, waitingForText: null })
    expect(body.sentence).toMatchObject({ kind: 'waiting-task', stepText: anotherOffice, who: null, others: 0 })
    const active = body.steps.filter((one: { state: string }) => one.state === 'active')
    expect(active.map((one: { name: string }) => one.name)).toEqual([anotherOffice.it])
    expect(body.steps.filter((one: { state: string }) => one.state === 'to-come')).toEqual([])
  })

  it('is told whole to the office itself', async () => {
    const { body } = await diet.get(`/api/v1/cases/${caseId}`)
    expect(body).toMatchObject({
      stepName: 'Valuta la dieta speciale',
      waitingForText: { it: 'in attesa dell’Ufficio diete', en: 'waiting for Ufficio diete' },
      document: { diet: { code: 'D7' } },
    })
    expect(body.sentence).toMatchObject({ kind: 'waiting-task', step: 'Valuta la dieta speciale' })
    const history = await diet.get(`/api/v1/cases/${caseId}/history`)
    expect(history.body.items).toHaveLength(3)
    const audit = await diet.get(`/api/v1/cases/${caseId}/audit`)
    expect(audit.body.items.at(-1)).toMatchObject({
      action: 'case.claim',
      label: { it: 'Attività presa in carico' },
      actor: { name: diet.name },
      detail: { task: 'assessDiet#3' },
    })
  })

  it('goes by without its name in live events and in the register’s file', async () => {
    const response = await fetch(`${api.origin}/api/v1/events`, {
      headers: { Cookie: school.cookie, 'Last-Event-ID': '1-1' },
    })
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk as Uint8Array)
      if (text.includes('"tasks"')) break
    }
    expect(text).toContain(`{"resource":"tasks","id":"${caseId}"`)
    expect(text).not.toContain('assessDiet')
    const csv = await auditor.get(`/api/v1/audit.csv?municipality=${api.town}`)
    expect(csv.text).toContain('Attività presa in carico')
    expect(csv.text).not.toContain('assessDiet')
  }, 20_000)
})
