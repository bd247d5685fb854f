import type { Json, JsonObject } from '../../../engine/json.ts'

/** `{ 'child.firstName': 'Ada' }` to `{ child: { firstName: 'Ada' } }`; what was not filled in is left out. */
export const nested = (flat: JsonObject): JsonObject => {
  const whole: JsonObject = {}
  for (const [path, value] of Object.entries(flat)) {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue
    put(whole, path.split('.'), value)
  }
  return whole
}

const put = (target: JsonObject, [first = '', ...rest]: string[], value: Json) => {
  if (rest.length === 0) {
    target[first] = value
    return
  }
  const known = target[first]
  const inside = isObject(known) ? known : {}
  target[first] = inside
  put(inside, rest, value)
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
