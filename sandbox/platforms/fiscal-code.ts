/** What the fiscal code of a person is computed from (DM 23 December 1976). */
export interface Birth {
  lastName: string
  firstName: string
  sex: 'F' | 'M'
  /** YYYY-MM-DD. */
  birthDate: string
  /** Belfiore code of the town, Z and three digits for a foreign country. */
  birthPlace: string
}

const months = 'ABCDEHLMPRST'
const odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** AgID's pattern: letters may stand for digits (omocodia). */
export const fiscalCodePattern =
  /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/

/** The sixteen characters of a person's fiscal code. */
export function fiscalCodeOf(birth: Birth): string {
  const [year = '', month = '', day = ''] = birth.birthDate.split('-')
  const dayCode = Number(day) + (birth.sex === 'F' ? 40 : 0)
  const body = [
    surnameCode(birth.lastName),
    nameCode(birth.firstName),
    year.slice(2),
    months.charAt(Number(month) - 1),
    String(dayCode).padStart(2, '0'),
    birth.birthPlace,
  ].join('')
  return body + checkCharacter(body)
}

/** Whether the form and the check character are right; existence is another matter. */
export function isFiscalCode(code: string): boolean {
  return fiscalCodePattern.test(code) && checkCharacter(code.slice(0, 15)) === code.charAt(15)
}

/** Completes ten digits with the check digit of a body's fiscal code. */
export function numericCode(tenDigits: string): string {
  const sum = tenDigits.split('').reduce((total, digit, index) => total + weight(Number(digit), index), 0)
  return tenDigits + ((10 - (sum % 10)) % 10)
}

function weight(digit: number, index: number): number {
  if (index % 2 === 0) return digit
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2
}

function surnameCode(name: string): string {
  const letters = plain(name)
  return (consonants(letters) + vowels(letters) + 'XXX').slice(0, 3)
}

function nameCode(name: string): string {
  const letters = plain(name)
  const strong = consonants(letters)
  // Four consonants or more: the first, third and fourth.
  if (strong.length >= 4) return strong.charAt(0) + strong.slice(2, 4)
  return (strong + vowels(letters) + 'XXX').slice(0, 3)
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
}

function consonants(letters: string): string {
  return letters.replace(/[AEIOU]/g, '')
}

function vowels(letters: string): string {
  return letters.replace(/[^AEIOU]/g, '')
}

function checkCharacter(body: string): string {
  const sum = body.split('').reduce((total, character, index) => {
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65
    return total + (index % 2 === 0 ? (odd[value] ?? 0) : value)
  }, 0)
  return String.fromCharCode(65 + (sum % 26))
}
