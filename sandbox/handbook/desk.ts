import type { Browser, Page } from 'playwright-core'

/** Where the handbook's Iter answers. */
export interface Place {
  consoleUrl: string
  sandboxUrl: string
}

export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}

/** A window of somebody of the demo staff. */
export async function signIn(browser: Browser, { consoleUrl }: Place, name: string): Promise<Page> {
  const page = await openPage(browser)
  await page.goto(`${consoleUrl}/auth/login`)
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  return page
}

/** Files a request as a parent with SPID, on the sandbox's page; gives the case's number. */
export async function fileRequest(
  browser: Browser,
  { sandboxUrl }: Place,
  { town, parent, later = false }: { town: string; parent: string; later?: boolean },
): Promise<string> {
  const page = await openPage(browser)
  await page.goto(sandboxUrl)
  await page.getByLabel(town, { exact: true }).check()
  await page.getByRole('button', { name: 'Entra con SPID' }).click()
  await page.getByLabel(parent).first().check()
  await page.locator('button[type=submit]').first().click()
  await page.getByRole('heading', { level: 1, name: /Domanda di iscrizione/ }).waitFor()
  if (later) await page.getByLabel('Lo presento dopo', { exact: true }).check()
  await page.getByRole('button', { name: 'Invia la domanda' }).click()
  const title = await page.getByRole('heading', { name: /MENSA-\d{4}-\d+/ }).innerText()
  await page.context().close()
  return /MENSA-\d{4}-\d+/.exec(title)?.[0] ?? ''
}

export async function setFault({ sandboxUrl }: Place, platform: string, fault: object): Promise<void> {
  const response = await fetch(`${sandboxUrl}/faults/${platform}`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(fault),
  })
  if (!response.ok) throw new Error(`The fault of ${platform} was not set: ${response.status}`)
}
