import { resolve } from 'node:path'
import { adapters } from './adapters.ts'
import { lineOf, runSuite } from './run.ts'
import type { Finding, Score } from './run.ts'

/** `npm run conformance -- <folder of a suite>`: plays a foreign suite and prints a table, the exceptions and the score. */
async function main(): Promise<void> {
  const folder = resolve(process.argv[2] ?? '../shared/suites/betsy')
  const adapter = adapters.find(it => it.reads(folder))
  if (adapter === undefined) {
    console.error(`${folder} is no suite that this program reads (${adapters.map(it => it.name).join(', ')}).`)
    console.error('Give the folder of one, or write an adapter: docs/conformance.md.')
    process.exitCode = 2
    return
  }
  const score = await runSuite(adapter, folder)
  console.log(`${adapter.name}, ${folder}\n\n${tableOf(score)}\n`)
  list('Exceptions (docs/conformance.md)', score.excepted)
  list('Not as expected', score.unexpected)
  console.log(lineOf(score))
  if (score.unexpected.length > 0) process.exitCode = 1
}

function tableOf({ groups, inside, passed, outside, refused }: Score): string {
  const total = { group: 'total', inside, passed, outside, refused }
  const rows = [...groups, total].map(it => [it.group, `${it.passed}/${it.inside}`, `${it.refused}/${it.outside}`])
  return [['group', 'passed', 'refused'], ...rows]
    .map(([group = '', ...cells]) => group.padEnd(14) + cells.map(cell => cell.padStart(10)).join(''))
    .join('\n')
}

function list(title: string, findings: Finding[]): void {
  if (findings.length === 0) return
  console.log(`${title}:`)
  for (const { title: name, why } of findings) console.log(`  ${name}: ${why}`)
  console.log('')
}

await main()
