import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../../sandbox/postgres.ts'
import { freePort } from '../../sandbox/process.ts'
import { findTemporal } from '../../sandbox/temporal/find.ts'
import { startTemporal } from '../../sandbox/temporal/server.ts'

/** Jest's global set-up of the tests that need servers: one PostgreSQL and one Temporal for all of them. */
export default async function startServices(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'iter-test-'))
  // As root the server runs as another account, which must reach its folder.
  chmodSync(folder, 0o755)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const postgresPort = await freePort()
  const [postgres, program] = await Promise.all([
    startPostgres({ dataDir: join(folder, 'postgres'), port: postgresPort, password: 'test', durable: false }),
    process.env['TEMPORAL_ADDRESS'] ? null : findTemporal(say),
  ])
  const temporal = program
    ? await startTemporal({ program, port: await freePort(), uiPort: null, file: null })
    : { pid: null, address: process.env['TEMPORAL_ADDRESS'] ?? '', stop: () => Promise.resolve() }
  process.env['TEST_POSTGRES_URL'] = postgres.superuserUrl
  process.env['TEST_TEMPORAL_ADDRESS'] = temporal.address
  process.env['TEST_SERVICES_FOLDER'] = folder
  writeFileSync(join(folder, 'pids'), [postgres.pid, temporal.pid].filter(pid => pid !== null).join('\n'))
  Object.assign(globalThis, {
    stopTestServices: () => Promise.all([postgres.stop(), temporal.stop()]),
  })
}
