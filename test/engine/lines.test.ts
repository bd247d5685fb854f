import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'

// A reader checks the token engine against the standard: it has to stay small. What is counted are lines of code, without blank lines
// and comments, of `advance` and the machine that it drives: tokens, scopes, gateways, events, loops, compensation, tasks, incidents,
// deadlines. Not counted, because they are not about tokens, are the files below and the rooms beside the machine.

const ROOT = resolve(__dirname, '../..')
const LIMIT = 1_500
const APART = {
  'engine/machine/data.ts': 'where expressions meet the data of a case',
  'engine/machine/marks.ts': 'the legal clock, milestones and outcomes',
  'engine/machine/acts.ts': 'what a person of the staff does',
  'engine/machine/allowed.ts': 'what a person of the staff may do',
}
/** Everything that `advance` may reach besides. */
const BESIDE = [
  /^engine\/(feel|decisions|terms)\//,
  /^engine\/(refuse|verify-from|forms|fields|fiscal-code|json|plan|state|event|command|view)\.ts$/,
]

test('the token engine proper stays under 1,500 lines, one file a family of elements', () => {
  const files = ['engine/advance.ts', ...filesOf('engine/machine')]
  for (const file of Object.keys(APART)) expect(files).toContain(file)
  const counted = files.filter(it => !(it in APART)).map(it => [it, linesOf(it)] as const)
  expect(counted.length).toBeGreaterThan(15)
  const sum = counted.reduce((total, [, lines]) => total + lines, 0)
  expect(sum).toBeGreaterThan(1_000)
  expect(sum).toBeLessThan(LIMIT)
  expect(counted.filter(([, lines]) => lines > 150)).toEqual([])
})

test('nothing of it hides elsewhere, and the workflow bundle carries neither check nor migration', () => {
  const reached = reachable('engine/advance.ts')
  const machine = filesOf('engine/machine')
  for (const file of machine) expect(reached).toContain(file)
  const others = [...reached].filter(it => it !== 'engine/advance.ts' && !machine.includes(it))
  expect(others.filter(it => !BESIDE.some(pattern => pattern.test(it)))).toEqual([])
  const bundled = ['workflows/case.ts', 'workflows/index.ts'].flatMap(it => [...reachable(it)])
  expect(bundled).toContain('engine/advance.ts')
  expect(bundled.filter(it => /^engine\/(soundness|migration|compile)\//.test(it))).toEqual([])
})

function filesOf(folder: string): string[] {
  return readdirSync(resolve(ROOT, folder)).map(it => `${folder}/${it}`)
}

function linesOf(file: string): number {
  const code = readFileSync(resolve(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return code.split('\n').filter(it => it.trim() !== '' && !it.trim().startsWith('//')).length
}

/** Files of ours that a file imports as values, and theirs. */
function reachable(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  const code = readFileSync(resolve(ROOT, file), 'utf8')
  for (const [, target] of code.matchAll(/^(?:import|export) (?!type )[^'";]*?from '(\.[^']+)'/gm))
    reachable(relative(ROOT, resolve(ROOT, dirname(file), target ?? '')), found)
  return found
}
