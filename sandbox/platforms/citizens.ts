import { fiscalCodeOf, type Birth } from './fiscal-code.ts'
import { otherFamilies } from './families-others.ts'
import { ripaltaFamilies } from './families-ripalta.ts'
import type { FamilyRecord, PersonRecord } from './family.ts'
import { neighbour, towns } from './towns.ts'

export interface Address {
  street: string
  houseNumber: string
  /** ISTAT code, name and province of the municipality. */
  municipalityCode: string
  municipality: string
  province: string
  postalCode: string
  since: string
}

/** A person whom the national registry, IO and the identity providers know. */
export interface Citizen extends Birth {
  /** Stable name inside the demo, e.g. `bianchi-chiara`. */
  id: string
  fiscalCode: string
  idAnpr: string
  /** False: the national registry has never heard of this person. */
  inAnpr: boolean
  address: Address
  protectedAddress: boolean
  household: string
  /** The person's place in the household, in the registry's words. */
  householdRole: string
  motherFiscalCode: string | null
  fatherFiscalCode: string | null
  onIo: boolean
  senderAllowed: boolean
  email: string
  phone: string
}

/** A story that can be tried: who asks, for which child, and what makes it special. */
export interface Family {
  id: string
  /** ISTAT code of the town where the child goes to school. */
  townCode: string
  applicant: string
  children: string[]
  relation: 'parent' | 'guardian' | 'foster'
  /** What this family shows, in Italian, for the sandbox page. */
  note: string
  iseeCents: number | null
  /** What the applicant still owes the canteen from earlier years. */
  arrearsCents: number
  /** A class that fits the first child's age. */
  className: string
}

const described = [...ripaltaFamilies, ...otherFamilies]

const people = described.flatMap(family => family.people.map(person => ({ family, person })))

const codes = new Map(people.map(({ person }) => [person.id, fiscalCodeOf(person)]))

export const citizens: readonly Citizen[] = people.map(({ family, person }, index) => citizen(family, person, index))

export const families: readonly Family[] = described.map(family => ({
  id: family.id,
  townCode: family.townCode,
  applicant: codeOf(family.applicant),
  children: family.children.map(codeOf),
  relation: family.relation ?? 'parent',
  note: family.note,
  iseeCents: family.iseeCents,
  arrearsCents: family.arrearsCents ?? 0,
  className: family.className,
}))

const byFiscalCode = new Map(citizens.map(one => [one.fiscalCode, one]))

export function citizenByFiscalCode(fiscalCode: string): Citizen | undefined {
  return byFiscalCode.get(fiscalCode)
}

/** The members of a household that the registry knows. */
export function householdOf(one: Citizen): Citizen[] {
  return citizens.filter(other => other.household === one.household && other.inAnpr)
}

function citizen(family: FamilyRecord, person: PersonRecord, index: number): Citizen {
  const town = [...towns, neighbour].find(one => one.code === (person.livesIn ?? family.townCode)) ?? neighbour
  const { id, firstName, lastName, sex, birthDate, birthPlace } = person
  return {
    id,
    firstName,
    lastName,
    sex,
    birthDate,
    birthPlace,
    fiscalCode: codeOf(id),
    idAnpr: `SB${String(index + 1).padStart(5, '0')}XY`,
    inAnpr: person.inAnpr ?? true,
    address: {
      street: person.street ?? family.street,
      houseNumber: person.houseNumber ?? family.houseNumber,
      municipalityCode: town.code,
      municipality: town.name,
      province: town.province,
      postalCode: town.postalCode,
      since: '2019-09-01',
    },
    protectedAddress: family.protectedAddress ?? false,
    household: `${family.id}/${person.household ?? 'home'}`,
    householdRole: person.role,
    motherFiscalCode: person.mother ? codeOf(person.mother) : null,
    fatherFiscalCode: person.father ? codeOf(person.father) : null,
    onIo: person.onIo ?? isAdult(person),
    senderAllowed: person.senderAllowed ?? true,
    email: `${id.replace('-', '.')}@example.org`,
    phone: `+39333${String(1_000_000 + index * 1373)}`,
  }
}

function codeOf(id: string): string {
  const code = codes.get(id)
  if (!code) throw new Error(`The demo data name ${id}, whom they do not describe.`)
  return code
}

function isAdult(person: PersonRecord): boolean {
  return person.birthDate < '2008-01-01'
}
