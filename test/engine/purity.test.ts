import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const ENGINE = resolve(__dirname, '../../engine')

/** Every file that `file` needs at run time, itself included. */
function closure(file: string, found = new Map<string, string[]>()): Map<string, string[]> {
  if (found.has(file)) return found
  const imports = [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type)[^'\n]*(?:\{[^}]*\} )?from '([^']+)'/gm),
  ]
  const specifiers = imports.map(it => it[1] ?? '')
  found.set(
    file,
    specifiers.filter(it => !it.startsWith('.')),
  )
  for (const it of specifiers) if (it.startsWith('.')) closure(resolve(dirname(file), it), found)
  return found
}

test.each(['advance.ts', 'refuse.ts', 'view-of.ts', 'operation-of.ts', 'forms.ts'])(
  'engine/%s, which runs in workflows and browsers, needs nothing but the engine',
  entry => {
    const files = closure(resolve(ENGINE, entry))
    expect([...files.values()].flat()).toEqual([])
    expect([...files.keys()].filter(it => it.includes('/compile/'))).toEqual([])
  },
)

test('the compiler is seen to need its parser: the walk above finds packages', () => {
  expect([...closure(resolve(ENGINE, 'compile/compile.ts')).values()].flat()).toEqual(['bpmn-moddle'])
})
