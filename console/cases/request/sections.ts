import type { Json, JsonObject, Text } from '../../../engine/json.ts'
import type { FormField, GetMunicipalityAnswer, ProcedurePage } from '../../api-types.d.ts'
import { canteenEnrolment } from './canteen-enrolment.ts'

export interface RequestField extends FormField {
  /** Options that are the town's own. */
  optionsFrom?: 'schools' | 'classes' | 'payment-services'
  /** What it holds before anybody types. */
  start?: Json
  /** A date that cannot lie ahead. */
  past?: boolean
}

export interface Section {
  key: string
  title: Text
  help?: Text
  fields: RequestField[]
}

/** The form that the procedure brings; else the one known here. Field keys are paths of the request. */
export const sectionsOf = (page: Pick<ProcedurePage, 'key' | 'requestForm'>): Section[] => {
  const brought = page.requestForm?.['sections']
  if (isSections(brought)) return brought
  return page.key === 'canteen-enrolment' ? canteenEnrolment : []
}

/** Schools and payment services of the town, the classes of the chosen school, and no date ahead of today (`YYYY-MM-DD`) where none can be. */
export const withOptions = (
  fields: RequestField[],
  values: JsonObject,
  town: Pick<GetMunicipalityAnswer, 'schools' | 'paymentServices'>,
  today: string,
): RequestField[] =>
  fields.map(field => {
    if (field.past) return withAge({ ...field, max: today }, values[field.key], today)
    if (field.optionsFrom === 'schools')
      return { ...field, options: town.schools.map(({ code, name }) => option(code, name)) }
    if (field.optionsFrom === 'payment-services')
      return { ...field, options: town.paymentServices.map(({ code, name }) => option(code, name)) }
    if (field.optionsFrom !== 'classes') return field
    const school = town.schools.find(one => one.code === values['school.code'])
    return { ...field, options: (school?.classes ?? []).map(name => option(name, name)) }
  })

/** A birth date says how old the child is: a wrong year is seen at once. */
const withAge = (field: RequestField, value: Json | undefined, today: string): RequestField => {
  if (!field.key.endsWith('birthDate') || typeof value !== 'string') return field
  const age = ageOn(value, today)
  if (!(age >= 0 && age < 120)) return field
  return {
    ...field,
    help: { it: `${age} ${age === 1 ? 'anno' : 'anni'}`, en: `${age} ${age === 1 ? 'year' : 'years'} old` },
  }
}

/** Whole years from a birth date to a day. */
export const ageOn = (birth: string, day: string): number =>
  Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0)

const option = (value: string, label: string) => ({ value, label: { it: label, en: label } })

const isSections = (value: unknown): value is Section[] =>
  Array.isArray(value) &&
  value.every(section => typeof section === 'object' && section !== null && Array.isArray(section.fields))
