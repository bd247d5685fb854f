import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { declarationOf, operationSpecs } from '../../activities/catalogue.ts'
import { compile } from '../../engine/compile/compile.ts'
import type { Form } from '../../engine/form.ts'
import { checkForm } from '../../engine/forms.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { messagesAwaitedAt, refuse } from '../../engine/refuse.ts'
import { Case } from './support/a-case.ts'

const folder = join(process.cwd(), 'workflows/procedures/payment-request')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const forms: Form[] = JSON.parse(read('forms.json'))
const ID = '5a1f6f0e-0000-4000-8000-000000000000'
const request = {
  service: 'trasporto-scolastico',
  debtor: { firstName: 'Maria', lastName: 'Rossi', fiscalCode: 'RSSMRA85T50H501S' },
  description: 'anno scolastico 2026/2027',
  cents: 12_000,
  dueDate: '2026-10-31',
  instalments: { count: 2, firstDate: '2026-10-31', everyMonths: 2 },
}

let plan: Plan
beforeAll(async () => {
  const operations = JSON.parse(JSON.stringify(operationSpecs()))
  const compiled = await compile(read('process.bpmn'), { operations, forms, offices: ['tributi'] })
  expect(compiled.diagnostics).toEqual([])
  plan = compiled.plan as Plan
})

const notice = {
  iupd: 'ITER-1',
  iuv: '0'.repeat(17),
  nav: '3'.repeat(18),
  positionId: ID,
  documentId: ID,
  description: 'Trasporto scolastico - anno scolastico 2026/2027',
  cents: 12_000,
  dueDate: '2026-11-02',
  expires: false,
  howToPay: '120,00 € entro il 02/11/2026',
  checkOn: '2026-11-12',
  options: [],
}
const standing = (is: string) => ({
  standing: is,
  leftCents: 12_000,
  late: { nav: notice.nav, cents: 12_000, dueDate: notice.dueDate },
  checkOn: '2026-12-12',
})

/** A case in a world that answers by itself, held to the operations' own contracts. */
class Payment extends Case {
  readonly world: { [operation: string]: Json } = {
    'pagopa.createNotice': notice,
    'pagopa.annulNotice': { annulled: 1, paid: 0, notices: [{ nav: notice.nav, state: 'annulled' }] },
    'pagopa.checkPosition': standing('overdue'),
    'register.protocol': { number: '0004127', year: 2026, date: '2026-09-01' },
    'io.sendMessage': { sent: true, messageId: 'm', reachedBy: 'io' },
  }
  private readonly answered = new Set<string>()

  begin(): this {
    return this.start({ case: { id: ID, number: 'PAG-2026-000001', receivedAt: this.now }, request }).settle()
  }

  settle(): this {
    for (;;) {
      const command = this.all.find(it => it.type === 'perform' && !this.answered.has(it.work.id))
      if (command?.type !== 'perform') return this
      const { id, operation, input } = command.work
      this.answered.add(id)
      const declaration = declarationOf(operation)
      expect(declaration?.input.safeParse(input).error).toBeUndefined()
      const output = this.world[operation] ?? null
      if (output === 'refused') {
        const failure = { kind: 'refused' as const, code: 'position-refused', message: 'La scadenza è passata.' }
        this.send({ type: 'work-failed', at: this.now, work: id, failure })
        continue
      }
      expect(declaration?.output.safeParse(output).error).toBeUndefined()
      this.send({ type: 'work-done', at: this.now, work: id, output })
    }
  }

  fill(element: string, values: JsonObject): this {
    const form = forms.find(one => one.key === (element === 'correct' ? 'correct' : 'unpaid')) as Form
    expect(checkForm(form, values, this.document)).toEqual([])
    return this.complete(element, values).settle()
  }

  pay(some: JsonObject = {}): this {
    const data = { receiptId: `r${this.all.length}`, cents: 12_000, nav: notice.nav, paidAt: this.now, settled: true }
    return this.message('payment', { ...data, leftCents: 0, duplicate: false, ...some }).settle()
  }
}

const aPayment = () => new Payment(plan).begin()

it('asks for the money in words and data, and ends when it is there', () => {
  const payment = aPayment()
  expect(payment.active).toContain('awaiting')
  expect(payment.work('createNotice').input).toMatchObject({ service: 'trasporto-scolastico', cents: 12_000 })
  const message = payment.work('sendNotice').input
  expect(message['body']).toContain('120,00 € entro il 02/11/2026')
  expect(message['payment']).toEqual({ cents: 12_000, nav: notice.nav, dueDate: '2026-11-02', expires: false })
  payment.pay()
  expect(payment.view).toMatchObject({ status: 'completed', outcome: 'paid' })
  expect(payment.document['collected']).toEqual({ cents: 12_000 })
})

it('goes on waiting while instalments are left', () => {
  const payment = aPayment().pay({ cents: 6_000, settled: false, leftCents: 6_000 })
  expect(payment.active).toContain('awaiting')
  payment.pay({ cents: 6_000 })
  expect(payment.view.outcome).toBe('paid')
  expect(payment.document['collected']).toEqual({ cents: 12_000 })
})

it('reminds who is late, then leaves it to a person; a payment ends the task', () => {
  const payment = aPayment().tick().settle()
  expect(payment.now).toBe('2026-11-11T23:00:00.000Z')
  expect(payment.work('remind').input['payment']).toMatchObject({ nav: notice.nav })
  expect(payment.document['reminder']).toMatchObject({ sentOn: '2026-11-12' })
  payment.world['pagopa.checkPosition'] = standing('unpaid')
  payment.tick().settle()
  expect(payment.work('check').input).toMatchObject({ iupd: 'ITER-1', remindedOn: '2026-11-12' })
  expect(payment.active).toContain('decide')
  payment.pay()
  expect(payment.view.outcome).toBe('paid')
})

describe('what is not paid', () => {
  const unpaid = () => {
    const payment = aPayment()
    payment.world['pagopa.checkPosition'] = standing('unpaid')
    return payment.tick().settle()
  }

  it('is issued anew with another date: the old notices are annulled first', () => {
    const payment = unpaid().fill('decide', { outcome: 'reissue', dueDate: '2027-01-31' })
    expect(payment.works('annulOld')).toHaveLength(1)
    expect(payment.works('createNotice').at(-1)?.input).toMatchObject({ dueDate: '2027-01-31', instalments: null })
    expect(payment.works('createNotice').map(it => it.id)).toHaveLength(
      new Set(payment.works('createNotice').map(it => it.id)).size,
    )
    expect(payment.active).toContain('awaiting')
  })

  it('ends by itself where nobody can pay any more', () => {
    const payment = aPayment()
    payment.world['pagopa.checkPosition'] = standing('expired')
    expect(payment.tick().settle().view).toMatchObject({ status: 'completed', outcome: 'expired' })
  })

  it('waits as long as the office says', () => {
    const payment = unpaid().fill('decide', { outcome: 'wait', checkOn: '2027-03-01' })
    expect(payment.current.deadline).toBe('2027-02-28T23:00:00.000Z')
  })

  it('is issued anew for what was left where a part was paid, and given up as collected in part', () => {
    const begun = () => {
      const payment = aPayment().pay({ cents: 6_000, settled: false, leftCents: 6_000 })
      payment.world['pagopa.checkPosition'] = standing('unpaid')
      payment.world['pagopa.annulNotice'] = { annulled: 1, paid: 0, openCents: 6_000, notices: [] }
      return payment.tick().settle()
    }
    const reissued = begun().fill('decide', { outcome: 'reissue', dueDate: '2027-01-31' })
    expect(reissued.works('createNotice').at(-1)?.input).toMatchObject({ cents: 6_000, dueDate: '2027-01-31' })
    const dearer = begun().fill('decide', { outcome: 'reissue', dueDate: '2027-01-31', cents: 6_500 })
    expect(dearer.works('createNotice').at(-1)?.input).toMatchObject({ cents: 6_500 })
    const givenUp = begun().fill('decide', { outcome: 'write-off', reasons: 'Non è dovuto' })
    expect(givenUp.view.outcome).toBe('partly-paid')
    expect(givenUp.document['collected']).toEqual({ cents: 6_000 })
  })

  it('is given up with the notices annulled, unless it was paid in that moment', () => {
    expect(unpaid().fill('decide', { outcome: 'enforce', reasons: 'Ruolo 1/2027' }).view.outcome).toBe('unpaid')
    const paid = unpaid()
    paid.world['pagopa.annulNotice'] = { annulled: 0, paid: 1, notices: [{ nav: notice.nav, state: 'paid' }] }
    paid.fill('decide', { outcome: 'write-off', reasons: 'Errore' })
    expect(paid.active).toContain('awaiting')
    expect(paid.pay().view.outcome).toBe('paid')
  })
})

it('is amended from outside: annulled, issued anew', () => {
  const payment = aPayment().message('amendment', { cents: 9_000, reason: 'Sconto fratelli' }).settle()
  expect(payment.works('createNotice').at(-1)?.input).toMatchObject({ cents: 9_000, dueDate: '2026-10-31' })
  expect(payment.document['amendment']).toMatchObject({ reason: 'Sconto fratelli' })
})

it('is issued anew by the office whenever it is waited for, for what is left where a part was paid', () => {
  const tell = { type: 'message', name: 'amendment', data: { dueDate: '2027-01-31' } } as const
  const payment = aPayment()
  expect(messagesAwaitedAt(plan, 'awaiting')).toEqual(['payment', 'amendment'])
  payment.act(tell).settle()
  expect(payment.works('annulOld')).toHaveLength(1)
  const again = payment.works('createNotice').at(-1)?.input
  expect(again).toMatchObject({ dueDate: '2027-01-31', cents: 12_000, instalments: null })
  const begun = aPayment().pay({ cents: 6_000, settled: false, leftCents: 6_000 })
  begun.world['pagopa.annulNotice'] = { annulled: 1, paid: 0, openCents: 6_000, notices: [] }
  begun.act({ ...tell, data: { instalments: { count: 2, firstDate: '2027-01-31', everyMonths: 1 } } }).settle()
  expect(begun.works('createNotice').at(-1)?.input).toMatchObject({ cents: 6_000, instalments: { count: 2 } })
  expect(begun.active).toContain('awaiting')
  begun.pay({ cents: 6_000 })
  expect(begun.document['collected']).toEqual({ cents: 12_000 })
})

it('is issued anew while a message of the office is awaited only', () => {
  const payment = aPayment()
  const actor = { kind: 'staff', id: 'p' } as const
  const told = (name: string) => refuse(plan, payment.current, { type: 'message', name, data: {} }, actor)?.kind
  expect([told('amendment'), told('withdrawal')]).toEqual([undefined, 'stale'])
  payment.world['pagopa.checkPosition'] = standing('unpaid')
  payment.tick().settle()
  expect([payment.active.includes('decide'), told('amendment')]).toEqual([true, 'stale'])
})

it('is corrected by the office when pagoPA refuses it', () => {
  const payment = new Payment(plan)
  payment.world['pagopa.createNotice'] = 'refused'
  payment.begin()
  expect(payment.document['refusal']).toBe('La scadenza è passata.')
  payment.world['pagopa.createNotice'] = notice
  payment.fill('correct', { cents: 12_000, dueDate: '2026-12-31', keepInstalments: true })
  expect(payment.works('createNotice').at(-1)?.input).toMatchObject({
    dueDate: '2026-12-31',
    instalments: { count: 2 },
  })
})
