import type { Birth } from './fiscal-code.ts'

/** A person of the demo, as a family tells it; what is left out comes from the family. */
export interface PersonRecord extends Birth {
  id: string
  role: string
  mother?: string
  father?: string
  household?: string
  livesIn?: string
  street?: string
  houseNumber?: string
  inAnpr?: boolean
  onIo?: boolean
  senderAllowed?: boolean
}

export interface FamilyRecord {
  id: string
  townCode: string
  note: string
  applicant: string
  children: string[]
  relation?: 'parent' | 'guardian' | 'foster'
  iseeCents: number | null
  arrearsCents?: number
  className: string
  street: string
  houseNumber: string
  protectedAddress?: boolean
  people: PersonRecord[]
}

/** ISTAT codes of where the families live. */
export const places = { ripalta: '019081', madignano: '019055', offanengo: '019062', crema: '019035' } as const

/** Belfiore codes of birth places: Crema, Milan, Lodi, Cremona; Morocco and Romania. */
export const born = {
  crema: 'D142',
  milan: 'F205',
  lodi: 'E648',
  cremona: 'D150',
  morocco: 'Z330',
  romania: 'Z129',
} as const

export function woman(
  id: string,
  lastName: string,
  firstName: string,
  birthDate: string,
  birthPlace: string,
  role: string,
): PersonRecord {
  return { id, lastName, firstName, sex: 'F', birthDate, birthPlace, role }
}

export function man(
  id: string,
  lastName: string,
  firstName: string,
  birthDate: string,
  birthPlace: string,
  role: string,
): PersonRecord {
  return { id, lastName, firstName, sex: 'M', birthDate, birthPlace, role }
}
