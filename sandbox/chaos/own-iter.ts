import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portInUse } from '../process.ts'
import { loadSecrets, startSettings } from '../settings.ts'
import { databaseUrls } from '../programs.ts'
import type { Installation } from './stale.ts'

/** An Iter of one's own, as `npm start` brings it up: what is killed in it is started again by its own supervisor. */
export interface OwnIter extends Installation {
  dataDir: string
  apiUrl: string
  sandboxUrl: string
  stop: () => Promise<void>
}

/** In a new data folder on free ports. Run from the repository's root. */
export async function startOwnIter(say: (line: string) => void): Promise<OwnIter> {
  const dataDir = mkdtempSync(join(tmpdir(), 'iter-chaos-'))
  // As root the database runs as another account, which must reach its folder.
  chmodSync(dataDir, 0o755)
  const port = await freeRange()
  const env = { ...process.env, ITER_DATA_DIR: dataDir, ITER_PORT: String(port), RECEIPTS_EVERY_SECONDS: '10' }
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    detached: true,
    // Rehearsal: waits between tries are short, so that a quarter of an hour holds what takes a day.
    env: { ...env, NODE_ENV: 'development', ITER_RETRY_SCALE: '0.02', ITER_SIGN_INS_PER_MINUTE: '1000' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ended = new Promise<boolean>(done => child.once('exit', () => done(false)))
  const isUp = new Promise<boolean>(done => {
    const keep = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-20_000)
      if (printed.includes('Iter is running')) done(true)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
  })
  if (!(await Promise.race([isUp, ended]))) throw new Error(`Iter did not start:\n${printed}`)
  say(`Iter is running on port ${port}, its data are in ${dataDir}`)
  const settings = startSettings(env)
  const secrets = loadSecrets(dataDir)
  return {
    dataDir,
    apiUrl: settings.publicUrl,
    sandboxUrl: `http://127.0.0.1:${settings.ports.sandbox}`,
    temporalAddress: `127.0.0.1:${settings.ports.temporal}`,
    namespace: 'default',
    urls: databaseUrls(settings, secrets),
    masterKey: Buffer.from(secrets.masterKey, 'base64'),
    stop: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

/** A base port with ten free ones after it. */
async function freeRange(): Promise<number> {
  for (let base = 30_000 + (process.pid % 300) * 20; base < 60_000; base += 20) {
    const ports = Array.from({ length: 11 }, (_, index) => base + index)
    if (!(await Promise.all(ports.map(portInUse))).includes(true)) return base
  }
  throw new Error('No range of free ports was found.')
}
