import * as format from '../../console/format.ts'
import { monthSummary } from '../../console/payments/month-summary.ts'
import { i18nProvider } from '../../console/providers/i18n-provider.ts'

const words = {
  t: i18nProvider.translate.bind(i18nProvider),
  count: (value: number) => format.count(value, 'it'),
  euro: (cents: number) => format.euro(cents, 'it'),
}
const none = { count: 0, cents: 0 }
const said = (due: typeof none, paid: typeof none) =>
  monthSummary({ period: 'novembre 2026', due, paid }, words).replaceAll('\u00a0', ' ')

test('a month is told by what is due in it and by what was paid in it', () => {
  expect(said({ count: 12_480, cents: 110_423_310 }, { count: 1, cents: 5_000 })).toBe(
    'novembre 2026 · 12.480 dovuti nel mese, 1.104.233,10 € · 1 pagato, 50,00 €',
  )
})

test('nothing due is no reason to keep quiet about what was paid', () => {
  expect(said(none, { count: 3, cents: 12_000 })).toBe('novembre 2026 · 3 pagati, 120,00 €')
  expect(said(none, none)).toBe('novembre 2026 · nulla in scadenza né pagato nel mese')
})
