import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { machine, printed } from '../report.ts'
import { startServices } from '../services.ts'
import { measureConsole } from './section.ts'

// npm run bench:console [-- --quick] [--cases 1000000] [--keep FOLDER]: prints what a clerk feels, beside what is wanted.
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, cases: { type: 'string' }, keep: { type: 'string' } },
})
const cases = Number(values.cases ?? (values.quick ? 2_000 : 1_000_000))
if (!Number.isInteger(cases) || cases < 1_000) throw new Error('--cases is a number from 1000 on.')
const services = await startServices(values.keep ?? null)
let exitCode = 0
try {
  const sizes = values.quick ? { opened: 4, events: 3 } : { opened: 30, events: 30 }
  process.stdout.write(`${printed(await measureConsole(services, { cases, ...sizes }))}\n`)
  const where = { ...machine(await services.versions()), load: loadavg()[0]?.toFixed(1) ?? '' }
  process.stdout.write(
    `\n${Object.entries(where)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}\n`,
  )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  exitCode = 1
} finally {
  await services.stop()
}
process.exit(exitCode)
