import {
  chmodSync,
  cpSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** What a back-up is taken of. */
interface Running {
  dataDir: string
  superuserUrl: string
}

const temporalFiles = ['temporal.db', 'temporal.db-wal', 'temporal.db-shm']

/**
 * Copies what `npm start` keeps, while it runs: Temporal's file first, then PostgreSQL, so that the database is never older than the workflows.
 * The Temporal server stands still while its files are copied (some tenths of a second); PostgreSQL writes its own backup label, as
 * pg_basebackup has it do. Returns the time that a restore must hand on to the rebuild.
 */
export async function backUp({ dataDir, superuserUrl }: Running, target: string): Promise<string> {
  const at = new Date().toISOString()
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  copyTemporal(dataDir, target)
  cpSync(join(dataDir, 'secrets.json'), join(target, 'secrets.json'))
  await copyPostgres(join(dataDir, 'postgres'), superuserUrl, join(target, 'postgres'))
  return at
}

/** Puts a back-up in the place of what was lost. Nothing may run. */
export function restore(dataDir: string, source: string): void {
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  for (const name of ['postgres', ...temporalFiles]) rmSync(join(dataDir, name), { recursive: true, force: true })
  cpSync(source, dataDir, { recursive: true, preserveTimestamps: true })
  own(join(dataDir, 'postgres'), uid, gid)
}

/** A copy belongs to whoever made it; PostgreSQL wants its folder for its own account alone. */
function own(folder: string, uid: number, gid: number): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, entry), uid, gid)
  lchownSync(folder, uid, gid)
  chmodSync(folder, 0o700)
}

function copyTemporal(dataDir: string, target: string): void {
  const pid = Number(readFileSync(join(dataDir, 'run', 'temporal.pid'), 'utf8'))
  process.kill(pid, 'SIGSTOP')
  try {
    for (const name of temporalFiles.filter(one => existsSync(join(dataDir, one))))
      cpSync(join(dataDir, name), join(target, name))
  } finally {
    process.kill(pid, 'SIGCONT')
  }
}

async function copyPostgres(cluster: string, url: string, target: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`select pg_backup_start('iter', true)`)
    // Files may come and go meanwhile: the log written until the end makes the copy whole.
    for (const name of readdirSync(cluster).filter(one => one !== 'postmaster.pid' && one !== 'pg_wal'))
      cpSync(join(cluster, name), join(target, name), { recursive: true })
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    cpSync(join(cluster, 'pg_wal'), join(target, 'pg_wal'), { recursive: true })
    writeFileSync(join(target, 'backup_label'), rows[0]?.labelfile ?? '')
  } finally {
    await client.end()
  }
}
