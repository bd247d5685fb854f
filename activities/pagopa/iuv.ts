/**
 * Payment identifiers of a municipality: aux digit 3 only, the one current rules allow (SACI 3.x).
 * NAV = `3` + segregation(2) + base(13) + check(2); IUV = NAV without the aux digit. check = (`3` + segregation + base) mod 93.
 */
export interface PaymentNumbers {
  iuv: string
  nav: string
}

/**
 * Numbers for `base` (0 <= base < 10^13) of a creditor with this two-digit segregation code (00-49).
 * @throws RangeError on a base or code that does not fit
 */
export function paymentNumbers(segregationCode: string, base: bigint): PaymentNumbers {
  if (!/^[0-4]\d$/.test(segregationCode)) throw new RangeError('segregation code must be 00-49')
  if (base < 0n || base >= 10n ** 13n) throw new RangeError('base must have at most 13 digits')
  const body = `${segregationCode}${base.toString().padStart(13, '0')}`
  const iuv = `${body}${checkDigits(`3${body}`)}`
  return { iuv, nav: `3${iuv}` }
}

/** Two digits: the number mod 93. */
export function checkDigits(digits: string): string {
  return (BigInt(digits) % 93n).toString().padStart(2, '0')
}

export type NavProblem = 'not-18-digits' | 'aux-digit' | 'check-digits'

/** What is wrong with a NAV. Wrong check digits are only a warning on others' notices: PSPs need not control them. */
export function checkNav(nav: string): NavProblem | null {
  if (!/^\d{18}$/.test(nav)) return 'not-18-digits'
  if (nav.startsWith('1')) return null
  if (!/^[023]/.test(nav)) return 'aux-digit'
  return checkDigits(nav.slice(0, 16)) === nav.slice(16) ? null : 'check-digits'
}

/** IUV of a NAV: legacy aux 0 carries the application code too, which does not belong to the IUV. Null when malformed. */
export function iuvOfNav(nav: string): string | null {
  if (!/^[0123]\d{17}$/.test(nav)) return null
  return nav.startsWith('0') ? nav.slice(3) : nav.slice(1)
}

/** ISO 11649 creditor reference, `RF` + 2 check digits + up to 21 characters. */
export function isCreditorReference(reference: string): boolean {
  if (!/^RF\d{2}[0-9A-Z]{1,21}$/.test(reference)) return false
  return mod97(`${reference.slice(4)}${reference.slice(0, 4)}`) === 1n
}

/** Whether an IUV met in a receipt or a report was issued by us: aux 3 by segregation code, or a creditor reference that carries it. */
export function isOurIuv(iuv: string, segregationCode: string): boolean {
  if (/^\d{17}$/.test(iuv)) return iuv.startsWith(segregationCode)
  return /^RF\d{2}[0-9A-Z]+$/.test(iuv) && iuv.slice(4, 6) === segregationCode
}

/** Content of the notice's QR code (document version 002). */
export function qrPayload(notice: { nav: string; payeeFiscalCode: string; cents: number }): string {
  const amount = notice.cents.toString().padStart(2, '0')
  if (!/^\d{18}$/.test(notice.nav)) throw new RangeError('nav must have 18 digits')
  if (!/^\d{11}$/.test(notice.payeeFiscalCode)) throw new RangeError('payee fiscal code must have 11 digits')
  if (!/^\d{2,10}$/.test(amount)) throw new RangeError('amount must have 2 to 10 digits')
  return `PAGOPA|002|${notice.nav}|${notice.payeeFiscalCode}|${amount}`
}

/** A NAV as it is printed, in groups of four. */
export function printedNav(nav: string): string {
  return nav.replace(/(.{4})(?=.)/g, '$1 ')
}

function mod97(text: string): bigint {
  const digits = text.replace(/[A-Z]/g, letter => String(letter.charCodeAt(0) - 55))
  return BigInt(digits) % 97n
}
