import type { Json, JsonObject, Text } from '../../../engine/json.ts'
import type { FormField, GetMunicipalityAnswer, ProcedurePage } from '../../api-types.d.ts'
import { canteenEnrolment } from './canteen-enrolment.ts'

export interface RequestField extends FormField {
  /** Options that are the town's own. */
  optionsFrom?: 'schools' | 'classes'
  /** What it holds before anybody types. */
  start?: Json
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

/** Schools of the town, and the classes of the chosen school. */
export const withOptions = (
  fields: RequestField[],
  values: JsonObject,
  town: Pick<GetMunicipalityAnswer, 'schools'>,
): RequestField[] =>
  fields.map(field => {
    if (field.optionsFrom === 'schools')
      return { ...field, options: town.schools.map(({ code, name }) => option(code, name)) }
    if (field.optionsFrom !== 'classes') return field
    const school = town.schools.find(one => one.code === values['school.code'])
    return { ...field, options: (school?.classes ?? []).map(name => option(name, name)) }
  })

const option = (value: string, label: string) => ({ value, label: { it: label, en: label } })

const isSections = (value: unknown): value is Section[] =>
  Array.isArray(value) &&
  value.every(section => typeof section === 'object' && section !== null && Array.isArray(section.fields))
