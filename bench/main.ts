import { measureEnrolment } from './enrolment/section.ts'
import { measureFirstTask } from './first-task/section.ts'
import { measureLists } from './lists/section.ts'
import { readArgs } from './args.ts'
import type { BenchArgs, SectionKey } from './args.ts'
import { machine, printed } from './report.ts'
import type { Section } from './report.ts'
import { startServices } from './services.ts'
import type { Services } from './services.ts'
import { measureThroughput } from './throughput/section.ts'

const sections: Record<string, (services: Services, args: BenchArgs) => Promise<Section>> = {
  a: (services, { quick }) =>
    measureThroughput(services, quick ? { rounds: 1, cases: 5, inFlight: 5 } : { rounds: 3, cases: 300, inFlight: 80 }),
  b: (services, { quick }) => measureEnrolment(services, quick ? { rounds: 1, cases: 3 } : { rounds: 3, cases: 60 }),
  c: (services, { quick }) => measureFirstTask(services, { cases: quick ? 1 : 30 }),
  d: measureLists,
}

const args = readArgs(process.argv.slice(2))
const services = await startServices(args.keep)
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Cut off in the middle: the servers must not stay.
  process.once(signal, () => void services.stop().finally(() => process.exit(1)))
}
// What a section leaves unanswered fails here, past its own clean-up.
for (const failure of ['uncaughtException', 'unhandledRejection'] as const) {
  process.once(failure, (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    void services.stop().finally(() => process.exit(1))
  })
}
const measured: Partial<Record<SectionKey, Section>> = {}
const say = (line: string) => void (args.json ? process.stderr : process.stdout).write(`${line}\n`)
let exitCode = 0
try {
  for (const key of args.sections) {
    const section = await sections[key]?.(services, args)
    if (section === undefined) continue
    measured[key] = section
    say(printed(section))
  }
  const where = machine(await services.versions())
  say(
    `\n${Object.entries(where)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
  )
  if (args.json)
    process.stdout.write(
      `${JSON.stringify({ at: new Date().toISOString(), machine: where, sections: measured }, null, 2)}\n`,
    )
} catch (error) {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  exitCode = 1
} finally {
  await services.stop()
}
process.exit(exitCode)
