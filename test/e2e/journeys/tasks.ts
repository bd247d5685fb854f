import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { axe, inPage, scrollsSideways } from '../a11y.ts'
import { signIn, type Addresses } from '../people.ts'
import type { Desk } from './desk.ts'

const clerk = 'Rita Poli'

/** A clerk's morning at the list of tasks, by keyboard, with a second browser of their own; in a town where nothing else has happened yet. */
export function taskJourneys(desk: Desk): void {
  desk('is worked by keyboard alone: choose, take, fill in, complete, and the next one is open', async place => {
    const { page, errors } = await signIn(place.browser, place.iter, clerk)
    await takeFile(page, place.iter, [1, 2, 3, 4])
    await page.goto(`${place.iter.consoleUrl}/tasks`)
    await page.locator('.tasks li').nth(3).waitFor()
    await page.keyboard.press('j')
    await page.locator('.task-panel form').waitFor()
    const [first = '', second = ''] = await idsOf(page)
    expect(await focused(page)).toBe(first)
    expect(await page.locator('.task-panel input:checked').count()).toBe(0)
    await page.keyboard.press('c')
    await page.getByRole('button', { name: 'Rilascia' }).waitFor()
    await page.keyboard.press('j')
    await page.locator(`[id="${second}"][aria-current]`).waitFor()
    expect(await focused(page)).toBe(second)
    await page.keyboard.press('k')
    await page.getByRole('button', { name: 'Rilascia' }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await page.getByLabel(/Carta d’identità/).focus()
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.type('CA12345AB')
    await page.keyboard.press('Tab')
    // The order of day and month is the browser's own.
    await page.locator('input[type=date]:focus').fill(new Date().toISOString().slice(0, 10))
    await page.keyboard.press('Enter')
    await page.locator(`[id="${first}"]`).waitFor({ state: 'detached' })
    await page.locator('.tasks a[aria-current]').waitFor()
    await page.locator('.task-name:focus').first().waitFor()
    expect(errors).toEqual([])
  })

  desk('has no fault that axe finds, with the help sheet, the absences and at 320 px', async ({ browser, iter }) => {
    const { page } = await signIn(browser, iter, clerk)
    await openFirst(page)
    await page.getByRole('button', { name: /Che cosa vuol dire «termine di legge»/ }).click()
    await page.getByText(/deve finire per legge/).waitFor()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Scorciatoie e parole' }).waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByRole('switch').uncheck()
    await page.getByRole('button', { name: 'Chiudi' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const open = page.url()
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    expect([page.url(), await page.getByRole('dialog').count()]).toEqual([open, 0])
    await page.getByRole('button', { name: /Assenze/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Chiudi' }).waitFor()
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await axe(page)).toEqual([])
    expect(await scrollsSideways(page)).toBe(false)
  })

  desk('keeps what was typed over a session that ended, and tells of another browser', async ({ browser, iter }) => {
    const here = (await signIn(browser, iter, clerk)).page
    await openFirst(here)
    await here.getByLabel(/^Identificato/).check()
    await here.getByText(/Bozza salvata alle/).waitFor()
    const there = (await signIn(browser, iter, clerk)).page
    await there.goto(here.url())
    await there.locator('input:checked').first().waitFor()
    const saved = draftSaved(there)
    await there.getByLabel(/Numero del documento/).fill('AB1')
    await saved
    await here.getByLabel(/Numero del documento/).fill('ZZ9')
    const kept = draftSaved(here)
    await here.getByRole('button', { name: 'Tieni questa' }).click()
    await kept
    // As if an administrator, or the clock, had ended it: the page does not know yet.
    await here.context().clearCookies()
    await here.getByLabel(/Numero del documento/).fill('ZZ9 after')
    await here.getByRole('link', { name: /Entra con/ }).click()
    await here.getByRole('button', { name: new RegExp(clerk) }).click()
    await here.locator('.task-panel form').waitFor()
    expect(await here.getByLabel(/Numero del documento/).inputValue()).toBe('ZZ9 after')
  })

  desk('keeps still while one reads, and says that something new has come', async ({ browser, iter }) => {
    const { page } = await signIn(browser, iter, clerk)
    await openFirst(page)
    await page
      .getByLabel(/^Identificato/)
      .first()
      .focus()
    const before = await idsOf(page)
    const held = (await inPage(page, 'focused'))?.name
    await sendFile(browser, iter, [5])
    const announced = page.getByRole('button', { name: /nuov[ae] attività, mostra/ })
    await announced.or(page.locator('.tasks li').nth(before.length)).first().waitFor()
    expect((await idsOf(page)).slice(0, before.length)).toEqual(before)
    expect((await inPage(page, 'focused'))?.name).toBe(held)
  })
}

const focused = (page: Page) => page.evaluate<string>('document.activeElement?.id')
const idsOf = (page: Page) => page.locator('.tasks li a').evaluateAll(links => links.map(link => link.id))
const draftSaved = (page: Page) => page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.ok())

async function openFirst(page: Page): Promise<void> {
  await page.locator('.tasks li a').filter({ hasText: 'Identifica il richiedente' }).first().click()
  await page.locator('.task-panel form').waitFor()
}

async function sendFile(browser: Browser, iter: Addresses, lines: number[]): Promise<void> {
  const { page } = await signIn(browser, iter, clerk)
  await takeFile(page, iter, lines)
}

/** Requests without a digital identity, of the example's lines: as many tasks of the school office. */
async function takeFile(page: Page, iter: Addresses, lines: number[]): Promise<void> {
  const example = readFileSync('docs/examples/canteen-requests.csv', 'utf8').trimEnd().split(/\r?\n/)
  const rows = [0, ...lines].map(line => example[line]?.replace('CREE80101', 'CREE80202'))
  await page.goto(`${iter.consoleUrl}/imports`)
  await page.getByRole('button', { name: 'Scegli il file' }).and(page.locator(':enabled')).waitFor()
  const file = { name: 'domande.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\r\n')}\r\n`) }
  await page.setInputFiles('input[type=file]', file)
  await page.getByRole('button', { name: /^Conferma/ }).click()
  await page.getByText('Finita').first().waitFor()
}
