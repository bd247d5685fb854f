import type { Ownership } from './facts.ts'

export type Owner = 'own' | 'other-partner'

/**
 * Whose payment an IUV is, by its form (SACI 3.x): 17 digits begin with the segregation code of the technology partner, 15 digits are legacy
 * notices of the creditor itself, `RF` references carry the code as their fifth and sixth character.
 */
export function ownerOf(iuv: string, { segregationCodes }: Ownership): Owner {
  const code = codeOf(iuv)
  if (code === null) return /^\d{15}$/.test(iuv) ? 'own' : 'other-partner'
  return segregationCodes.includes(code) ? 'own' : 'other-partner'
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
