import { z } from 'zod'
import { traps } from '../../reconciliation/traps.ts'
import type { Trap } from '../../reconciliation/traps/trap.ts'
import { classWords, flowStatusWords } from '../../reconciliation/words.ts'
import { outcomeSchema } from './outcome.ts'

/** The parts of docs/reconciliation.md that are made of code, by their marks in it. */
export const tables = {
  traps: () => table(['n.', 'trap', 'what happens', 'how it ends'], traps.map(trapRow)),
  json: () => table(['path', 'type', 'what'], schemaRows('', jsonSchema())),
} as const

/** The page with its made parts put in anew. */
export function withTables(page: string): string {
  return Object.entries(tables).reduce(
    (text, [mark, make]) =>
      text.replace(
        new RegExp(`(<!-- made: ${mark} -->\n)[\\s\\S]*?(<!-- end: ${mark} -->)`),
        (_all, begin: string, end: string) => `${begin}\n${make()}\n${end}`,
      ),
    page,
  )
}

function trapRow({ number, id, title, what, expect }: Trap & { number: number }): string[] {
  return [String(number), `**${title.en}** / ${title.it} (\`${id}\`)`, what.en, endOf(expect)]
}

function endOf({ files = {}, entries, flows, payments, codes = {} }: Trap['expect']): string {
  return [
    ...Object.entries(files).map(([n, how]) => `file ${n}: ${how === 'known' ? 'known' : `refused, \`${how}\``}`),
    ...Object.entries(entries).map(([n, verdict]) => `entry ${n}: ${verdictWords(verdict)}`),
    ...Object.entries(flows).map(([name, status]) => `report ${name}: ${statusWords(status)}`),
    ...grouped(Object.values(payments)).map(([dots, count]) => `${count} × ${dots.replaceAll(' ', ' · ')}`),
    ...Object.values(codes),
  ].join('; ')
}

function verdictWords(verdict: string): string {
  const [name = '', rule = ''] = verdict.split(' ')
  const words: Record<string, { en: string }> = classWords
  return `${(words[name]?.en ?? name).toLowerCase()} (\`${rule}\`)`
}

function statusWords(status: string): string {
  const words: Record<string, { en: string }> = flowStatusWords
  const [last = '', state] = status.split(' ').toReversed()
  return state ?? (words[last]?.en ?? last).toLowerCase()
}

function grouped(values: string[]): [string, number][] {
  return [...new Set(values)].map(value => [value, values.filter(it => it === value).length])
}

interface Schema {
  type?: string | string[]
  description?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
}

function jsonSchema(): Schema {
  const made: Schema = JSON.parse(JSON.stringify(z.toJSONSchema(outcomeSchema)))
  return made
}

function schemaRows(path: string, schema: Schema): string[][] {
  const inner = schema.anyOf?.find(it => it.type !== 'null') ?? schema
  const isNullable = schema.anyOf?.some(it => it.type === 'null') === true
  const own =
    path === '' ? [] : [[`\`${path}\``, `${typeOf(inner)}${isNullable ? ' or null' : ''}`, schema.description ?? '']]
  const at = (name: string) => (path === '' ? name : `${path}.${name}`)
  if (isText(inner.properties)) return own
  const fields = Object.entries(inner.properties ?? {}).flatMap(([name, field]) => schemaRows(at(name), field))
  const items = inner.items?.properties === undefined ? [] : schemaRows(`${path}[]`, inner.items).slice(1)
  const more = inner.additionalProperties
  const values = typeof more === 'object' ? schemaRows(at('*'), more) : []
  return [...own, ...fields, ...items, ...values]
}

/** What people read, in both languages: one row is enough. */
const isText = (fields: Schema['properties']): boolean => Object.keys(fields ?? {}).join() === 'it,en'

function typeOf({ type, items, ...schema }: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map(String).join(', ')
  if (isText(schema.properties)) return 'text: it, en'
  if (type === 'array') return `array of ${typeOf(items ?? {})}`
  return [type ?? 'any'].flat().join(' or ')
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return [heads, heads.map(() => '---'), ...rows].map(line).join('')
}
