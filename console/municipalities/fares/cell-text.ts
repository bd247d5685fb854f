import { euro, type Locale } from '../../format.ts'

const words = {
  it: { any: 'qualsiasi', null: 'non c’è', true: 'sì', false: 'no', from: 'da', to: 'a' },
  en: { any: 'any', null: 'missing', true: 'yes', false: 'no', from: 'from', to: 'to' },
}

/**
 * A cell of a decision table as a person reads it: `[500000..1500000)` of a column in cents is "da 5.000,00 € a 15.000,00 €",
 * `-` is "qualsiasi". What is no simple test is shown as it is written.
 */
export const cellText = (cell: string, column: string, locale: Locale): string => {
  const said = words[locale]
  const text = cell.trim()
  if (text === '-' || text === '') return said.any
  if (text === 'true' || text === 'false' || text === 'null') return said[text]
  const amount = (digits: string) => (/cents/i.test(column) ? euro(Number(digits), locale) : digits)
  const range = /^[[\](](-?\d+)\.\.(-?\d+)[\])[]$/.exec(text)
  if (range) return `${said.from} ${amount(range[1] ?? '')} ${said.to} ${amount(range[2] ?? '')}`
  const share = /^(\d+) \* (\d\.\d+)$/.exec(text)
  if (share) return `${amount(share[1] ?? '')} × ${(share[2] ?? '').replace('.', locale === 'it' ? ',' : '.')}`
  const bound = /^(<=|>=|<|>)?\s*(-?\d+)$/.exec(text)
  if (bound) return `${signs[bound[1] ?? ''] ?? ''}${amount(bound[2] ?? '')}`
  return text.replace(/^"([^"]*)"$/, '$1')
}

const signs: Record<string, string> = { '<=': '≤ ', '>=': '≥ ', '<': '< ', '>': '> ' }
