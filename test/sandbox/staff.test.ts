import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as oidc from 'openid-client'
import { aFolder, aSandbox, type Sandbox } from './support.ts'

const dataDir = aFolder()
const redirectUri = 'http://127.0.0.1:1/auth/callback'
const console_ = {
  clientId: 'iter-console',
  clientSecret: 'a secret of the console',
  redirectUri,
  postLogoutRedirectUri: 'http://127.0.0.1:1/',
}
let sandbox: Sandbox

beforeAll(async () => {
  // Someone in the options, someone in the file that the seed writes.
  sandbox = await aSandbox({
    dataDir,
    console: console_,
    staff: [{ subject: 'anna', name: 'Anna Neri', email: 'anna@example.org' }],
  })
  const luca = { subject: 'luca', name: 'Luca Verdi', email: 'luca@example.org', description: 'Scuola · Madignano' }
  writeFileSync(join(dataDir, 'staff.json'), JSON.stringify([luca]))
})
afterAll(() => sandbox.close())

/** A browser that keeps cookies and follows redirects until it leaves the provider. */
function aBrowser() {
  const cookies = new Map<string, string>()
  const go = async (
    url: string,
    init: { method?: string; body?: URLSearchParams } = {},
  ): Promise<{ url: string; text: string }> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      cookies.set(name!, value!)
    }
    const location = response.headers.get('location')
    if (!location) return { url, text: await response.text() }
    const next = new URL(location, url).href
    return next.startsWith('http://127.0.0.1:1/') ? { url: next, text: '' } : go(next)
  }
  return go
}

async function client() {
  const options = { execute: [oidc.allowInsecureRequests] }
  return oidc.discovery(
    new URL(sandbox.urls.staff),
    console_.clientId,
    undefined,
    oidc.ClientSecretBasic(console_.clientSecret),
    options,
  )
}

async function signIn(browser: ReturnType<typeof aBrowser>, subject: string) {
  const config = await client()
  const verifier = oidc.randomPKCECodeVerifier()
  const nonce = oidc.randomNonce()
  const start = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    nonce,
  })
  const choice = await browser(start.href)
  expect(choice.text).toContain('Chi sei?')
  const chosen = await browser(choice.url, { method: 'POST', body: new URLSearchParams({ subject }) })
  const tokens = await oidc.authorizationCodeGrant(config, new URL(chosen.url), {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
  })
  return tokens.claims()
}

it('signs a member of staff in with name and email, without consent', async () => {
  expect(await signIn(aBrowser(), 'anna')).toMatchObject({ sub: 'anna', name: 'Anna Neri', email: 'anna@example.org' })
})

it('asks each time who is there: one browser, two people', async () => {
  const browser = aBrowser()
  expect(await signIn(browser, 'anna')).toMatchObject({ sub: 'anna' })
  expect(await signIn(browser, 'luca')).toMatchObject({ sub: 'luca', name: 'Luca Verdi' })
})

it('signs out without asking again', async () => {
  const browser = aBrowser()
  await signIn(browser, 'anna')
  const out = oidc.buildEndSessionUrl(await client(), { post_logout_redirect_uri: 'http://127.0.0.1:1/' })
  const { text } = await browser(out.href)
  const [, action, xsrf] = /action="([^"]+)"[\s\S]*name="xsrf" value="([^"]+)"/.exec(text)!
  const body = new URLSearchParams({ xsrf: xsrf!, logout: 'yes' })
  expect(await browser(action!, { method: 'POST', body })).toMatchObject({ url: 'http://127.0.0.1:1/' })
})

it('sends nobody back who was not chosen from the list', async () => {
  await expect(signIn(aBrowser(), 'mallory')).rejects.toMatchObject({ error: 'access_denied' })
})

it('says so when the sign-in is over', async () => {
  const response = await fetch(`${sandbox.urls.staff}/interaction/unknown`)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('Accesso scaduto')
})

it('does not run in production', async () => {
  const { createProvider } = await import('../../sandbox/platforms/staff/provider.ts')
  const { openKeys } = await import('../../sandbox/platforms/keys.ts')
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    const keys = openKeys(dataDir, () => new Date())
    expect(() => createProvider('http://127.0.0.1', console_, keys, () => [])).toThrow('production')
  } finally {
    process.env['NODE_ENV'] = before
  }
})
