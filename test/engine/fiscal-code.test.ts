import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  agreesWithBirthDate,
  birthOf,
  checkCharacter,
  checkFiscalCode,
  cleanFiscalCode,
  isFiscalCode,
} from '../../engine/fiscal-code.ts'

test.each([
  ['RSSMRA85T10H501O', 'person'],
  ['RSSMRA85T50H501S', 'person'],
  ['RSSMRAURTMLHRLMJ', 'person'],
  ['NREVEA00B69G273Z', 'person'],
  ['01234567897', 'numeric'],
  ['80000012346', 'numeric'],
])('%s is valid', (code, kind) => {
  expect(checkFiscalCode(code)).toEqual({ valid: true, kind })
})

test.each([
  ['', 'length'],
  ['RSSMRA85T10H501', 'length'],
  ['rssmra85t10h501o', 'shape'],
  ['RSSMRA85G10H501O', 'shape'],
  ['RSSMRA85T10H501A', 'check-character'],
  ['RSSMRA85T00H501L', 'birth-date'],
  ['RSSMRA85T72H501L', 'birth-date'],
  ['RSSMRA85B30H501L', 'birth-date'],
  ['SPNDNL80R13C555X', 'check-character'],
  ['AAAZZZ00H00T000Z', 'birth-date'],
  ['00000010018', 'check-character'],
])('%s is refused: %s', (code, fault) => {
  expect(checkFiscalCode(code)).toEqual({ valid: false, fault })
})

test('tells birth and sex, omocodes included', () => {
  expect(birthOf('RSSMRA85T50H501S')).toEqual({ yearOfCentury: 85, month: 12, day: 10, sex: 'F' })
  expect(birthOf('RSSMRAURTMLHRLMJ')).toEqual({ yearOfCentury: 85, month: 12, day: 10, sex: 'M' })
  expect(agreesWithBirthDate('RSSMRA85T10H501O', '1985-12-10')).toBe(true)
  expect(agreesWithBirthDate('RSSMRA85T10H501O', '1985-12-11')).toBe(false)
})

test('what people type is cleaned, not guessed', () => {
  expect(cleanFiscalCode(' rssmra 85t10 h501o ')).toBe('RSSMRA85T10H501O')
})

test('the check character finds every wrong character', () => {
  const code = 'RSSMRA85T10H501O'
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 14 }),
      fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')),
      (at, letter) => {
        const changed = code.slice(0, at) + letter + code.slice(at + 1, 15)
        const same = checkCharacter(changed) === 'O'
        // Only letters that weigh the same in that place may go unseen; none does except the letter itself and, for digits, its twin.
        const original = code.charAt(at)
        if (/[A-Z]/.test(original)) expect(same).toBe(letter === original)
      },
    ),
  )
})

// The agency's examples, where they are at hand.
const specs = join(process.cwd(), '../shared/specs/codice-fiscale')
const withSpecs = existsSync(specs) ? describe : describe.skip

withSpecs('published vectors', () => {
  const rows = (name: string) =>
    readFileSync(join(specs, name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.replace(/"[^"]*"/g, 'quoted').split(','))

  test('of people', () => {
    for (const row of rows('cf_vectors.csv')) {
      expect([row[5], isFiscalCode(row[5] ?? ''), agreesWithBirthDate(row[5] ?? '', row[2] ?? '')]).toEqual([
        row[5],
        true,
        true,
      ])
    }
  })

  test('of omocodes', () => {
    for (const row of rows('cf_omocodia.csv')) expect([row[2], isFiscalCode(row[2] ?? '')]).toEqual([row[2], true])
  })

  test('of numbers', () => {
    for (const row of rows('numeric11.csv'))
      expect([row[0], isFiscalCode(row[0] ?? '')]).toEqual([row[0], row[2] === 'true'])
  })
})
