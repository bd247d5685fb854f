// Writes console/api-types.d.ts from docs/openapi-console.json: one interface a schema, and `<operationId>Answer` for each JSON answer.
// Run after every change of the API: node scripts/api-types.mjs
import { readFile, writeFile } from 'node:fs/promises'
import { compile } from 'json-schema-to-typescript'
import prettier from 'prettier'

const banner = '// Made by scripts/api-types.mjs from docs/openapi-console.json: do not edit.\n'
const target = 'console/api-types.d.ts'

/** Schemas whose types the engine already has, under the names that zod gives them (the numbered ones are its copies of Json). */
const known = {
  Text: 'Text',
  Json: 'Json',
  JsonOutput: 'Json',
  JsonObject: 'JsonObject',
  JsonObjectOutput: 'JsonObject',
}
const typeOf = name => (name.startsWith('__schema') ? 'Json' : known[name])

const names = { FareTableOutput: 'FareTable' }

const bounds = new Set(
  ['maxLength', 'minLength', 'pattern', 'format', 'maxItems', 'minItems', 'minimum', 'maximum', 'propertyNames'].concat(
    ['examples', 'contentEncoding', 'description'],
  ),
)

const openapi = JSON.parse(await readFile('docs/openapi-console.json', 'utf8'))
const definitions = { ...schemasOf(openapi), ...answersOf(openapi) }
const source = await compile(
  { title: 'ConsoleApi', type: 'object', additionalProperties: false, definitions },
  'ConsoleApi',
  {
    bannerComment: `${banner}import type { Json, JsonObject, Text } from '../engine/json.ts'\n`,
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    format: false,
  },
)
const options = await prettier.resolveConfig(target)
await writeFile(target, await prettier.format(withoutRoot(source), { ...options, filepath: target }))
process.stdout.write(`${target}\n`)

function schemasOf({ components }) {
  const entries = Object.entries(components.schemas).filter(([name]) => !typeOf(name) && !names[name])
  return Object.fromEntries(entries.map(([name, schema]) => [name, slim(schema)]))
}

function answersOf({ paths }) {
  const answers = {}
  for (const operation of Object.values(paths).flatMap(path => Object.values(path))) {
    if (!operation.operationId) continue
    const status = Object.keys(operation.responses).find(code => code.startsWith('2'))
    const schema = operation.responses[status]?.content?.['application/json']?.schema
    if (schema && !schema.$ref) answers[`${operation.operationId}Answer`] = slim(schema)
  }
  return answers
}

/** Bounds and patterns are the server's business; references become local, or the engine's own types. */
function slim(schema) {
  if (Array.isArray(schema)) return schema.map(slim)
  if (typeof schema !== 'object' || schema === null) return schema
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1)
    const tsType = typeOf(name)
    return tsType ? { tsType } : { $ref: `#/definitions/${names[name] ?? name}` }
  }
  // A property may be called `pattern`: then its value is a schema, not a bound.
  const kept = Object.entries(schema).filter(
    ([key, value]) => !bounds.has(key) || (typeof value === 'object' && key !== 'propertyNames'),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, slim(value)]))
}

function withoutRoot(text) {
  return text
    .replace(/export interface ConsoleApi \{\s*\}\n?/, '')
    .replace(/\/\*\*\n \* This interface was referenced by[\s\S]*?\*\/\n/g, '')
}
