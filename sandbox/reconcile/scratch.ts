import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDb, type Db } from '../../db/client.ts'
import { withDatabase } from '../../db/connection-url.ts'
import { migrate } from '../../db/migrate.ts'
import { prepare } from '../../db/prepare.ts'
import { startPostgres } from '../postgres.ts'
import { freePort } from '../process.ts'

export interface Scratch {
  db: Db
  /** Ends the server and removes its folder; may be called at any moment, more than once. */
  remove(): Promise<void>
}

/** A database for one run, in a folder of its own under the system's temporary files. `remove` is there before the server is. */
export function createScratch(): { ready: Promise<Scratch['db']>; remove: Scratch['remove'] } {
  const folder = mkdtempSync(join(tmpdir(), 'iter-reconcile-'))
  // As root the server runs as another account, which must reach its folder.
  chmodSync(folder, 0o755)
  const password = randomBytes(16).toString('hex')
  const server = freePort().then(port =>
    startPostgres({ dataDir: join(folder, 'postgres'), port, password, durable: false }),
  )
  const ready = server.then(({ superuserUrl }) => migrated(superuserUrl, password))
  let removed: Promise<void> | null = null
  const remove = async () => {
    const running = await server.catch(() => null)
    // The server first: it ends what is still being asked.
    await running?.stop()
    const db = await ready.catch(() => null)
    await db?.end().catch(() => {})
    rmSync(folder, { recursive: true, force: true })
  }
  return { ready, remove: () => (removed ??= remove()) }
}

async function migrated(superuserUrl: string, password: string): Promise<Db> {
  const as = (role: string): string => {
    const url = new URL(withDatabase(superuserUrl, 'reconcile'))
    url.username = role
    url.password = password
    return url.href
  }
  const urls = { owner: as('iter_owner'), app: as('iter_app'), relay: as('iter_relay') }
  await prepare(superuserUrl, urls)
  await migrate(urls.owner)
  return createDb({ url: urls.app, name: 'iter-reconcile' })
}
