import fc from 'fast-check'

import { splitEntries, vatIn } from '../../reconciliation/regularise.ts'

const share = (service: string, cents: number) => ({ service, year: 2026, cents, payments: 1 })

it('entries are filled one after the other', () => {
  const split = splitEntries(
    [
      { id: 'first', cents: 70 },
      { id: 'second', cents: 40 },
    ],
    [share('mensa', 60), share('tari', 40)],
  )
  expect(split.get('first')).toEqual([share('mensa', 60), { ...share('tari', 10), payments: 1 }])
  // What nothing explains is told as such.
  expect(split.get('second')).toEqual([
    { ...share('tari', 30), payments: 0 },
    { service: null, year: null, cents: 10, payments: 0 },
  ])
})

it('parts add up to their entry, and to the shares as far as there is money', () => {
  const cents = fc.integer({ min: 0, max: 1_000_000 })
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 8 }), fc.array(cents, { maxLength: 8 }), (money, shares) => {
      const entries = money.map((one, index) => ({ id: String(index), cents: one }))
      const split = splitEntries(
        entries,
        shares.map((one, index) => share(`s${index}`, one)),
      )
      const sum = (some: number[]) => some.reduce((total, one) => total + one, 0)
      for (const entry of entries) expect(sum(split.get(entry.id)!.map(part => part.cents))).toBe(entry.cents)
      const explained = [...split.values()].flat().filter(part => part.service !== null)
      expect(sum(explained.map(part => part.cents))).toBe(Math.min(sum(money), sum(shares)))
    }),
  )
})

it.each([
  [12_200, '22', 10_000, 2200],
  [5015, '4', 4822, 193],
  [5015, '4.5', 4799, 216],
  [5015, '0', 5015, 0],
  [5015, null, 5015, 0],
  [1, '22', 1, 0],
])('%d cents with VAT of %s %% are %d net', (cents, percent, netCents, vatCents) => {
  expect(vatIn(cents, percent)).toEqual({ netCents, vatCents })
})
