import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { traps } from '../../reconciliation/traps.ts'
import { tables } from '../../sandbox/reconcile/tables.ts'

const page = readFileSync(join(__dirname, '../../docs/reconciliation.md'), 'utf8')
/** As prettier leaves it: columns are padded, rules drawn out. */
const plain = (text: string) => text.replace(/-{3,}/g, '---').replace(/ +/g, ' ').trim()
const made = (mark: string) => page.split(`<!-- made: ${mark} -->`)[1]?.split(`<!-- end: ${mark} -->`)[0] ?? ''

it.each(Object.entries(tables))(
  'the table of %s is not stale (npx tsx sandbox/reconcile/write-tables.ts)',
  (mark, make) => {
    expect(plain(made(mark))).toBe(plain(make()))
  },
)

it('every trap has its own number and id, and words in both languages', () => {
  expect(new Set(traps.map(it => it.id)).size).toBe(traps.length)
  expect(traps.map(it => it.number)).toEqual(traps.map((_trap, index) => index + 1))
  for (const { title, what } of traps) {
    for (const text of [title.it, title.en, what.it, what.en]) expect(text.length).toBeGreaterThan(3)
  }
})
