import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerEntry } from '../../sandbox/platforms/ledger.ts'
import { startPlatforms, type PlatformOptions, type Platforms } from '../../sandbox/platforms/start.ts'

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
  const platforms = await startPlatforms({ pushSlotSeconds: 0.01, ...options })
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
