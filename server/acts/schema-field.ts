import { z } from 'zod'

import type { Field, FieldOption } from '../../engine/form.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'

/** Of a JSON Schema, what makes a field of it. */
const shape = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
})

export const yesOrNo: FieldOption[] = [
  { value: 'true', label: { it: 'Sì', en: 'Yes' } },
  { value: 'false', label: { it: 'No', en: 'No' } },
]

interface Words {
  key: string
  label: Text
  required: boolean
  /** What the values of an enumeration mean. */
  values?: Record<string, Text> | undefined
  options?: FieldOption[] | undefined
}

/**
 * A schema as a field that a person can fill in, nothing chosen beforehand: a boolean is a choice between "true" and "false". Null for
 * what no single field can hold.
 */
export function fieldOf(schema: unknown, { key, label, required, values = {}, options }: Words): Field | null {
  const read = shape.safeParse(schema ?? {})
  const { type, enum: known, format, pattern, maxLength, minimum, maximum } = read.success ? read.data : {}
  const base = { key, label, required }
  const kind = Array.isArray(type) ? type.find(one => one !== 'null') : type
  if (options) return { ...base, type: 'choice', options }
  if (known) return { ...base, type: 'choice', options: known.flatMap(value => optionOf(value, values)) }
  if (kind === 'array') return listField(schema, base, values)
  if (kind === 'object') return null
  if (kind === 'boolean') return { ...base, type: 'choice', options: yesOrNo }
  if (kind === 'integer' || kind === 'number') {
    const isMoney = /cents$/i.test(key)
    const bounds = isMoney ? {} : { ...boundOf('min', minimum), ...boundOf('max', maximum) }
    return { ...base, type: isMoney ? 'money' : 'integer', ...bounds }
  }
  if (format === 'date') return { ...base, type: 'date' }
  return {
    ...base,
    type: 'text',
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && format === undefined && { pattern }),
  }
}

/** The same value in the type that the schema wants. */
export function valueOf(schema: unknown, value: Json): Json {
  const read = shape.safeParse(schema ?? {})
  return read.success && read.data.type === 'boolean' && (value === 'true' || value === 'false')
    ? value === 'true'
    : value
}

/** The schema of one path of an object's schema; undefined for one that it does not name. */
export function schemaAt(schema: JsonObject, path: string): JsonObject | undefined {
  let here: Json | undefined = schema
  for (const name of path.split('.')) {
    const properties: Json | undefined = isObject(here) ? here['properties'] : undefined
    here = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined
  }
  return isObject(here) ? here : undefined
}

function listField(schema: unknown, base: Pick<Field, 'key' | 'label' | 'required'>, values: Record<string, Text>) {
  const items = z.looseObject({ items: shape }).safeParse(schema)
  const known = items.success ? items.data.items.enum : undefined
  if (!known) return null
  return { ...base, type: 'multi-choice' as const, options: known.flatMap(value => optionOf(value, values)) }
}

function optionOf(value: Json, values: Record<string, Text>): FieldOption[] {
  if (value === null || typeof value === 'object') return []
  const text = `${value}`
  return [{ value: text, label: values[text] ?? { it: text, en: text } }]
}

const boundOf = (name: 'min' | 'max', value: number | undefined) =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER ? { [name]: value } : {}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
