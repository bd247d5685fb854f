import { checkForm, isRequired, visibleFields } from '../../engine/forms.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { FormField } from '../api-types.d.ts'
import { nested } from '../cases/request/nested.ts'
import type { Locale } from '../format.ts'

interface Shown<Field> {
  field: Field
  required: boolean
}

/** The fields that are shown for what is typed so far, each with whether it must be filled in: the engine's own rules. */
export const shownFields = <Field extends FormField>(
  fields: Field[],
  values: JsonObject,
  document: JsonObject = {},
): Shown<Field>[] => {
  const readable = scopeOf(values)
  const visible = new Set(visibleFields(formOf(fields), readable, document).map(field => field.key))
  return fields
    .filter(field => visible.has(field.key))
    .map(field => ({ field, required: isRequired(field, readable, document) }))
}

/** What is wrong with the values, by field, in the language on screen. */
export const checkValues = (
  fields: FormField[],
  values: JsonObject,
  locale: Locale,
  document: JsonObject = {},
): Record<string, string> => {
  const known = new Set(fields.map(field => field.key))
  const faults = checkForm(formOf(fields), scopeOf(values), document)
  return Object.fromEntries(
    faults.filter(fault => known.has(fault.path)).map(fault => [fault.path, fault.message[locale]]),
  )
}

const formOf = (fields: FormField[]) => ({ key: 'form', title: { it: '', en: '' }, facts: [], fields })

/** Keys may be paths (`isee.status`): expressions read them nested. */
const scopeOf = (values: JsonObject): JsonObject => ({ ...values, ...nested(values) })
