import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerEntry } from '../../sandbox/platforms/ledger.ts'
import { startPlatforms, type PlatformOptions, type Platforms } from '../../sandbox/platforms/start.ts'

// Busy machines: what is tested here is never how fast it goes.
jest.setTimeout(60_000)

// RSA keys are slow to make, so those of one run serve the next ones.
const keyCache = join(__dirname, '../../node_modules/.cache/iter-sandbox/keys.json')
const open = new Set<Platforms>()
afterAll(() => Promise.all([...open].map(one => one.close())))

/** A folder that is removed when the tests of the file are over. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'iter-sandbox-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Sandbox extends Platforms {
  /** Calls a URL and reads its JSON; `status` 0 when the connection was cut. */
  call: (method: string, url: string, options?: CallOptions) => Promise<Answered>
  ledger: (query?: string) => Promise<LedgerEntry[]>
  setFault: (platform: string, fault: object) => Promise<void>
}

export interface CallOptions {
  body?: unknown
  headers?: Record<string, string>
}

export interface Answered {
  status: number
  body: any
  headers: Headers
  text: string
}

export async function aSandbox(options: Partial<PlatformOptions> & { dataDir: string }): Promise<Sandbox> {
  const keys = join(options.dataDir, 'keys.json')
  if (existsSync(keyCache) && !existsSync(keys)) copyFileSync(keyCache, keys)
  const platforms = await startPlatforms({ pushSlotSeconds: 0.01, ...options })
  open.add(platforms)
  if (!existsSync(keyCache)) keepKeys(keys)
  const { control } = platforms.urls
  return {
    ...platforms,
    call,
    ledger: async (query = '') => (await call('GET', `${control}/ledger${query}`)).body.entries,
    setFault: async (platform, fault) => {
      const { status } = await call('PUT', `${control}/faults/${platform}`, { body: fault })
      expect(status).toBe(200)
    },
  }
}

/** Copied beside its place first: several test files may do this at once. */
function keepKeys(file: string): void {
  mkdirSync(join(keyCache, '..'), { recursive: true })
  const mine = `${keyCache}.${process.pid}`
  copyFileSync(file, mine)
  renameSync(mine, keyCache)
}

async function call(method: string, url: string, { body, headers = {} }: CallOptions = {}): Promise<Answered> {
  const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  try {
    const response = await fetch(url, { method, ...init, headers: { ...init.headers, ...headers } })
    const text = await response.text()
    return { status: response.status, body: parsed(text), headers: response.headers, text }
  } catch {
    return { status: 0, body: null, headers: new Headers(), text: '' }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
