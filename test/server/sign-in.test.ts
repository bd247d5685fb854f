import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { membership } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { startPlatforms } from '../../sandbox/platforms/start.ts'
import type { Platforms } from '../../sandbox/platforms/start.ts'
import { freePort } from '../../sandbox/process.ts'
import { startApi } from './api.ts'
import type { Api } from './api.ts'

let api: Api
let provider: Platforms
const dataDir = mkdtempSync(join(tmpdir(), 'iter-sign-in-'))

beforeAll(async () => {
  const staffPort = await freePort()
  api = await startApi({ issuer: `http://127.0.0.1:${staffPort}`, clientSecret: 'provider-secret' })
  const console_ = {
    clientId: 'iter-console',
    clientSecret: 'provider-secret',
    redirectUri: `${api.origin}/auth/callback`,
  }
  provider = await startPlatforms({
    dataDir,
    ports: { staff: staffPort },
    console: { ...console_, postLogoutRedirectUri: `${api.origin}/` },
    staff: [
      { subject: 'giulia', name: 'Giulia Riva', email: 'giulia@example.org' },
      { subject: 'invited', name: 'Ida Conti', email: 'ida@example.org' },
      { subject: 'nobody', name: 'Nessuno', email: 'nessuno@example.org' },
    ],
  })
  await addPerson('giulia', 'Giulia', null)
  await addPerson('email:ida@example.org', 'Ida', 'ida@example.org')
}, 60_000)

afterAll(async () => {
  await provider.close()
  await api.stop()
  rmSync(dataDir, { recursive: true })
})

async function addPerson(subject: string, name: string, email: string | null, at = api): Promise<void> {
  const [made] = await at.database.db.global(tx => tx.insert(person).values({ subject, name, email }).returning())
  await at.database.db.withTenants([at.town], tx =>
    tx.insert(membership).values({ municipalityId: at.town, personId: made!.id, role: 'clerk', officeCode: 'scuola' }),
  )
}

/** A browser as far as sign-in needs one: cookies by origin, redirects followed, the provider's form filled in. */
function aBrowser() {
  const jar = new Map<string, Map<string, string>>()
  const visited: string[] = []
  const cookiesFor = (url: URL) =>
    [...(jar.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  const go = async (
    address: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ): Promise<{ url: URL; response: Response; text: string }> => {
    const url = new URL(address)
    visited.push(url.href)
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, Cookie: cookiesFor(url) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const cut = pair.indexOf('=')
      const own = jar.get(url.origin) ?? new Map<string, string>()
      jar.set(url.origin, own.set(pair.slice(0, cut), pair.slice(cut + 1)))
    }
    const location = response.headers.get('location')
    if (location && response.status >= 300 && response.status < 400) return go(new URL(location, url).href)
    return { url, response, text: await response.text() }
  }
  const choose = async (subject: string, page: { url: URL; text: string }) => {
    const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1] ?? page.url.href
    return go(new URL(action.replaceAll('&amp;', '&'), page.url).href, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ subject }).toString(),
    })
  }
  return { go, choose, jar, visited }
}

describe('signing in', () => {
  it('leads through the provider and back to where the person was going, in a new session', async () => {
    const browser = aBrowser()
    const page = await browser.go(`${api.origin}/auth/login?returnTo=/pratiche?x=1`)
    expect(page.text).toContain('Giulia Riva')
    const before = browser.jar.get(api.origin)?.get('iter-sid')
    const back = await browser.choose('giulia', page)
    expect(back.url.pathname + back.url.search).toBe('/pratiche?x=1')
    expect(browser.jar.get(api.origin)?.get('iter-sid')).not.toBe(before)
    const session = JSON.parse((await browser.go(`${api.origin}/api/v1/session`)).text)
    expect(session).toMatchObject({
      person: { name: 'Giulia Riva' },
      memberships: [{ role: 'clerk', office: { code: 'scuola' } }],
    })
    const own = { Origin: api.origin, 'X-Iter-Request': '1', 'Content-Type': 'application/json' }
    const out = await browser.go(`${api.origin}/auth/logout`, { method: 'POST', headers: own, body: '{}' })
    expect(JSON.parse(out.text).redirect).toContain(provider.urls.staff)
    expect(out.response.headers.get('clear-site-data')).toBe('"cache"')
    expect((await browser.go(`${api.origin}/api/v1/session`)).response.status).toBe(401)
  })

  it('binds a person who was named by address to their subject', async () => {
    const browser = aBrowser()
    await browser.choose('invited', await browser.go(`${api.origin}/auth/login`))
    expect((await browser.go(`${api.origin}/api/v1/session`)).response.status).toBe(200)
    const { rows } = await api.database.asSuperuser("select subject from person where email = 'ida@example.org'")
    expect(rows).toEqual([{ subject: 'invited' }])
  })

  it('gives no session to who has no place here', async () => {
    const browser = aBrowser()
    const back = await browser.choose('nobody', await browser.go(`${api.origin}/auth/login`))
    // By path, as the console reads its addresses: behind a # nobody would see why.
    expect(back.url.pathname + back.url.search).toBe('/login?error=unknown')
    expect((await browser.go(`${api.origin}/api/v1/session`)).response.status).toBe(401)
  })

  it.each(['https://evil.example/', '//evil.example/', '/\\evil.example'])('never leaves for %s', async returnTo => {
    const browser = aBrowser()
    const page = await browser.go(`${api.origin}/auth/login?returnTo=${encodeURIComponent(returnTo)}`)
    expect((await browser.choose('giulia', page)).url.origin).toBe(api.origin)
  })

  it('does not take an answer to a question that this browser never asked', async () => {
    const browser = aBrowser()
    await browser.go(`${api.origin}/auth/login`)
    const back = await browser.go(
      `${api.origin}/auth/callback?code=${randomUUID()}&state=wrong&iss=${provider.urls.staff}`,
    )
    expect(back.url.pathname + back.url.search).toBe('/login?error=failed')
  })
})

describe('where a second factor is asked for', () => {
  let strict: Api
  let two: Platforms
  const folder = mkdtempSync(join(tmpdir(), 'iter-sign-in-acr-'))
  beforeAll(async () => {
    const staffPort = await freePort()
    strict = await startApi({
      issuer: `http://127.0.0.1:${staffPort}`,
      clientSecret: 'provider-secret',
      acr: ['https://refeds.org/profile/mfa', 'urn:example:card'],
    })
    two = await startPlatforms({
      dataDir: folder,
      ports: { staff: staffPort },
      console: {
        clientId: 'iter-console',
        clientSecret: 'provider-secret',
        redirectUri: `${strict.origin}/auth/callback`,
      },
      staff: [
        { subject: 'card', name: 'Carla Carta', email: 'carla@example.org', acr: 'https://refeds.org/profile/mfa' },
        { subject: 'password', name: 'Pino Parola', email: 'pino@example.org' },
      ],
    })
    for (const subject of ['card', 'password']) await addPerson(subject, subject, null, strict)
  }, 60_000)
  afterAll(async () => {
    await two.close()
    await strict.stop()
    rmSync(folder, { recursive: true })
  })

  it('asks the provider for it and lets in who used it', async () => {
    const browser = aBrowser()
    await browser.choose('card', await browser.go(`${strict.origin}/auth/login`))
    const asked = browser.visited.map(href => new URL(href).searchParams.get('acr_values')).find(Boolean)
    expect(asked).toBe('https://refeds.org/profile/mfa urn:example:card')
    expect((await browser.go(`${strict.origin}/api/v1/session`)).response.status).toBe(200)
  })

  it('gives no session to who did not, and says why', async () => {
    const browser = aBrowser()
    const back = await browser.choose('password', await browser.go(`${strict.origin}/auth/login`))
    expect(back.url.pathname + back.url.search).toBe('/login?error=weak')
    expect((await browser.go(`${strict.origin}/api/v1/session`)).response.status).toBe(401)
  })
})
