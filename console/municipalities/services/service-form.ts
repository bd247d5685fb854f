import type { Json, JsonObject } from '../../../engine/json.ts'
import type { PaymentService } from '../../api-types.d.ts'
import { checkValues } from '../../forms/check.ts'
import type { Locale } from '../../format.ts'
import { codeField, type ServiceField, serviceFields, shareFields } from './service-fields.ts'

/** Other bodies that a notice pays, beside the town. */
export const mostShares = 4

/** A service while it is typed. */
export interface ServiceDraft {
  service: JsonObject
  shares: JsonObject[]
}

/** Messages by the path that the server names too: `iban`, `shares.0.iban`. */
export type Faults = Record<string, string>

const upperCase = new Set(['iban', 'postalIban', 'category'])
const switches = ['isTax', 'expires'] as const

export const draftOf = (service: PaymentService | null): ServiceDraft => {
  if (service === null) return { service: { isTax: false, expires: false, remindAfterDays: 10 }, shares: [] }
  const { shares, isActive: _active, ...said } = service
  return { service: said, shares }
}

export const codeOf = ({ service: { code } }: ServiceDraft): string => (typeof code === 'string' ? code : '')

/** As it is typed: accounts and codes have no blanks and no small letters. */
export const typedAs = (key: string, value: Json): Json => {
  if (typeof value !== 'string') return value
  return (upperCase.has(key) ? value.toUpperCase().replaceAll(/\s/g, '') : value) || null
}

export const fieldsOf = (isNew: boolean): ServiceField[] => (isNew ? [codeField, ...serviceFields] : serviceFields)

/** What is wrong, in the language on screen. `known` are the codes that are taken. */
export const faultsOf = (
  { service, shares }: ServiceDraft,
  { isNew, known, taken, locale }: { isNew: boolean; known: string[]; taken: string; locale: Locale },
): Faults => {
  const faults = {
    ...faultsIn(fieldsOf(isNew), { ...service, postalHolder: holderOf(service) }, locale),
    ...Object.fromEntries(
      shares.flatMap((share, index) =>
        Object.entries(faultsIn(shareFields, share, locale)).map(([key, words]) => [`shares.${index}.${key}`, words]),
      ),
    ),
  }
  const isTaken = isNew && known.some(code => code === service['code'])
  return isTaken ? { ...faults, code: taken } : faults
}

/** As the server takes it: what was left empty is null, what is not shown is not sent. */
export const bodyOf = ({ service, shares }: ServiceDraft, isActive: boolean): JsonObject => ({
  ...filled(serviceFields, service),
  ...Object.fromEntries(switches.map(key => [key, service[key] === true])),
  postalHolder: holderOf(service),
  shares: shares.map(share => filled(shareFields, share)),
  isActive,
})

/** Asked for only beside a postal account. */
const holderOf = (service: JsonObject): Json => (service['postalIban'] ? (service['postalHolder'] ?? null) : null)

const filled = (fields: ServiceField[], values: JsonObject): JsonObject =>
  Object.fromEntries(fields.map(({ key }) => [key, values[key] ?? null]))

const faultsIn = (fields: ServiceField[], values: JsonObject, locale: Locale): Faults => {
  const asked = Object.fromEntries(fields.map(({ key }) => [key, values[key] ?? null]))
  const found = checkValues(fields, asked, locale)
  return Object.fromEntries(
    Object.entries(found).map(([key, words]) => {
      const field = fields.find(one => one.key === key)
      return [key, typeof asked[key] === 'string' && field?.format ? field.format[locale] : words]
    }),
  )
}
