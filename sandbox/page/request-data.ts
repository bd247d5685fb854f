import { citizenByFiscalCode, citizens, families, type Citizen, type Family } from '../platforms/citizens.ts'
import type { Draft } from './drafts.ts'
import { centsOf } from './fields.ts'
import { sampleDocument } from './sample-document.ts'

/** The children whom a citizen may be asking for, in the demo's data. */
export function childrenOf(applicant: Citizen): Citizen[] {
  const own = citizens.filter(one => [one.motherFiscalCode, one.fatherFiscalCode].includes(applicant.fiscalCode))
  const entrusted = familiesOf(applicant).flatMap(family =>
    family.children.flatMap(child => citizenByFiscalCode(child) ?? []),
  )
  return [...new Set([...own, ...entrusted])]
}

/** The stories that a citizen is the applicant of. */
export function familiesOf(applicant: Citizen): Family[] {
  return families.filter(family => family.applicant === applicant.fiscalCode)
}

/** `2026/2027`: requests are for the year that starts in September from April on. */
export function schoolYearAt(now: Date): string {
  const first = now.getUTCMonth() >= 3 ? now.getUTCFullYear() : now.getUTCFullYear() - 1
  return `${first}/${first + 1}`
}

/** The request as the API takes it, from the fields of the form; absent fields are left out. */
export function requestOf(form: URLSearchParams, draft: Draft, applicant: Citizen): unknown {
  const text = (name: string): string => (form.get(name) ?? '').trim()
  return {
    schoolYear: text('schoolYear'),
    applicant: applicantOf(text, applicant),
    child: childOf(text),
    school: { code: text('school'), class: text('class') },
    days: form.getAll('days'),
    diet: {
      kind: text('diet'),
      ...given({ notes: text('dietNotes') }),
      ...(form.get('certificate') === 'yes' && { certificate: sampleDocument('certificato-medico.pdf') }),
    },
    isee: iseeOf(text),
    ...(text('exemption') !== 'none' && { exemption: text('exemption') }),
    ...guardianOf(text, form.get('guardianDocument') === 'yes'),
    ...(Number(text('siblings')) > 0 && { siblings: Number(text('siblings')) }),
    ...(Number(text('minors')) > 0 && { minors: Number(text('minors')) }),
    ...(draft.signedIn && {
      identity: { method: draft.method, response: draft.signedIn.response, requestId: draft.requestId },
    }),
  }
}

/** An ISEE as the form states it. */
function iseeOf(text: (name: string) => string): unknown {
  const status = text('isee')
  if (status !== 'declared') return { status }
  return { status, ...iseeFigures(text) }
}

/** Value, protocol and date of an ISEE, what of them was typed. */
export function iseeFigures(text: (name: string) => string): Record<string, unknown> {
  const valueCents = centsOf(text('iseeValue'))
  const rest = given({ protocol: text('iseeProtocol'), signedOn: text('iseeSignedOn') })
  return { ...(valueCents !== null && { valueCents }), ...rest }
}

function applicantOf(
  text: (name: string) => string,
  { firstName, lastName, fiscalCode, birthDate, address }: Citizen,
): unknown {
  return {
    firstName,
    lastName,
    fiscalCode,
    birthDate,
    ...given({ email: text('email'), phone: text('phone'), digitalDomicile: text('digitalDomicile') }),
    address: {
      street: `${address.street} ${address.houseNumber}`,
      postalCode: address.postalCode,
      town: address.municipality,
      province: address.province,
    },
    relation: text('relation'),
  }
}

function childOf(text: (name: string) => string): unknown {
  const known = citizenByFiscalCode(text('child'))
  if (known) {
    const { firstName, lastName, fiscalCode, birthDate } = known
    return { firstName, lastName, fiscalCode, birthDate }
  }
  return {
    firstName: text('childFirstName'),
    lastName: text('childLastName'),
    fiscalCode: text('childFiscalCode').toUpperCase(),
    ...given({ birthDate: text('childBirthDate') }),
  }
}

function guardianOf(text: (name: string) => string, withDocument: boolean): Record<string, unknown> {
  const act = given({
    authority: text('guardianAuthority'),
    number: text('guardianNumber'),
    date: text('guardianDate'),
  })
  if (Object.keys(act).length === 0) return {}
  return { guardianAct: { ...act, ...(withDocument && { document: sampleDocument('decreto-di-nomina.pdf') }) } }
}

function given(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))
}
