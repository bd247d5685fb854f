import { z } from 'zod'

import type { Field, FieldOption } from '../../engine/form.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { PlanNode } from '../../engine/plan.ts'
import type { FieldError } from '../http/problem.ts'
import type { TownLists } from '../intake/town-lists.ts'
import { valueAt } from '../json-path.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Manifest } from '../procedures/manifest.ts'
import { holderOf } from '../reading/confidential.ts'
import { fieldOf, schemaAt, valueOf, yesOrNo } from './schema-field.ts'

interface Amending {
  definition: Pick<Definition, 'manifest' | 'row'>
  /** As the reader may see it. */
  document: JsonObject
  lists: TownLists
}

const plainPath = /^[a-zA-Z][\w]*(\.[a-zA-Z][\w]*)*$/

/** The document's values that a failed step was given: those of its inputs that are a plain path, down to single data. */
export function amendFields(node: PlanNode | undefined, about: Amending): (Field & { value: Json })[] {
  const paths = (node?.inputs ?? []).map(one => one.value.text.trim()).filter(text => plainPath.test(text))
  return [...new Set(paths.flatMap(path => singleData(about.document, path)))].flatMap(path => {
    const field = isAmendable(path, about) ? amendField(path, about) : null
    const value = valueAt(about.document, path) ?? null
    return field ? [{ ...field, value: field.options === yesOrNo ? `${value === true}` : value }] : []
  })
}

/** Whether a person may correct it: what the citizen wrote, and what has a name in the procedure; never who somebody is. */
export function isAmendable(
  path: string,
  { definition, document }: Pick<Amending, 'definition' | 'document'>,
): boolean {
  if (!plainPath.test(path)) return false
  if (path.startsWith('request.'))
    return knownSchema(path, definition) !== undefined && isVisible(path, definition, document)
  const label = definition.manifest.labels[path]
  const isOpen = valueAt(document, path) !== undefined || holderOf(path, definition) === null
  return isOpen && label !== undefined && label.technical !== true && !/^(identity|parenthood|case)\b/.test(path)
}

/** The corrections in the types of the request's schema; or what is wrong with them. */
export function readAmendment(
  set: readonly { path: string; value: Json }[],
  about: Pick<Amending, 'definition' | 'document'>,
): { set: { path: string; value: Json }[] } | { errors: FieldError[] } {
  const errors: FieldError[] = []
  const read = set.map(({ path, value }) => {
    const schema = knownSchema(path, about.definition)
    const typed = valueOf(schema, value)
    if (!isAmendable(path, about)) errors.push({ path, message: 'Questo dato non si può correggere.' })
    else if (schema && !z.fromJSONSchema(schema).safeParse(typed).success)
      errors.push({ path, message: 'Il valore non è valido.' })
    return { path, value: typed }
  })
  return errors.length > 0 ? { errors } : { set: read }
}

/** The words for a path: the procedure's label, or the path itself. */
export function labelOf(path: string, { labels, csv }: Manifest): { it: string; en: string } {
  const short = path.replace(/^request\./, '')
  const found = labels[path] ?? labels[short] ?? csv.find(one => one.path === short)?.label
  return found ? { it: found.it, en: found.en } : { it: short, en: short }
}

function amendField(path: string, { definition, document, lists }: Amending): Field | null {
  const { manifest } = definition
  const short = path.replace(/^request\./, '')
  const schema = knownSchema(path, definition)
  const named = manifest.labels[path] ?? manifest.labels[short]
  const current = valueAt(document, path)
  return fieldOf(schema ?? { type: typeof current === 'number' ? 'integer' : typeof current }, {
    key: path,
    label: labelOf(path, manifest),
    required: true,
    values: named?.values,
    options: listOptions(short, manifest, document, lists),
  })
}

function listOptions(
  path: string,
  manifest: Manifest,
  document: JsonObject,
  { schools, services }: TownLists,
): FieldOption[] | undefined {
  const found = manifest.lists.find(one => one.path === path)
  if (!found) return undefined
  const both = (value: string, name: string): FieldOption => ({ value, label: { it: name, en: name } })
  if (found.list === 'payment-services') return services.map(({ code, name }) => both(code, name))
  if (found.list === 'schools') return schools.map(({ code, name }) => both(code, name))
  const chosen = valueAt(document, `request.${found.of ?? ''}`)
  return (schools.find(one => one.code === chosen)?.classes ?? []).map(name => both(name, name))
}

/** The path itself, or those below it where it holds an object. */
function singleData(document: JsonObject, path: string): string[] {
  const value = valueAt(document, path)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path]
  return Object.keys(value).flatMap(name => singleData(document, `${path}.${name}`))
}

function knownSchema(path: string, { row }: Pick<Definition, 'row'>): JsonObject | undefined {
  return path.startsWith('request.') ? schemaAt(row.requestSchema, path.slice('request.'.length)) : undefined
}

/** What only another office may know is no longer in the document that the reader sees: it cannot be written over unseen either. */
function isVisible(path: string, { manifest }: Pick<Definition, 'manifest'>, document: JsonObject): boolean {
  if (valueAt(document, path) !== undefined) return true
  const short = path.slice('request.'.length)
  return !manifest.confidentialPaths.some(one => short === one.path || short.startsWith(`${one.path}.`))
}
