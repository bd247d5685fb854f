import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createControl } from './chaos/control.ts'
import { createFrontOffice } from './chaos/front-office.ts'
import { openJournal } from './chaos/journal.ts'
import { type Cast, createPlay, type Played } from './chaos/play.ts'
import { createRandom } from './chaos/random.ts'
import { signIn } from './chaos/staff.ts'
import { compareWithTemporal, type Installation } from './chaos/stale.ts'
import { tellStories } from './chaos/stories.ts'
import { judge } from './chaos/verdict.ts'
import { staff } from './demo/staff.ts'
import { backUp, restore } from './backup.ts'
import { readFrontOffice } from './page/front-office.ts'
import { databaseUrls } from './programs.ts'
import { loadSecrets, startSettings } from './settings.ts'

// `npm run rehearse-restore`: a machine is lost, its back-up restored, and nothing that was in it is lost or done twice.
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const stories = tellStories(createRandom(7), { cases: 12, run: 'cafe0007' })

process.exitCode = await rehearse()

async function rehearse(): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'iter-restore-'))
  chmodSync(dataDir, 0o755)
  const copy = `${dataDir}-backup`
  // Ten more ports follow it.
  const port = 40_000 + (process.pid % 1_000) * 20
  let iter = await launch(dataDir, port, {})
  try {
    say('People work; meanwhile a back-up is taken.')
    const before = new AbortController()
    const first = play(iter, before.signal, [])
    await pause(45_000)
    const takenAt = await backUp(iter, copy)
    const kept = (await compareWithTemporal(iter)).cases
    say(`Back-up of ${takenAt}, with ${kept.length} cases. People go on working.`)
    await pause(20_000)
    before.abort()
    const answered = await first
    say('The machine is lost. What the platforms have seen stays.')
    await iter.kill()
    restore(dataDir, copy)
    iter = await launch(dataDir, port, { ITER_IN_DOUBT_UNTIL: new Date(Date.now() + 3_600_000).toISOString() })
    await rebuild(dataDir, port, takenAt)
    say('Restored and rebuilt. Portals ask again for what was never answered; people go on.')
    const known = answered.filter(one => kept.includes(one.caseId))
    const played = await play(iter, AbortSignal.timeout(360_000), known)
    return await report(iter, kept, played)
  } finally {
    await iter.kill()
    rmSync(copy, { recursive: true, force: true })
    if (process.exitCode === 0) rmSync(dataDir, { recursive: true, force: true })
  }
}

async function report(iter: OwnIter, kept: string[], played: readonly Played[]): Promise<number> {
  const compared = await compareWithTemporal(iter)
  const effects = await createControl(iter.sandboxUrl).effects()
  const { doubled, stuck, stale } = judge({ stories, played, effects, compared })
  const lost = kept.filter(id => !compared.cases.includes(id)).concat(compared.withoutWorkflow)
  for (const [what, which] of Object.entries({ lost, doubled, stuck, stale }))
    for (const one of which) say(`  ${what}: ${one}`)
  const orphans = effects.filter(one => one.caseId !== null && !compared.cases.includes(one.caseId))
  say(`lost ${lost.length}, doubled ${doubled.length}, stuck ${stuck.length}, stale ${stale.length}`)
  say(`for a person to verify: ${orphans.length} effects of cases that were filed after the back-up and are not in it`)
  for (const one of orphans) say(`  ${one.kind} ${one.id} of ${one.caseId}`)
  return lost.length + doubled.length + stuck.length + stale.length === 0 ? 0 : 1
}

export interface OwnIter extends Installation {
  dataDir: string
  apiUrl: string
  sandboxUrl: string
  superuserUrl: string
  /** All of it, at once. */
  kill: () => Promise<void>
}

async function launch(dataDir: string, port: number, more: Record<string, string>): Promise<OwnIter> {
  const env = { ...process.env, ...more, ITER_DATA_DIR: dataDir, ITER_PORT: String(port), NODE_ENV: 'development' }
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    detached: true,
    env: { ...env, RECEIPTS_EVERY_SECONDS: '10', ITER_RETRY_SCALE: '0.02', ITER_SIGN_INS_PER_MINUTE: '1000' },
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
  const settings = startSettings(env)
  const secrets = loadSecrets(dataDir)
  const urls = databaseUrls(settings, secrets)
  return {
    dataDir,
    urls,
    superuserUrl: urls.superuser,
    apiUrl: settings.publicUrl,
    sandboxUrl: `http://127.0.0.1:${settings.ports.sandbox}`,
    temporalAddress: `127.0.0.1:${settings.ports.temporal}`,
    namespace: 'default',
    masterKey: Buffer.from(secrets.masterKey, 'base64'),
    kill: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

/** Everybody goes on with the cases that are known; what is not among them is filed (anew). */
async function play(iter: OwnIter, signal: AbortSignal, known: Played[]): Promise<readonly Played[]> {
  const acting = createPlay(await castOf(iter, signal))
  acting.played.push(...known.map(one => ({ ...one, missing: ['not looked at'] })))
  const toFile = stories.filter(story => !known.some(one => one.story === story))
  await acting.run(toFile, { everyMs: 7_000, signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return acting.played
}

async function castOf({ apiUrl, sandboxUrl, dataDir }: OwnIter, signal: AbortSignal): Promise<Cast> {
  const journal = openJournal(join(dataDir, 'client-journal.jsonl'))
  const towns = readFrontOffice(join(dataDir, 'sandbox'))?.towns ?? []
  const rank = (held: { role: string }[]) => (held.some(one => one.role === 'supervisor') ? 0 : 1)
  const workers = towns.map(async town => {
    const here = staff.filter(one => one.memberships.some(held => held.town === town.code && held.office !== null))
    const sorted = here.toSorted((a, b) => rank([...a.memberships]) - rank([...b.memberships]))
    return [
      town.code,
      await Promise.all(sorted.map(({ subject }) => signIn({ apiUrl, subject, journal, signal }))),
    ] as const
  })
  return {
    frontOffices: new Map(
      towns.map(town => [town.code, createFrontOffice({ apiUrl, sandboxUrl, town, journal, signal })]),
    ),
    staff: new Map(await Promise.all(workers)),
    control: createControl(sandboxUrl),
    stumbled: () => {},
  }
}

async function rebuild(dataDir: string, port: number, since: string): Promise<void> {
  const env = { ...process.env, ITER_DATA_DIR: dataDir, ITER_PORT: String(port) }
  const args = ['--import', 'tsx', 'sandbox/rebuild.ts', '--deliver-again-since', since]
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise<number | null>(done => child.once('exit', done))
  if (code !== 0) throw new Error(`The rebuild ended with ${code}.`)
}
