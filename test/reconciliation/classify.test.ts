import fc from 'fast-check'
import { readCause } from '../../reconciliation/cause.ts'
import { classify } from '../../reconciliation/classify.ts'
import type { EntryFact, FlowFact, Ownership } from '../../reconciliation/facts.ts'

const ownership: Ownership = { fiscalCode: '00111190191', segregationCodes: ['01'], otherPartners: [] }
const A = '2026-11-20BPPIITRRXXX-A'
const B = '2026-11-20BPPIITRRXXX-B'

function aFlow(some: Partial<FlowFact> = {}): FlowFact {
  const flowId = some.flowId ?? A
  return {
    id: `${flowId}/${some.psp ?? 'BPPIITRRXXX'}`,
    flowId,
    psp: 'BPPIITRRXXX',
    revision: 1,
    totalCents: 10_000,
    isAnomalous: false,
    isForeign: false,
    regulationOn: '2026-11-20',
    regulationId: 'TRN',
    ...some,
  }
}

function anEntry(number: string, cents: number, cause = `/PUR/LGPE-RIVERSAMENTO/URI/${A}`): EntryFact {
  return {
    id: number,
    bank: '05034',
    exercise: 2026,
    number,
    cents,
    reversedCents: 0,
    movedOn: '2026-11-21',
    endToEndId: null,
    assignment: null,
    ...readCause(cause),
  }
}

const judge = (entries: EntryFact[], flows: FlowFact[], iuvs: Record<string, number> = {}) => {
  const payments = Object.entries(iuvs).map(([iuv, cents]) => ({ iuv, cents }))
  const found = classify({ entries, flows, payments, ownership })
  return {
    entries: Object.fromEntries(
      found.entries.map(it => [it.entry, `${it.class} ${it.reasons[0]?.code} ${it.differenceCents}`]),
    ),
    flows: Object.fromEntries(found.flows.map(it => [it.flow.split('/')[0], `${it.status} ${it.creditedCents}`])),
  }
}

describe('one flow', () => {
  it('credited by one entry', () => {
    expect(judge([anEntry('1', 10_000)], [aFlow()])).toEqual({
      entries: { 1: 'reconciled sums-agree 0' },
      flows: { [A]: 'reconciled 10000' },
    })
  })

  it('split over entries is compared as a sum', () => {
    const { entries, flows } = judge([anEntry('1', 6_000), anEntry('2', 4_000)], [aFlow()])
    expect(entries).toEqual({ 1: 'reconciled sums-agree 0', 2: 'reconciled sums-agree 0' })
    expect(flows).toEqual({ [A]: 'reconciled 10000' })
  })

  it('credited in part: the difference is signed, the flow is not closed', () => {
    expect(judge([anEntry('1', 9_999)], [aFlow()])).toEqual({
      entries: { 1: 'error partial-credit -1' },
      flows: { [A]: 'partial 9999' },
    })
  })

  it('credited twice: the first entry stays, the second is told by which', () => {
    const { entries, flows } = judge([anEntry('2', 10_000), anEntry('1', 10_000)], [aFlow()])
    expect(entries).toEqual({ 1: 'reconciled sums-agree 0', 2: 'error already-reconciled 10000' })
    expect(flows).toEqual({ [A]: 'reconciled 10000' })
  })

  it('credited too much', () => {
    expect(judge([anEntry('1', 10_001)], [aFlow()])).toEqual({
      entries: { 1: 'error amount-differs 1' },
      flows: { [A]: 'difference 10001' },
    })
  })

  it('reversed: the entry nets to nothing and the flow waits again', () => {
    expect(judge([{ ...anEntry('1', 10_000), reversedCents: 10_000 }], [aFlow()])).toEqual({
      entries: { 1: 'reversed fully-reversed null' },
      flows: { [A]: 'waiting 0' },
    })
  })

  it('of nothing needs no entry', () => {
    expect(judge([], [aFlow({ totalCents: 0 })]).flows).toEqual({ [A]: 'nothing-due 0' })
  })

  it('of another partner is counted apart', () => {
    expect(judge([anEntry('1', 10_000)], [aFlow({ isForeign: true })])).toEqual({
      entries: { 1: 'other-partner other-partners-flow null' },
      flows: { [A]: 'other-partner 0' },
    })
  })

  it('anomalous, or of two providers: nobody guesses', () => {
    expect(judge([anEntry('1', 10_000)], [aFlow({ isAnomalous: true })]).entries).toEqual({
      1: 'error flow-anomalous null',
    })
    const twice = judge([anEntry('1', 10_000)], [aFlow(), aFlow({ psp: 'UNCRITMMXXX' })])
    expect(twice.entries).toEqual({ 1: 'error flow-ambiguous null' })
    expect(twice.flows).toEqual({ [A]: 'ambiguous 0' })
  })
})

describe('several flows', () => {
  const both = `/PUR/LGPE-RIVERSAMENTO/URI/${A}/URI/${B}`

  it('in one entry are reconciled when their sum is its amount', () => {
    const { entries, flows } = judge([anEntry('1', 15_000, both)], [aFlow(), aFlow({ flowId: B, totalCents: 5_000 })])
    expect(entries).toEqual({ 1: 'reconciled sums-agree 0' })
    expect(flows).toEqual({ [A]: 'reconciled 10000', [B]: 'reconciled 5000' })
  })

  it('in one entry, with another sum, are both named', () => {
    const found = classify({
      entries: [anEntry('1', 15_001, both)],
      flows: [aFlow(), aFlow({ flowId: B, totalCents: 5_000 })],
      payments: [],
      ownership,
    })
    expect(found.entries[0]).toMatchObject({
      class: 'error',
      differenceCents: 1,
      reasons: [{ code: 'several-flows-differ', about: [A, B] }],
    })
  })

  it('one of them not reported yet: it waits', () => {
    expect(judge([anEntry('1', 15_000, both)], [aFlow()]).entries).toEqual({ 1: 'unreported waits-for-report null' })
  })
})

describe('without a flow', () => {
  it('money before the report waits', () => {
    expect(judge([anEntry('1', 10_000)], []).entries).toEqual({ 1: 'unreported waits-for-report null' })
  })

  it('a single payment needs none', () => {
    const iuv = '01000000000004285'
    const entry = (cents: number) => anEntry('1', cents, `/RFB/${iuv}/84.00`)
    expect(judge([entry(8_400)], [], { [iuv]: 8_400 }).entries).toEqual({ 1: 'unreported single-payment 0' })
    expect(judge([entry(8_300)], [], { [iuv]: 8_400 }).entries).toEqual({ 1: 'error amount-differs -100' })
    expect(judge([entry(8_400)], []).entries).toEqual({ 1: 'error payment-unknown null' })
    expect(judge([anEntry('1', 8_400, '/RFB/47000000000004285')], []).entries).toEqual({
      1: 'other-partner other-partners-payment null',
    })
  })

  it('an unreadable id is an error, other money is none', () => {
    expect(judge([anEntry('1', 1, '/PUR/LGPE-RIVERSAMENTO/URI/2')], []).entries).toEqual({
      1: 'error reference-unreadable null',
    })
    expect(judge([anEntry('1', 1, 'AFFITTO')], []).entries).toEqual({ 1: 'not-pagopa no-reference null' })
  })
})

describe('a person’s decision', () => {
  it('goes before the text', () => {
    const entry = anEntry('1', 10_000, '/PUR/LGPE-RIVERSAMENTO/URI/2')
    const assigned: EntryFact = { ...entry, assignment: { target: 'flow', flowId: A, psp: 'BPPIITRRXXX' } }
    expect(judge([assigned], [aFlow(), aFlow({ psp: 'UNCRITMMXXX' })]).entries).toEqual({ 1: 'reconciled assigned 0' })
    expect(judge([{ ...entry, assignment: { target: 'not-pagopa' } }], []).entries).toEqual({
      1: 'not-pagopa assigned null',
    })
  })
})

it('the order of the facts never changes the end', () => {
  const causes = [A, B, `${A}/URI/${B}`, '2026-11-20BPPIITRRXXX-C', '2'].map(it => `/PUR/LGPE-RIVERSAMENTO/URI/${it}`)
  const entries = fc.uniqueArray(
    fc.record({
      n: fc.nat(30),
      cents: fc.constantFrom(4_000, 5_000, 6_000, 10_000, 15_000),
      cause: fc.constantFrom(...causes),
    }),
    { selector: it => it.n, maxLength: 8 },
  )
  const flows = fc.subarray([
    aFlow(),
    aFlow({ flowId: B, totalCents: 5_000 }),
    aFlow({ flowId: B, psp: 'UNCRITMMXXX' }),
  ])
  fc.assert(
    fc.property(entries, flows, fc.infiniteStream(fc.double({ noNaN: true })), (made, known, keys) => {
      const facts = made.map(it => anEntry(String(it.n), it.cents, it.cause))
      const shuffled = facts.map(it => ({ it, key: keys.next().value ?? 0 })).toSorted((a, b) => a.key - b.key)
      const again = judge(
        shuffled.map(({ it }) => it),
        known.toReversed(),
      )
      expect(again).toEqual(judge(facts, known))
      expect(Object.keys(again.entries).toSorted()).toEqual(facts.map(it => it.id).toSorted())
    }),
  )
})
