import { createDb } from '../db/client.ts'
import type { Finding } from '../engine/soundness/report.ts'
import { lineOf, readProcedure } from './procedures/read-procedure.ts'
import { publishProcedure } from './publish.ts'

// npm run publish-procedure -- <folder>: publishes a procedure into the database of OWNER_DATABASE_URL (or DATABASE_URL).
// With --check it only says what would be wrong, and needs no database.
const folder = process.argv.slice(2).find(it => !it.startsWith('--'))
if (folder && process.argv.includes('--check')) await report(folder)
else await publish()

async function publish(): Promise<void> {
  const url = process.env['OWNER_DATABASE_URL'] ?? process.env['DATABASE_URL']
  if (!folder || !url) {
    process.stderr.write(
      'Usage: OWNER_DATABASE_URL=... npm run publish-procedure -- workflows/procedures/<key>, or without a database: ... --check\n',
    )
    process.exitCode = 2
    return
  }
  const db = createDb({ url, name: 'iter-publish', max: 1 })
  try {
    const { procedure, version, planHash, fresh, warnings } = await publishProcedure(db, folder)
    for (const warning of warnings) process.stderr.write(`${warning}\n`)
    const state = fresh ? 'published' : 'unchanged'
    process.stdout.write(`${procedure} version ${version} ${state} (plan ${planHash.slice(0, 12)})\n`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  } finally {
    await db.end()
  }
}

async function report(from: string): Promise<void> {
  const { plan, diagnostics, report: found } = await readProcedure(from)
  const traces = new Map(found?.findings.map(it => [lineOf(it), it.trace]) ?? [])
  for (const one of diagnostics) {
    process.stdout.write(`${lineOf(one)}\n`)
    for (const step of traces.get(lineOf(one)) ?? []) process.stdout.write(`      ${stepOf(step)}\n`)
  }
  const extent = found?.decided === false ? 'not decided' : 'all seen'
  process.stdout.write(`${plan?.procedure ?? from}: ${found?.states ?? 0} markings, ${extent}\n`)
  if (diagnostics.some(it => it.severity === 'error')) process.exitCode = 1
}

/** `identify completed -> parenthood` */
function stepOf({ element, choice, code, active }: Finding['trace'][number]): string {
  return `${element ?? ''} ${choice}${code === null ? '' : ` ${code}`} -> ${active.join(', ')}`.trim()
}
