import type { Json, JsonObject } from '../engine/json.ts'

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a dotted path, or undefined. */
export function valueAt(root: JsonObject, path: string): Json | undefined {
  let here: Json | undefined = root
  for (const name of path.split('.')) {
    if (!isObject(here) || !Object.hasOwn(here, name)) return undefined
    here = here[name]
  }
  return here
}

/** A copy with the value set; objects on the way are made. */
export function withValue(root: JsonObject, path: string, value: Json): JsonObject {
  const [name = '', ...rest] = path.split('.')
  if (['__proto__', 'constructor', 'prototype'].includes(name)) throw new Error(`"${path}" is no path`)
  if (rest.length === 0) return { ...root, [name]: value }
  const below = root[name]
  return { ...root, [name]: withValue(isObject(below) ? below : {}, rest.join('.'), value) }
}

/** A copy without the value. */
export function withoutValue(root: JsonObject, path: string): JsonObject {
  const [name = '', ...rest] = path.split('.')
  if (!Object.hasOwn(root, name)) return root
  if (rest.length === 0) return Object.fromEntries(Object.entries(root).filter(([key]) => key !== name))
  const below = root[name]
  return isObject(below) ? { ...root, [name]: withoutValue(below, rest.join('.')) } : root
}

/** Every leaf with its path: what is neither object nor array of objects. */
export function leaves(value: Json, path = ''): { path: string; value: Json }[] {
  if (Array.isArray(value) && value.some(isObject)) {
    return value.flatMap((item, index) => leaves(item, join(path, String(index))))
  }
  if (!isObject(value)) return [{ path, value }]
  return Object.entries(value).flatMap(([name, below]) => leaves(below, join(path, name)))
}

/** A copy in which each value may be replaced; `change` sees parents before children. */
export function mapJson(value: Json, change: (value: Json, path: string) => Json, path = ''): Json {
  const changed = change(value, path)
  if (Array.isArray(changed)) return changed.map((item, index) => mapJson(item, change, join(path, String(index))))
  if (!isObject(changed)) return changed
  return Object.fromEntries(
    Object.entries(changed).map(([name, below]) => [name, mapJson(below, change, join(path, name))]),
  )
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
