import type { Ownership } from './facts.ts'

export type Owner = 'own' | 'other-partner'

/**
 * Whose payment an IUV is, by its form (SACI 3.x): 17 digits begin with the segregation code of the technology partner, 15 digits are legacy
 * notices (aux digit 0) of the creditor itself, `RF` references carry the code as their fifth and sixth character. Where the town tells its
 * application codes, a legacy notice must have been made with one of them: the code is not in the IUV, but its check digits were made with it.
 */
export function ownerOf(iuv: string, { segregationCodes, applicationCodes }: Ownership): Owner {
  const code = codeOf(iuv)
  if (code !== null) return segregationCodes.includes(code) ? 'own' : 'other-partner'
  if (!/^\d{15}$/.test(iuv)) return 'other-partner'
  const isOwn = applicationCodes === undefined || applicationCodes.some(one => hasCheckDigitsOf(iuv, one))
  return isOwn ? 'own' : 'other-partner'
}

/** The other partner's name for the report; null when the town never told. */
export function partnerOf(iuv: string, { otherPartners }: Ownership): string | null {
  const code = codeOf(iuv)
  return otherPartners.find(partner => partner.code === code)?.name ?? null
}

function codeOf(iuv: string): string | null {
  if (/^\d{17}$/.test(iuv)) return iuv.slice(0, 2)
  return /^RF\d{4}/i.test(iuv) ? iuv.slice(4, 6) : null
}

/** Aux digit 0: the last two digits are ("0" + application code + the other thirteen) modulo 93. */
function hasCheckDigitsOf(iuv: string, applicationCode: string): boolean {
  return Number(`0${applicationCode}${iuv.slice(0, 13)}`) % 93 === Number(iuv.slice(13))
}
