import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { declarationOf, operationSpecs } from '../../activities/catalogue.ts'
import { compile } from '../../engine/compile/compile.ts'
import { compileTables } from '../../engine/compile/decision-tables.ts'
import { evaluateTable } from '../../engine/decisions/evaluate-table.ts'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import { parseExpression } from '../../engine/feel/parse.ts'
import type { Form } from '../../engine/form.ts'
import { formExpressions, formFacts } from '../../engine/forms.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { refuse } from '../../engine/refuse.ts'
import { CLERK, Case } from './support/a-case.ts'

const folder = join(process.cwd(), 'workflows/procedures/canteen-enrolment')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const forms: Form[] = JSON.parse(read('forms.json'))
const ID = '5a1f6f0e-0000-4000-8000-000000000000'

const anApplication = (over: JsonObject = {}): JsonObject => ({
  schoolYear: '2026/2027',
  applicant: { firstName: 'Maria', lastName: 'Rossi', fiscalCode: 'RSSMRA85T50H501S', relation: 'parent' },
  child: { firstName: 'Eva', lastName: 'Neri', fiscalCode: 'NREVEA00B69G273Z' },
  school: { code: 'CREE80101', class: '2B' },
  days: ['mon', 'wed'],
  diet: { kind: 'standard' },
  isee: { status: 'declared', valueCents: 850_000, protocol: 'INPS-1', signedOn: '2026-03-10' },
  ...over,
})

let plan: Plan
let fares: DecisionTable

beforeAll(async () => {
  const operations = JSON.parse(JSON.stringify(operationSpecs()))
  const compiled = await compile(read('process.bpmn'), { operations, forms, offices: ['scuola', 'diete', 'tutela'] })
  expect(compiled.diagnostics).toEqual([])
  plan = compiled.plan as Plan
  fares = (await compileTables(read('fares/manfredonia.dmn'))).tables[0] as DecisionTable
})

type Answer = Json | ((input: JsonObject) => Json)

/** What the world answers when nothing is the matter. */
const kindWorld = (): { [operation: string]: Answer } => ({
  'register.protocol': { number: '0004127', year: 2026, date: '2026-09-01' },
  'acts.issue': { documentId: ID },
  'spid.verifyEvidence': { method: 'SPID', level: 2, issuedAt: '2026-09-01T07:59:00.000Z', idp: 'idp.example' },
  'anpr.parenthood': { relation: 'mother', found: true, checks: [] },
  'anpr.residence': { found: true, resident: true, protectedAddress: true, municipality: 'Ripalta' },
  'canteen.schoolEnrolment': { found: true },
  'canteen.arrears': { cents: 0 },
  'canteen.completeness': { missing: [] },
  'canteen.reservePlace': { reserved: true, placesLeft: 3 },
  'canteen.releasePlace': { released: true },
  'canteen.openAccount': { accountId: ID, model: 'prepaid', startsOn: '2026-09-14' },
  'canteen.firstTopUp': { dueCents: 5000 },
  'canteen.enlist': { entryId: ID },
  'canteen.credit': input => ({ balanceCents: input['cents'] ?? 0 }),
  'canteen.rerate': input => ({ from: input['from'] ?? null, fareCents: input['fareCents'] ?? null }),
  'canteen.close': { balanceCents: 0 },
  'pagopa.createNotice': {
    iupd: '001',
    iuv: '0'.repeat(17),
    nav: '3'.repeat(18),
    positionId: ID,
    documentId: ID,
  },
  'pagopa.annulNotice': { annulled: 1, paid: 0, notices: [{ nav: '3'.repeat(18), state: 'annulled' }] },
  'io.sendMessage': { sent: true, messageId: 'm', reachedBy: 'io' },
  'decision.evaluate': ({ inputs }) => {
    const { output, matched } = evaluateTable(fares, inputs as JsonObject)
    const rules = matched.map(number => ({ number, text: fares.rules[number - 1]?.annotation ?? '' }))
    return { output, rules, table: { key: 'fare', resolution: 'G.C. 41/2026', validFrom: '2026-09-01' } }
  },
})

/** A case in a world that answers by itself, held to the operations' own contracts. */
class Enrolment extends Case {
  readonly world = kindWorld()
  private done_ = new Set<string>()

  begin(request: JsonObject = anApplication(), refs: JsonObject = { evidence: ID }): this {
    const data = { case: { id: ID, number: 'MENSA-2026-000001', receivedAt: this.now }, request, refs }
    return this.start(data).settle()
  }

  /** Answers every work that is asked for, until nothing is. */
  settle(): this {
    for (;;) {
      const command = this.all.find(it => it.type === 'perform' && !this.done_.has(it.work.id))
      if (command?.type !== 'perform') return this
      const { id, operation, input } = command.work
      this.done_.add(id)
      const declaration = declarationOf(operation)
      const checked = declaration?.input.safeParse(input)
      if (!checked?.success) throw new Error(`${operation}: ${checked?.error.message}`)
      const answer = this.world[operation] ?? null
      const output = typeof answer === 'function' ? answer(input) : answer
      if (output === 'refused') {
        const failure = { kind: 'refused' as const, code: 'identity-refused', message: 'La firma non è valida.' }
        this.send({ type: 'work-failed', at: this.now, work: id, failure })
        continue
      }
      expect(declaration?.output.safeParse(output).error).toBeUndefined()
      this.send({ type: 'work-done', at: this.now, work: id, output })
    }
  }

  fill(element: string, values: JsonObject): this {
    const act = { type: 'complete' as const, task: this.task(element), values }
    expect(refuse(this.plan, this.current, act, CLERK)).toBeNull()
    return this.complete(element, values).settle()
  }

  hear(name: string, data: JsonObject = {}): this {
    return this.message(name, data).settle()
  }

  wait(): this {
    return this.tick().settle()
  }

  get open(): string[] {
    return this.current.tasks.filter(it => it.state === 'open').map(it => it.element)
  }

  term(key: string) {
    return this.view.terms.find(it => it.key === key)
  }

  asked(operation: string): JsonObject[] {
    return this.all.flatMap(it => (it.type === 'perform' && it.work.operation === operation ? [it.work.input] : []))
  }
}

const approve = { outcome: 'approve', startsOn: '2026-09-14' }
const refuse_ = { outcome: 'refuse', reasons: 'Posti esauriti.' }
const aCase = (change: { [operation: string]: Answer } = {}) => {
  const made = new Enrolment(plan)
  Object.assign(made.world, change)
  return made
}

test('from the request to the credited payment and the end of the year', () => {
  const it = aCase().begin()
  expect(it.open).toEqual(['decide'])
  expect(it.view.tasks.at(-1)).toMatchObject({ office: 'scuola', role: 'supervisor' })
  expect(it.document['fare']).toMatchObject({ cents: 350, maximum: false, reason: 'ISEE da 6.000,01 a 9.360,00 €' })
  expect(it.asked('acts.issue')[0]).toMatchObject({ kind: 'receipt', due: '2026-10-01' })
  it.fill('decide', approve)
  expect([it.view.outcome, it.term('procedure')?.state]).toEqual(['approved', 'met'])
  expect(it.asked('pagopa.createNotice')).toMatchObject([{ cents: 5000, dueDate: '2026-10-01' }])
  expect(it.asked('io.sendMessage')).toMatchObject([{ payment: { cents: 5000, nav: '3'.repeat(18) } }])
  expect(it.asked('canteen.enlist')).toMatchObject([{ startsOn: '2026-09-14', endsOn: '2027-06-30' }])
  expect(it.view.phase).toBe('waiting-outside')
  it.hear('payment', { receiptId: 'r1', cents: 5000, nav: '3', paidAt: it.now })
  expect(it.asked('canteen.credit')).toEqual([{ accountId: ID, receiptId: 'r1', cents: 5000 }])
  expect(it.view.phase).toBe('waiting-time')
  expect(it.view.steps.find(step => step.element === 'service')?.waitingFor).toEqual({
    kind: 'timer',
    what: '',
    until: '2027-06-30T22:00:00.000Z',
    lastDay: '2027-06-30',
  })
  it.hear('payment', { receiptId: 'r2', cents: 2000, nav: '3', paidAt: it.now })
  expect(it.document['account']).toMatchObject({ balanceCents: 2000 })
  it.wait()
  expect(it.now).toBe('2027-06-30T22:00:00.000Z')
  expect([it.status, it.view.outcome]).toEqual(['completed', 'approved'])
})

test('nothing personal of the diet, the exemption or the address enters the document', () => {
  const it = aCase().begin()
  expect(it.document['residence']).toEqual({ found: true, resident: true, municipality: 'Ripalta' })
})

describe('identity', () => {
  const seen = { outcome: 'identified', documentType: 'passaporto', documentNumber: 'YA1', seenOn: '2026-09-01' }

  test('without evidence a clerk identifies the applicant, who goes on to ANPR', () => {
    const it = aCase().begin(anApplication(), {})
    expect([it.open, it.asked('anpr.parenthood')]).toEqual([['identify'], []])
    it.fill('identify', seen)
    expect(it.document['identity']).toMatchObject({ verified: true, documentType: 'passaporto' })
    expect(it.open).toEqual(['decide'])
  })

  test('refused evidence goes to the same task, with the reason', () => {
    const it = aCase({ 'spid.verifyEvidence': 'refused' }).begin()
    expect(it.open).toEqual(['identify'])
    expect(it.document['identity']).toEqual({ refusal: 'La firma non è valida.' })
  })

  test('who is not identified is not looked up, and cannot be approved', () => {
    const it = aCase().begin(anApplication(), {})
    it.fill('identify', { outcome: 'not-identified', reason: 'Non si è presentata.' })
    expect([it.open, it.asked('anpr.parenthood')]).toEqual([['decide'], []])
    const act = { type: 'complete' as const, task: it.task('decide'), values: approve }
    expect(refuse(plan, it.current, act, CLERK)?.fields).toEqual([
      { path: 'identityMissing', message: expect.any(String) },
    ])
  })
})

test('without a relation in ANPR the social services check the act, confidentially', () => {
  const none = { relation: 'none', found: true, checks: [] }
  const it = aCase({ 'anpr.parenthood': none }).begin(anApplication(), { evidence: ID, guardian: ID })
  expect(it.view.tasks).toMatchObject([{ element: 'checkGuardian', office: 'tutela', confidential: true }])
  it.fill('checkGuardian', { outcome: 'valid' })
  expect(it.document['guardianship']).toEqual({ accepted: true, validUntil: null })
  expect(it.open).toEqual(['decide'])
})

test('a guardian who lives with the child still needs the act', () => {
  const household = { relation: 'household', found: true, checks: [] }
  const applicant = { ...(anApplication()['applicant'] as JsonObject), relation: 'guardian' }
  expect(aCase({ 'anpr.parenthood': household }).begin(anApplication({ applicant })).open).toEqual(['checkGuardian'])
  expect(aCase({ 'anpr.parenthood': household }).begin().open).toEqual(['decide'])
})

test('the office settles school and arrears', () => {
  const differs = { school: 'CREE80101', class: '3A' }
  const it = aCase({ 'canteen.schoolEnrolment': { found: true, differs }, 'canteen.arrears': { cents: 1200 } }).begin()
  it.fill('checkSchool', { outcome: 'enrolled', class: '3A' })
  expect(it.document['request']).toMatchObject({ school: { code: 'CREE80101', class: '3A' } })
  it.fill('decideArrears', { outcome: 'plan', reasons: 'Tre rate.' })
  expect(it.document['arrears']).toEqual({ cents: 1200, decision: 'plan', reasons: 'Tre rate.' })
  expect(it.open).toEqual(['decide'])
})

describe('integration', () => {
  const missing = [{ code: 'isee-data', text: 'Il valore ISEE.' }]
  const incomplete = () => {
    let checks = 0
    return aCase({ 'canteen.completeness': () => ({ missing: checks++ === 0 ? missing : [] }) })
  }

  test('stops the term once, until the answer', () => {
    const it = incomplete().begin(anApplication({ isee: { status: 'declared' } }))
    it.fill('askIntegration', { outcome: 'ask' })
    expect(it.asked('acts.issue')[1]).toMatchObject({ kind: 'integration-request', missing, due: '2026-10-01' })
    expect(it.term('procedure')).toMatchObject({ state: 'suspended' })
    it.now = '2026-09-11T08:00:00.000Z'
    it.hear('integration', { isee: { valueCents: 500_000, protocol: 'INPS-2', signedOn: '2026-05-02' } })
    expect(it.term('procedure')).toMatchObject({ state: 'running', due: '2026-10-12' })
    expect(it.document['fare']).toMatchObject({ cents: 200 })
    expect(it.open).toEqual(['decide'])
  })

  test('may bring a new address, never another person: who asks was verified', () => {
    const it = incomplete().begin()
    it.fill('askIntegration', { outcome: 'ask' })
    it.hear('integration', { applicant: { fiscalCode: 'VRDLGU80A01H501X', lastName: 'Verdi', email: 'm@example.org' } })
    expect(it.document['request']).toMatchObject({
      applicant: { firstName: 'Maria', lastName: 'Rossi', fiscalCode: 'RSSMRA85T50H501S', email: 'm@example.org' },
    })
  })

  test('without an answer goes on after thirty days, with what there is, and is not asked for again', () => {
    const it = aCase({ 'canteen.completeness': { missing } }).begin(anApplication({ isee: { status: 'declared' } }))
    it.fill('askIntegration', { outcome: 'ask' }).wait()
    expect(it.now).toBe('2026-10-01T08:00:00.000Z')
    expect(it.open).toEqual(['decide'])
    expect(it.document['fare']).toMatchObject({ cents: 450, maximum: true })
    expect(it.term('procedure')).toMatchObject({ state: 'running', due: '2026-10-31' })
  })

  test('is up to the clerk', () => {
    const it = incomplete().begin()
    expect(it.fill('askIntegration', { outcome: 'go-on' }).open).toEqual(['decide'])
    expect(it.term('procedure')?.suspensions).toEqual([])
  })
})

test('diet and exemption go to the offices that may know, and only code and outcome come back', () => {
  const request = anApplication({ diet: {} })
  const it = aCase().begin(request, { evidence: ID, diet: ID, exemption: ID })
  expect(it.view.tasks.at(-1)).toMatchObject({ element: 'assessDiet', office: 'diete', confidential: true })
  it.fill('assessDiet', { outcome: 'accepted', code: 'SG' })
  expect(it.view.tasks.at(-1)).toMatchObject({ element: 'assessExemption', office: 'tutela', confidential: true })
  it.fill('assessExemption', { outcome: 'granted' })
  expect(it.document).toMatchObject({
    diet: { code: 'SG', accepted: true },
    exemption: { granted: true },
    fare: { cents: 0 },
  })
  it.world['canteen.firstTopUp'] = { dueCents: 0 }
  it.fill('decide', approve)
  expect(it.asked('canteen.enlist')).toMatchObject([{ dietCode: 'SG' }])
  expect(it.asked('pagopa.createNotice')).toEqual([])
  expect(it.asked('io.sendMessage')).toMatchObject([{ template: 'canteen-approved' }])
  expect(it.view.phase).toBe('waiting-time')
})

describe('ISEE', () => {
  const toFollow = () => anApplication({ isee: { status: 'to-follow' } })

  test('that does not come by its term means the maximum fare; a later one re-rates from its date', () => {
    const it = aCase().begin(toFollow())
    expect(it.term('isee')).toMatchObject({ state: 'running', due: '2026-09-16' })
    it.wait()
    expect([it.now, it.term('isee')?.state]).toEqual(['2026-09-16T22:00:00.000Z', 'expired'])
    expect(it.document['fare']).toMatchObject({ cents: 450, maximum: true })
    it.fill('decide', approve)
    it.now = '2026-11-05T10:00:00.000Z'
    it.hear('isee', { valueCents: 400_000, protocol: 'INPS-9', signedOn: '2026-11-02' })
    expect(it.asked('canteen.rerate')).toMatchObject([{ fareCents: 200, from: '2026-11-02' }])
    expect(it.document['fare']).toMatchObject({ cents: 200, maximum: false, from: '2026-11-02' })
    it.hear('isee', { valueCents: 1_000_000, signedOn: '2026-01-02' })
    // Never from before the service began.
    expect(it.asked('canteen.rerate')[1]).toMatchObject({ fareCents: 400, from: '2026-09-14' })
  })

  test('is waited for as long as the town says', () => {
    const it = aCase({ 'canteen.completeness': { missing: [], iseeDays: 20 } }).begin(toFollow())
    expect(it.term('isee')).toMatchObject({ due: '2026-09-21', length: { days: 20 } })
    expect(it.view.steps.at(-1)?.waitingFor).toMatchObject({ term: 'isee', lastDay: '2026-09-21' })
  })

  test('that comes in time is used', () => {
    const it = aCase().begin(toFollow()).hear('isee', { valueCents: 500_000, signedOn: '2026-09-02' })
    expect(it.term('isee')?.state).toBe('met')
    expect(it.document['fare']).toMatchObject({ cents: 200 })
  })

  test('of an earlier year no longer counts', () => {
    const it = aCase().begin(anApplication({ isee: { status: 'declared', valueCents: 1, signedOn: '2025-12-31' } }))
    expect(it.document['isee']).toEqual({ status: 'expired', valueCents: null })
  })
})

describe('no places left', () => {
  const full = { reserved: false, placesLeft: 0 }

  test('the office tries again when a place is free', () => {
    const it = aCase({ 'canteen.reservePlace': full }).begin()
    it.fill('noPlace', { outcome: 'retry' })
    expect(it.open).toEqual(['noPlace'])
    it.world['canteen.reservePlace'] = { reserved: true, placesLeft: 0 }
    it.fill('noPlace', { outcome: 'retry' })
    expect(it.open).toEqual(['decide'])
  })

  test('or leaves it to the person in charge', () => {
    const it = aCase({ 'canteen.reservePlace': full }).begin()
    it.fill('noPlace', { outcome: 'refuse', reasons: 'Capienza del refettorio.' })
    expect(it.document['place']).toMatchObject({ reserved: false, decision: 'refuse' })
    expect(it.open).toEqual(['decide'])
  })
})

describe('refusal', () => {
  test('is announced, waits ten days and is delivered with proof', () => {
    const it = aCase().begin().fill('decide', refuse_)
    expect(it.asked('acts.issue').at(-1)).toMatchObject({ kind: 'refusal-notice', due: '2026-09-11' })
    expect(it.term('procedure')).toMatchObject({ state: 'suspended' })
    it.wait()
    expect(it.now).toBe('2026-09-11T08:00:00.000Z')
    expect(it.term('procedure')).toMatchObject({ state: 'running', due: '2026-10-12' })
    it.fill('decideAfterNotice', refuse_)
    expect([it.view.outcome, it.term('procedure')?.state, it.open]).toEqual(['rejected', 'met', ['recordDelivery']])
    expect(it.asked('canteen.releasePlace')).toHaveLength(1)
    it.fill('recordDelivery', { channel: 'by-hand', deliveredOn: '2026-09-14', proof: 'firmato dalla madre' })
    expect([it.status, it.view.outcome]).toEqual(['completed', 'rejected'])
  })

  test('observations may turn it; the term runs again ten days after them', () => {
    const it = aCase().begin().fill('decide', refuse_)
    it.now = '2026-09-04T08:00:00.000Z'
    it.hear('observations', { text: 'C’è un posto in 2A.' })
    expect(it.term('procedure')?.suspensions).toEqual([
      { cause: 'Preavviso di rigetto', from: '2026-09-01', to: '2026-09-14' },
    ])
    it.fill('decideAfterNotice', approve)
    expect([it.view.outcome, it.asked('canteen.openAccount').length]).toEqual(['approved', 1])
  })

  test('needs reasons', () => {
    const it = aCase().begin()
    const act = { type: 'complete' as const, task: it.task('decide'), values: { outcome: 'refuse' } }
    expect(refuse(plan, it.current, act, CLERK)?.fields).toMatchObject([{ path: 'reasons' }])
  })
})

describe('withdrawal', () => {
  test('before the decision ends the procedure', () => {
    const it = aCase().begin().hear('withdrawal', { reason: 'trasferimento' })
    expect([it.status, it.view.outcome, it.term('procedure')?.state]).toEqual(['completed', 'withdrawn', 'met'])
    expect([it.asked('canteen.close').length, it.asked('canteen.releasePlace').length]).toEqual([0, 1])
    expect(it.open).toEqual([])
  })

  test('during the year closes the account', () => {
    const it = aCase().begin().fill('decide', approve).hear('withdrawal')
    expect([it.status, it.view.outcome]).toEqual(['completed', 'withdrawn'])
    expect(it.asked('canteen.close')).toMatchObject([{ accountId: ID }])
  })

  test('leaves no notice that could still be paid', () => {
    const it = aCase().begin().fill('decide', approve).hear('withdrawal')
    expect([it.asked('pagopa.createNotice').length, it.asked('pagopa.annulNotice').length]).toEqual([1, 1])
    expect(it.document['annulment']).toEqual({ annulled: 1, paid: 0 })
  })
})

describe('closing by the office', () => {
  const close = { type: 'close', ground: 'duplicate', text: 'Domanda doppia' } as const

  test('before the decision meets the term and frees the place', () => {
    const it = aCase().begin().act(close).settle()
    expect([it.status, it.view.outcome, it.term('procedure')?.state]).toEqual(['closed', 'closed', 'met'])
    expect([it.asked('canteen.close').length, it.asked('canteen.releasePlace').length]).toEqual([0, 1])
    expect(it.document['closing']).toMatchObject({ ground: 'duplicate', text: 'Domanda doppia' })
  })

  test('during the year annuls what can still be paid and closes the account', () => {
    const it = aCase().begin().fill('decide', approve).act(close).settle()
    expect(it.status).toBe('closed')
    expect([it.asked('pagopa.annulNotice').length, it.asked('canteen.close').length]).toEqual([1, 1])
  })
})

test('every message that the diagram catches has words', () => {
  const caught = plan.nodes.flatMap(it => ('trigger' in it && it.trigger.on === 'message' ? [it.trigger.message] : []))
  const { messages } = JSON.parse(read('procedure.json'))
  expect(Object.keys(messages).toSorted()).toEqual([...new Set(caught)].toSorted())
  for (const words of Object.values(messages)) expect(words).toEqual({ it: expect.any(String), en: expect.any(String) })
})

describe('forms', () => {
  test('every expression can be read, and facts of a full case have words', () => {
    const faults = forms.flatMap(form =>
      formExpressions(form)
        .filter(({ text }) => 'error' in parseExpression(text))
        .map(({ path }) => `${form.key} ${path}`),
    )
    expect(faults).toEqual([])
    const decide = forms.find(form => form.key === 'decide') as Form
    const shown = formFacts(decide, aCase().begin().document, 'it')
    expect(shown.map(({ label, value, badge }) => [label, value, badge?.text])).toEqual(
      expect.arrayContaining([
        ['Identità', 'SPID, livello 2', 'Accertata'],
        ['Legame in ANPR', 'madre', 'Accertato'],
        ['ISEE', '8.500,00 €', 'In corso di validità'],
        ['Tariffa a pasto', '3,50 €', undefined],
        ['Posto a mensa', 'riservato', 'Riservato'],
      ]),
    )
  })

  test('facts speak the reader’s language', () => {
    const full = formFacts(
      forms.find(form => form.key === 'no-place') as Form,
      aCase({ 'canteen.reservePlace': { reserved: false, placesLeft: 0 } }).begin().document,
      'en',
    )
    expect(full.map(({ value }) => value)).toEqual(['Eva Neri', 'CREE80101, class 2B', 'Monday, Wednesday', '0'])
    const unknown = forms.flatMap(form => formFacts(form, {}, 'it').map(({ value }) => value))
    expect(unknown.filter(value => /null|undefined|\{/.test(value))).toEqual([])
  })

  test('nothing is preselected and every outcome is a choice', () => {
    for (const { fields } of forms) {
      const outcome = fields.find(field => field.key === 'outcome' || field.key === 'channel')
      expect(outcome).toMatchObject({ type: 'choice', required: true })
    }
  })
})

describe('the request', () => {
  const schema = () => z.fromJSONSchema(JSON.parse(read('request.schema.json')))

  test.each<[string, JsonObject, boolean]>([
    ['complete', {}, true],
    ['with identity evidence', { identity: { method: 'SPID', response: 'PHg+', requestId: '_1' } }, true],
    ['without school', { school: null }, false],
    ['with an unknown field', { colour: 'red' }, false],
    ['with money in euros', { isee: { status: 'declared', valueCents: 85.5 } }, false],
    ['with an unknown day', { days: ['sun'] }, false],
  ])('%s', (_, over, fine) => {
    expect(schema().safeParse(anApplication(over)).success).toBe(fine)
  })
})

test.each(['manfredonia', 'casalmaggiore', 'donnas'])(
  'the fares of %s decide every household by one rule',
  async town => {
    const { tables, diagnostics } = await compileTables(read(`fares/${town}.dmn`))
    expect(diagnostics).toEqual([])
    const table = tables[0] as DecisionTable
    for (const iseeCents of [null, 0, 400_000, 400_001, 700_000, 700_001, 1_000_000, 1_500_001]) {
      for (const minors of [1, 2, 3, 4, 7]) {
        for (const siblings of [0, 1, 3]) {
          for (const resident of [true, false]) {
            for (const exempt of [true, false]) {
              const { output, matched } = evaluateTable(table, { iseeCents, minors, siblings, resident, exempt })
              expect([matched.length, Number.isInteger(output)]).toEqual([1, true])
              if (exempt) expect(output).toBe(0)
            }
          }
        }
      }
    }
  },
)
