/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'
import { it as italian } from '../../console/i18n/it/index.ts'

const root = join(__dirname, '../../console')

const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && file !== 'vite.config.ts')
  .map(file => ({ file, text: readFileSync(join(root, file), 'utf8') }))

const walk = (node: any, visit: (node: any) => void): void => {
  if (typeof node !== 'object' || node === null) return
  if (typeof node.type === 'string') visit(node)
  for (const value of Object.values(node)) walk(value, visit)
}

const literalsIn = (text: string, tsx: boolean): string[] => {
  const found: string[] = []
  walk(parseSync(text, { syntax: 'typescript', tsx, target: 'es2022' }), node => {
    if (node.type === 'JSXText' && /\p{L}{2,}/u.test(node.value)) found.push(node.value.trim())
    const isSpoken =
      node.type === 'JSXAttribute' && ['aria-label', 'title', 'label', 'placeholder', 'alt'].includes(node.name.value)
    if (isSpoken && node.value?.type === 'StringLiteral' && !node.value.value.startsWith('iter.'))
      found.push(node.value.value)
  })
  return found
}

describe('the sources of the console', () => {
  test('words are in the messages, never in the JSX', () => {
    const literal = sources.flatMap(({ file, text }) =>
      literalsIn(text, file.endsWith('x')).map(words => `${file}: ${words}`),
    )
    // The window's title is the product's name.
    expect(literal).toEqual(['App.tsx: Iter'])
  })

  test('the finder of literal text finds one', () => {
    expect(literalsIn('export const A = () => <p title="Ciao">Buongiorno</p>', true)).toEqual(['Ciao', 'Buongiorno'])
  })

  test('every message that is asked for is there', () => {
    const known = new Set<string>()
    const collect = (value: unknown, path: string): void => {
      known.add(path)
      if (typeof value === 'object' && value !== null)
        for (const [key, inside] of Object.entries(value)) collect(inside, `${path}.${key}`)
    }
    collect(italian.iter, 'iter')
    const asked = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/['"`](iter\.[\w.-]+)(\$\{)?/g)].map(match => ({
        file,
        key: match[1] ?? '',
        open: match[2] !== undefined,
      })),
    )
    const missing = asked.filter(({ key, open }) =>
      open ? ![...known].some(one => one.startsWith(key)) : !known.has(key.replace(/\.$/, '')),
    )
    expect(missing).toEqual([])
    expect(asked.length).toBeGreaterThan(300)
  })

  test('nothing is fetched outside the one http client, and nothing from outside the engine is imported', () => {
    const offenders = sources.filter(
      ({ file, text }) =>
        (file !== 'main.tsx' && /\bfetch\(/.test(text)) ||
        [...text.matchAll(/from '((?:\.\.\/)+)([\w-]+)\//g)].some(match => {
          const depth = file.split('/').length - 1
          return (match[1] ?? '').length / 3 > depth && match[2] !== 'engine'
        }),
    )
    expect(offenders.map(({ file }) => file)).toEqual([])
  })

  test("react-admin's telemetry is off", () => {
    expect(sources.find(({ file }) => file === 'App.tsx')?.text).toMatch(/^\s*disableTelemetry$/m)
  })
})
