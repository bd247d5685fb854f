import { daysInMonth } from './terms/civil.ts'

/**
 * The Italian fiscal code (DM 23/12/1976): 16 characters for a person, 11 digits for a body or, provisionally, a person.
 * Valid here means well formed: only the revenue agency knows whether a code exists. An omocode is never normalised to its base:
 * they belong to different people.
 */
export type FiscalCodeCheck =
  | { valid: true; kind: 'person' | 'numeric' }
  | { valid: false; fault: 'length' | 'shape' | 'birth-date' | 'check-character' }

export interface Birth {
  /** The last two digits: the century is not in the code. */
  yearOfCentury: number
  month: number
  day: number
  sex: 'M' | 'F'
}

const SHAPE = /^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$/
const MONTHS = 'ABCDEHLMPRST'
/** Omocodia: the letter that stands for each digit. */
const DIGIT_LETTERS = 'LMNPQRSTUV'
/** Value of a character in an odd place, counted from 1: digits 0-9, then letters A-Z. */
const ODD_DIGITS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
const ODD_LETTERS = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]

/** Checks a code as it is: capital letters, no spaces (see `cleanFiscalCode`). */
export function checkFiscalCode(code: string): FiscalCodeCheck {
  if (/^\d{11}$/.test(code)) {
    const right = luhn(code.slice(0, 10)) === Number(code[10])
    return right ? { valid: true, kind: 'numeric' } : { valid: false, fault: 'check-character' }
  }
  if (code.length !== 16) return { valid: false, fault: 'length' }
  if (!SHAPE.test(code)) return { valid: false, fault: 'shape' }
  if (!birthOf(code)) return { valid: false, fault: 'birth-date' }
  if (checkCharacter(code.slice(0, 15)) !== code[15]) return { valid: false, fault: 'check-character' }
  return { valid: true, kind: 'person' }
}

export function isFiscalCode(code: string): boolean {
  return checkFiscalCode(code).valid
}

/** What people type and files hold: spaces and small letters do not matter. */
export function cleanFiscalCode(text: string): string {
  return text.replace(/\s/g, '').toUpperCase()
}

/** The birth that a 16-character code tells; null when the day does not exist in any century. */
export function birthOf(code: string): Birth | null {
  if (!SHAPE.test(code)) return null
  const yearOfCentury = digitsAt(code, 6)
  const month = MONTHS.indexOf(code.charAt(8)) + 1
  const written = digitsAt(code, 9)
  const day = written > 40 ? written - 40 : written
  // A leap year in either century will do: 2000 was one, 1900 was not.
  const most = Math.max(daysInMonth(1900 + yearOfCentury, month), daysInMonth(2000 + yearOfCentury, month))
  if (day < 1 || day > most) return null
  return { yearOfCentury, month, day, sex: written > 40 ? 'F' : 'M' }
}

/** Does the code agree with a date of birth (`YYYY-MM-DD`)? */
export function agreesWithBirthDate(code: string, birthDate: string): boolean {
  const birth = birthOf(code)
  const [year, month, day] = birthDate.split('-').map(Number)
  return (
    birth !== null &&
    year !== undefined &&
    year % 100 === birth.yearOfCentury &&
    month === birth.month &&
    day === birth.day
  )
}

/** The sixteenth character for the first fifteen. */
export function checkCharacter(code: string): string {
  const sum = Array.from(code).reduce(
    (total, char, index) => total + (index % 2 === 0 ? oddValue(char) : evenValue(char)),
    0,
  )
  return String.fromCharCode(65 + (sum % 26))
}

function oddValue(char: string): number {
  return (/\d/.test(char) ? ODD_DIGITS[Number(char)] : ODD_LETTERS[letterIndex(char)]) ?? 0
}

function evenValue(char: string): number {
  return /\d/.test(char) ? Number(char) : letterIndex(char)
}

function letterIndex(char: string): number {
  return char.charCodeAt(0) - 65
}

/** Two places of a number, omocodia undone. */
function digitsAt(code: string, index: number): number {
  const written = code.slice(index, index + 2)
  return Number(written.replace(/[LMNPQRSTUV]/g, letter => String(DIGIT_LETTERS.indexOf(letter))))
}

/** Check digit of the numeric code: every second digit doubled. */
function luhn(digits: string): number {
  const sum = Array.from(digits).reduce((total, char, index) => {
    const value = Number(char) * (index % 2 === 0 ? 1 : 2)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return (10 - (sum % 10)) % 10
}
