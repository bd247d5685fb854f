import { createDb } from '../db/client.ts'
import { publishProcedure } from './publish.ts'

// npm run publish-procedure -- <folder>: publishes a procedure into the database of OWNER_DATABASE_URL (or DATABASE_URL).
const folder = process.argv[2]
const url = process.env['OWNER_DATABASE_URL'] ?? process.env['DATABASE_URL']
if (!folder || !url) {
  process.stderr.write('Usage: OWNER_DATABASE_URL=... npm run publish-procedure -- workflows/procedures/<key>\n')
  process.exit(2)
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
