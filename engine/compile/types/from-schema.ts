import type { Json, JsonObject } from '../../json.ts'
import { isObject } from '../../machine/data.ts'
import { ANY, BOOLEAN, NOTHING, NUMBER, TEXT, WHOLE, join, joinAll, optional, textOf } from './type.ts'
import type { ObjectType, Type } from './type.ts'

/** Schemas that contain themselves end somewhere. */
const MOST_DEPTH = 20
const SIMPLE = new Map([
  ['null', NOTHING],
  ['boolean', BOOLEAN],
  ['integer', WHOLE],
  ['number', NUMBER],
])

/** The type of what a JSON Schema admits. What the schema says in words that are not read here is `any`, never a fault. */
export function typeOfSchema(schema: Json | undefined, root: Json | undefined = schema, depth = 0): Type {
  if (!isObject(schema) || depth > MOST_DEPTH) return ANY
  // A schema within a schema keeps its own definitions.
  const home = '$defs' in schema ? schema : root
  const below = (part: Json | undefined) => typeOfSchema(part, home, depth + 1)
  const { $ref: reference, anyOf, oneOf, allOf } = schema
  if (typeof reference === 'string') return below(resolve(home, reference))
  if (Array.isArray(allOf)) return allOf.length === 1 ? below(allOf[0]) : ANY
  const either = Array.isArray(anyOf) ? anyOf : oneOf
  if (Array.isArray(either)) return joinAll(either.map(below))
  if ('const' in schema) return typeOfValues([schema['const'] ?? null])
  if (Array.isArray(schema['enum'])) return typeOfValues(schema['enum'])
  const { type } = schema
  const names = Array.isArray(type) ? type : [type]
  return names.map(name => typeOfName(schema, name, below)).reduce(join, {})
}

function typeOfName(schema: JsonObject, name: Json | undefined, below: (part: Json | undefined) => Type): Type {
  if (name === 'string')
    return { string: { values: null, format: textAt(schema, 'format'), pattern: textAt(schema, 'pattern') } }
  if (name === 'array') return { list: 'items' in schema ? below(schema['items']) : ANY }
  if (name === 'object') return { object: objectOfSchema(schema, below) }
  return (typeof name === 'string' ? SIMPLE.get(name) : undefined) ?? ANY
}

function objectOfSchema(schema: JsonObject, below: (part: Json | undefined) => Type): ObjectType {
  const { properties, additionalProperties: others } = schema
  const required = Array.isArray(schema['required']) ? schema['required'].filter(it => typeof it === 'string') : []
  const fields = Object.entries(isObject(properties) ? properties : {}).map(([name, property]): [string, Type] => {
    const type = below(property)
    return [name, required.includes(name) ? type : optional(type)]
  })
  return { fields: new Map(fields), rest: others === false ? null : isObject(others) ? below(others) : ANY, required }
}

function typeOfValues(values: Json[]): Type {
  const texts = values.filter(it => typeof it === 'string')
  const others = values.filter(it => typeof it !== 'string').map(typeOfValue)
  return joinAll(texts.length === 0 ? others : [textOf(texts), ...others])
}

function typeOfValue(value: Json): Type {
  if (value === null) return NOTHING
  if (typeof value === 'boolean') return BOOLEAN
  if (typeof value === 'number') return Number.isInteger(value) ? WHOLE : NUMBER
  return typeof value === 'string' ? TEXT : ANY
}

/** `#/$defs/person`: only within the schema itself. */
function resolve(root: Json | undefined, reference: string): Json | undefined {
  let at = root
  for (const step of reference.replace(/^#\/?/, '').split('/').filter(Boolean)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    at = isObject(at) ? at[name] : undefined
  }
  return at
}

function textAt(schema: JsonObject, name: string): string | null {
  const value = schema[name]
  return typeof value === 'string' ? value : null
}
