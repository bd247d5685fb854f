import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext } from 'playwright-core'

/** What a browser that has never been here loads until the task list stands. */
export interface FirstLoad {
  /** Bytes on the line by kind: page, script, style, font, picture. */
  files: { kind: string; bytes: number; count: number }[]
  /** Bytes of the API's answers: they grow with the list, not with the console. */
  answers: number
  /** Milliseconds until the list stands, on loopback. */
  ms: number
}

/** A window that is signed in by a cookie. */
export async function windowOf(browser: Browser, origin: string, cookie: string): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
  })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url: origin }])
  await context.addInitScript({ path: fileURLToPath(new URL('./in-page.js', import.meta.url)) })
  return context
}

export async function measureFirstLoad(browser: Browser, origin: string, cookie: string): Promise<FirstLoad> {
  const context = await windowOf(browser, origin, cookie)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const kinds = new Map<string, string>()
  const loaded: { kind: string; bytes: number }[] = []
  devtools.on('Network.responseReceived', ({ requestId, response, type }) => {
    kinds.set(requestId, new URL(response.url).pathname.startsWith('/api/') ? 'answer' : type.toLowerCase())
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    loaded.push({ kind: kinds.get(requestId) ?? 'other', bytes: encodedDataLength })
  })
  const from = performance.now()
  await page.goto(`${origin}/tasks`)
  await page.locator('h1').first().waitFor()
  await page.locator('main li').first().waitFor()
  const ms = performance.now() - from
  // Fonts come when the text does.
  await page.waitForTimeout(1500)
  await context.close()
  const names = [...new Set(loaded.map(({ kind }) => kind))].filter(kind => kind !== 'answer')
  const sum = (kind: string) => loaded.filter(one => one.kind === kind).reduce((all, { bytes }) => all + bytes, 0)
  return {
    files: names.map(kind => ({ kind, bytes: sum(kind), count: loaded.filter(one => one.kind === kind).length })),
    answers: sum('answer'),
    ms,
  }
}
