import fc from 'fast-check'
import { payableUntil } from '../../activities/pagopa/due-dates.ts'
import { monthsFrom, optionText, planDebt } from '../../activities/pagopa/plan-debt.ts'
import { postalAccount } from '../../activities/pagopa/postal.ts'
import type { Service } from '../../activities/pagopa/service.ts'
import { instalmentsOf, partsOf, spread } from '../../activities/pagopa/split.ts'
import { howToPay, type Option, standingOf } from '../../activities/pagopa/standing.ts'

const tefa = { payeeFiscalCode: '80002130195', payeeName: 'Provincia', iban: 'IT1', category: 'x', description: 'TEFA' }
const tari: Service = {
  code: 'tari',
  name: 'TARI',
  office: null,
  category: 'y',
  iban: 'IT2',
  postalIban: null,
  postalHolder: null,
  segregationCode: '01',
  shares: [{ ...tefa, permille: 50 }],
  isTax: true,
  expires: false,
  remindAfterDays: 10,
}
const town = { fiscalCode: '82000190817', name: 'Comune' }
const aDebt = { cents: 12_600, dueDate: '2027-01-29', instalmentDates: [], shareCents: null, description: 'TARI 2026' }
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)

describe('splitting', () => {
  it.each([
    [10_000, 3, [3_334, 3_333, 3_333]],
    [5, 5, [1, 1, 1, 1, 1]],
    [101, 2, [51, 50]],
  ])('%i cents in %i instalments', (cents, count, parts) => expect(instalmentsOf(cents, count)).toEqual(parts))

  it.each([
    [10_500, [10_000, 500]],
    [12_345, [11_757, 588]],
    [1, [1, 0]],
  ])('%i cents of TARI hold 5 % of TEFA', (cents, parts) => expect(partsOf(cents, [{ permille: 50 }])).toEqual(parts))

  it('makes every instalment to the cent, and every body its due over all of them', () => {
    const shares = fc.array(fc.record({ permille: fc.integer({ min: 0, max: 300 }) }), { maxLength: 4 })
    const count = fc.integer({ min: 2, max: 24 })
    fc.assert(
      fc.property(fc.integer({ min: 2_400, max: 99_999_999 }), shares, count, (cents, rates, parts) => {
        const bodies = partsOf(cents, rates)
        const instalments = instalmentsOf(cents, parts)
        const given = spread(bodies, instalments)
        expect(sum(bodies)).toBe(cents)
        expect(given.map(sum)).toEqual(instalments)
        expect(bodies.map((_, body) => sum(given.map(one => one[body] ?? 0)))).toEqual(bodies)
        expect(given.flat().every(one => one >= 0)).toBe(true)
      }),
    )
  })
})

describe('due dates', () => {
  it.each([
    ['a working day stays', '2027-01-29', false, '2027-01-29'],
    ['Sunday moves to Monday', '2027-01-31', false, '2027-02-01'],
    ['Christmas moves over Saint Stephen and a Sunday', '2026-12-25', false, '2026-12-28'],
    ['Saturday stays for a fee', '2027-01-30', false, '2027-01-30'],
    ['Saturday moves for a tax', '2027-01-30', true, '2027-02-01'],
    ['Easter Monday moves', '2027-03-29', true, '2027-03-30'],
  ])('%s', (_name, date, isTax, moved) => expect(payableUntil(date, { isTax })).toBe(moved))

  it('of instalments are months apart, at the end of a short month', () => {
    expect(monthsFrom({ count: 4, firstDate: '2026-08-31', everyMonths: 3 })).toEqual([
      '2026-08-31',
      '2026-11-30',
      '2027-02-28',
      '2027-05-31',
    ])
  })
})

describe('a planned debt', () => {
  it('is the single payment, and the instalments beside it, each with the transfers of town and province', () => {
    const plan = planDebt({ ...aDebt, instalmentDates: ['2026-12-16', '2027-02-16'] }, tari, town)
    expect(plan.map(it => [it.number, it.cents, it.dueDate, it.transfers.map(one => one.cents)])).toEqual([
      [0, 12_600, '2027-01-29', [12_000, 600]],
      [1, 6_300, '2026-12-16', [6_000, 300]],
      [2, 6_300, '2027-02-16', [6_000, 300]],
    ])
    expect(plan[1]?.transfers.map(it => [it.payeeFiscalCode, it.description])).toEqual([
      [town.fiscalCode, 'TARI 2026 - rata 1 di 2'],
      ['80002130195', 'TEFA'],
    ])
  })

  it('takes the province’s part as it is told, and leaves out a body that gets nothing', () => {
    const parts = (shareCents: number | null, cents = aDebt.cents) =>
      planDebt({ ...aDebt, cents, shareCents }, tari, town)[0]?.transfers.map(it => it.cents)
    expect(parts(555)).toEqual([12_045, 555])
    expect(parts(null, 9)).toEqual([9])
  })

  it('has texts that pagoPA takes', () => {
    const long = 'a'.repeat(140)
    expect(optionText({ description: long, instalmentDates: ['2026-12-16', '2027-02-16'] }, 2)).toHaveLength(140)
    expect(howToPay([{ number: 0, cents: 12_600, dueDate: '2027-01-29' }])).toBe('126,00 € entro il 29/01/2027')
    expect(postalAccount('IT42K0760111400000012345678')).toBe('12345678')
  })
})

describe('how a debt stands', () => {
  const anOption = (number: number, dueDate: string, state: Option['state'] = 'published'): Option => ({
    number,
    dueDate,
    state,
    nav: String(number),
    cents: 100,
  })
  const single = [anOption(0, '2027-01-10')]
  const both = [anOption(0, '2027-01-10'), anOption(1, '2027-01-10'), anOption(2, '2027-03-10')]
  const stands = (options: Option[], today: string, remindedOn: string | null = null, service = {}) =>
    standingOf(options, { service: { ...tari, ...service }, today, remindedOn })

  it.each([
    ['before the date', single, '2027-01-10', null, 'due', '2027-01-20'],
    ['late, within the days of grace', single, '2027-01-11', null, 'due', '2027-01-20'],
    ['to be reminded', single, '2027-01-20', null, 'overdue', '2027-02-19'],
    ['reminded', single, '2027-01-25', '2027-01-20', 'due', '2027-02-19'],
    ['reminded in vain', single, '2027-02-19', '2027-01-20', 'unpaid', '2027-03-21'],
    ['late by the first instalment', both, '2027-01-20', null, 'overdue', '2027-03-20'],
    ['late by the second one too', both, '2027-03-20', '2027-01-20', 'overdue', '2027-04-19'],
  ] as const)('%s', (_name, options, today, remindedOn, standing, checkOn) => {
    expect(stands([...options], today, remindedOn)).toMatchObject({ standing, checkOn })
  })

  it('asks only for what is left once the first instalment is paid', () => {
    const options = [anOption(0, '2027-01-10', 'invalid'), anOption(1, '2027-01-10', 'paid'), both[2]!]
    expect(stands(options, '2027-01-25')).toMatchObject({ standing: 'due', leftCents: 100, checkOn: '2027-03-20' })
  })

  it('goes to a person at once where nobody is reminded, and says what ended', () => {
    expect(stands(single, '2027-01-11', null, { remindAfterDays: null }).standing).toBe('unpaid')
    expect(stands([anOption(0, '2027-01-10', 'expired')], '2027-01-11').standing).toBe('expired')
    expect(stands([anOption(0, '2027-01-10', 'invalid')], '2027-01-11').standing).toBe('annulled')
    expect(
      stands([anOption(0, '2027-01-10', 'invalid'), anOption(1, '2027-01-10', 'paid')], '2027-01-11').standing,
    ).toBe('paid')
  })
})
