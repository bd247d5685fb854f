import type { Browser, Locator, Page, Response } from 'playwright-core'
import type { RunningIter } from '../support/iter.ts'
import { createTraffic } from '../support/traffic.ts'

/** A browser window of somebody: own cookies, Italian, Rome's time. Page errors are kept, so that a test can ask for none. */
export interface Window {
  page: Page
  errors: string[]
}

/** How long anything on a page may take to come, with a machine that does four other things. */
export const patience = 120_000

/** Every address that a browser of the story asked for, and every refusal that it was told. */
export const traffic = createTraffic()

export async function openWindow(browser: Browser): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'it-IT',
    timezoneId: 'Europe/Rome',
  })
  const page = await context.newPage()
  // Each wait is for something that must come: how long a slow machine takes is nobody's fault.
  page.setDefaultTimeout(patience)
  context.on('response', response => void traffic.note(response))
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  return { page, errors }
}

/** An Iter by its addresses. */
export type Addresses = Pick<RunningIter, 'consoleUrl' | 'sandboxUrl'>

/** Signs a member of the demo staff in to the console; `home` is the page that their role begins with. */
export async function signIn(
  browser: Browser,
  iter: Addresses,
  name: string,
  home = 'Le mie attività',
): Promise<Window> {
  const window = await openWindow(browser)
  await window.page.goto(`${iter.consoleUrl}/auth/login`)
  await window.page.getByRole('button', { name: new RegExp(name) }).click()
  await window.page.getByRole('heading', { level: 1, name: home }).waitFor()
  return window
}

export interface Request {
  town: string
  parent: string
  isee?: 'Lo dichiaro' | 'Lo presento dopo'
  /** Anything else that this parent fills in differently. */
  fill?: (page: Page) => Promise<void>
}

/** Files a request as a parent would, with SPID, on the sandbox's page; returns the case's number. */
export async function fileRequest(browser: Browser, iter: Addresses, request: Request): Promise<string> {
  const { page } = await openWindow(browser)
  await page.goto(iter.sandboxUrl)
  await page.getByLabel(request.town, { exact: true }).check()
  await page.getByRole('button', { name: 'Entra con SPID' }).click()
  await page.getByLabel(request.parent).first().check()
  await page.locator('button[type=submit]').first().click()
  await page.getByRole('heading', { level: 1, name: /Domanda di iscrizione/ }).waitFor()
  if (request.isee) await page.getByLabel(request.isee, { exact: true }).check()
  await request.fill?.(page)
  await page.getByRole('button', { name: 'Invia la domanda' }).click()
  const title = await page.getByRole('heading', { name: /MENSA-\d{4}-\d+/ }).innerText()
  await page.context().close()
  return /MENSA-\d{4}-\d+/.exec(title)?.[0] ?? ''
}

/** Opens a task of a case from the list; its form stands beside it. */
export async function openTask(page: Page, iter: Addresses, verb: string, number: string): Promise<void> {
  await page.goto(`${iter.consoleUrl}/tasks`)
  const row = page.locator('main li').filter({ hasText: verb }).filter({ hasText: number })
  await row.getByText(verb).first().click()
  await page.getByRole('heading', { name: verb }).first().waitFor()
}

export async function finishTask(page: Page): Promise<void> {
  const answered = page.waitForResponse(response => response.url().endsWith('/complete'))
  await page.getByRole('button', { name: /^Concludi/ }).click()
  const status = (await answered).status()
  if (status >= 300) throw new Error(`The task was not completed: ${status} ${await (await answered).text()}`)
}

/**
 * Presses a dialog's button until the dialog is gone: when the case has moved on meanwhile, the act is refused, the dialog shows it anew, and
 * one presses again. What was answered is told when it never goes.
 */
export async function confirm(page: Page, dialog: Locator): Promise<void> {
  const told: string[] = []
  const listen = (response: Response) => {
    if (!/\/(acts|restarts)(\/|$)/.test(new URL(response.url()).pathname)) return
    void response.text().then(
      text => told.push(`${response.status()} ${text.slice(0, 300)}`),
      () => undefined,
    )
  }
  page.on('response', listen)
  const button = dialog.locator('button[type=submit]')
  for (let press = 0; press < 8; press += 1) {
    if (press === 0 || (await button.isEnabled({ timeout: 1_000 }).catch(() => false))) await button.press('Enter')
    const isGone = await dialog.waitFor({ state: 'detached', timeout: patience / 4 }).then(
      () => true,
      () => false,
    )
    if (isGone) return void page.off('response', listen)
  }
  throw new Error(`The dialog did not close: ${told.join(' | ') || 'nothing was asked of the server'}`)
}

/** Goes to a case's page by its number, as a clerk does from the list. */
export async function openCase(page: Page, iter: Addresses, number: string): Promise<void> {
  await page.goto(`${iter.consoleUrl}/cases`)
  // Ended cases too.
  await page.getByRole('button', { name: 'Tutte', exact: true }).click()
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click()
  await page.getByRole('tab', { name: 'Percorso' }).waitFor()
}

/** Waits until the page's one plain sentence matches: live events bring it, nobody reloads. */
export async function sentence(page: Page, pattern: RegExp): Promise<void> {
  await page.locator('main').getByText(pattern).first().waitFor()
}

export interface LedgerEntry {
  platform: string
  call: string
  correlation: string | null
  status: number | null
  fault?: string
  effect?: { kind: string; id: string }
}

/** The outside witness: what the platforms saw. */
export async function ledger(iter: Addresses, kind: string): Promise<LedgerEntry[]> {
  const response = await fetch(`${iter.sandboxUrl}/ledger?kind=${kind}`)
  const { entries }: { entries: LedgerEntry[] } = JSON.parse(await response.text())
  return entries
}
