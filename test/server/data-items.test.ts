import { readFileSync } from 'node:fs'

import type { JsonObject } from '../../engine/json.ts'
import { dataItemsOf } from '../../server/cases/data-items.ts'
import { manifest as manifestSchema } from '../../server/procedures/manifest.ts'

const manifest = manifestSchema.parse(
  JSON.parse(readFileSync('workflows/procedures/canteen-enrolment/procedure.json', 'utf8')),
)
const protocol = { number: '0000001', year: 2026, date: '2026-09-01' }

/** All that the enrolment's steps write, in one document. */
const document: JsonObject = {
  case: { id: 'x' },
  refs: { diet: 'x' },
  request: {
    schoolYear: '2026/2027',
    applicant: { firstName: 'Anna', lastName: 'Rossi', relation: 'parent', address: { street: 'via Roma 1' } },
    child: { firstName: 'Luca', birthDate: '2018-05-01' },
    school: { code: 'CREE80101', class: '2B' },
    days: ['mon', 'tue'],
    isee: { status: 'declared', valueCents: 850_000 },
    siblings: 0,
  },
  protocol,
  receipt: { documentId: 'x' },
  identity: { verified: true, method: 'document', documentType: 'passaporto', seenOn: '2026-09-02' },
  parenthood: {
    relation: 'mother',
    found: true,
    checks: [{ service: 'C025', outcome: 'match', operationId: '77' }],
  },
  residence: { found: true, resident: true, municipality: 'Ripalta' },
  school: { found: true },
  arrears: { cents: 0, decision: 'plan', reasons: 'rate' },
  completeness: { missing: [{ code: 'isee', text: 'ISEE' }] },
  integration: { asked: true, text: 'serve', documentId: 'x', protocol, answeredAt: '2026-09-03T22:30:00.000Z' },
  guardianship: { accepted: true, validUntil: '2027-01-01' },
  diet: { code: 'D1', accepted: true, provisional: false },
  exemption: { granted: false },
  isee: { status: 'valid', valueCents: 850_000, protocol: 'INPS', signedOn: '2026-03-10' },
  fare: {
    cents: 350,
    rules: [{ number: 2, text: 'ISEE da 6.000,01 a 9.360,00 €' }],
    table: { key: 'fare', resolution: 'Delibera 12/2026', validFrom: '2026-09-01' },
    reason: 'ISEE',
    maximum: false,
    from: '2026-10-01',
  },
  place: { reserved: true, placesLeft: 3, decision: 'exceed', reasons: 'x', released: false },
  decision: {
    outcome: 'approve',
    reasons: 'x',
    conditions: 'x',
    startsOn: '2026-09-15',
    decidedOn: '2026-09-10',
    afterNotice: true,
  },
  observations: { receivedAt: '2026-09-03T10:00:00.000Z', text: 'x', documents: [{ id: 'x', kind: 'y', name: 'z' }] },
  refusal: { noticeId: 'x', noticeProtocol: protocol, documentId: 'x', protocol },
  approval: { documentId: 'x', protocol },
  delivery: { channel: 'by-hand', address: 'x', deliveredOn: '2026-09-20', proof: 'firma' },
  account: { accountId: 'x', model: 'prepaid', startsOn: '2026-09-15', balanceCents: 5000, closed: false },
  listEntry: { entryId: 'x' },
  topUp: { dueCents: 5000 },
  notice: { iupd: 'x', iuv: 'x', nav: 'x', positionId: 'x', documentId: 'x', cents: 5000, dueDate: '2026-10-01' },
  payment: { receiptId: 'x', cents: 5000, nav: 'x', paidAt: '2026-09-25T08:00:00.000Z' },
  reach: { sent: true, by: 'io', reason: 'not-on-io', messageId: 'x' },
  closing: { ground: 'duplicate', text: 'Domanda doppia', at: '2026-12-01T08:00:00.000Z' },
  annulment: { annulled: 1, paid: 0 },
  withdrawal: { receivedAt: '2026-12-01T08:00:00.000Z', reason: 'trasloco', protocol },
}
const items = dataItemsOf(document, manifest, false)
const at = (path: string) => items.find(one => one.path === path)

describe('the data of an enrolment', () => {
  it('has words for every path that the diagram writes', () => {
    expect(items.filter(one => one.label.it === one.path).map(one => one.path)).toEqual([])
    expect(items.filter(one => one.section === 'other').map(one => one.path)).toEqual([])
  })

  it('names each root that an output of the diagram names', () => {
    const bpmn = readFileSync('workflows/procedures/canteen-enrolment/process.bpmn', 'utf8')
    const roots = [...bpmn.matchAll(/iter:(?:output target|result)="(\w+)/g)].map(match => match[1] ?? '')
    expect([...new Set(roots)].filter(root => document[root] === undefined)).toEqual([])
  })

  it('says codes, cents and days in words, with the right origin', () => {
    expect(at('school.found')).toMatchObject({
      source: 'school-list',
      section: 'checks',
      technical: false,
      valueText: { it: 'confermata', en: 'confirmed' },
    })
    expect(at('request.days')?.valueText).toEqual({ it: 'lunedì, martedì', en: 'Monday, Tuesday' })
    expect(at('fare.cents')?.valueText).toEqual({ it: '3,50 €', en: '€3.50' })
    expect(at('fare.rules.0.text')).toMatchObject({ label: { it: 'Regola applicata' }, section: 'fare' })
    expect(at('integration.answeredAt')?.valueText?.it).toBe('4 settembre 2026')
    expect(
      [at('place.reserved'), at('identity.method'), at('approval.protocol.number')].map(one => one?.source),
    ).toEqual(['iter', 'staff', 'register'])
    expect(at('reach.messageId')?.technical).toBe(true)
  })

  it('goes in the order of a case’s life', () => {
    const order = [...new Set(items.map(one => one.section))]
    expect(order).toEqual(['request', 'checks', 'fare', 'decision', 'service', 'payment'])
  })

  it('is masked whole for who must not know', () => {
    const masked = dataItemsOf(document, manifest, true)
    expect(masked.every(one => one.value === '•••' && one.valueText === null)).toBe(true)
  })
})
