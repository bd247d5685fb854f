/** Number of a postal account, the last twelve digits of its IBAN without the zeros that fill it. */
export function postalAccount(iban: string): string {
  return accountDigits(iban).replace(/^0+(?=\d)/, '')
}

export interface PostalSlip {
  nav: string
  iban: string
  cents: number
  payeeFiscalCode: string
  debtorFiscalCode: string
  debtorName: string
  description: string
}

/**
 * What the Data Matrix of the postal slip (bollettino PA, type 896) says, 256 characters in fixed places: phase, code line (notice, account, amount,
 * type), creditor, debtor, reason, filler. Capital letters without accents only.
 */
export function postalPayload(slip: PostalSlip): string {
  const { nav, iban, cents, payeeFiscalCode, debtorFiscalCode, debtorName, description } = slip
  const amount = cents.toString().padStart(10, '0')
  const codeLine = `18${nav}12${accountDigits(iban)}10${amount}3896`
  const parties = `${payeeFiscalCode}${debtorFiscalCode.padEnd(16)}${plain(debtorName, 40)}`
  return `codfase=NBPA;${codeLine}1P1${parties}${plain(description, 110)}${' '.repeat(12)}A`
}

const accountDigits = (iban: string): string => iban.replace(/\s/g, '').slice(-12)

/** Exactly so long, in capital letters that a scanner of the post reads. */
function plain(text: string, length: number): string {
  const bare = text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").toUpperCase()
  return bare
    .replace(/[^A-Z0-9 .,'/()-]/g, ' ')
    .slice(0, length)
    .padEnd(length)
}
