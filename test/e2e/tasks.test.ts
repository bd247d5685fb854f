import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { freeRange, freshDataDir, removeDataDir, startIter, type RunningIter } from '../support/iter.ts'
import { fileRequest, signIn } from './people.ts'

jest.setTimeout(240_000)

/** A clerk's morning at the list of tasks, by keyboard, with a colleague's window and a second browser of their own. */
describe('the clerk’s desk', () => {
  const dataDir = freshDataDir()
  let browser: Browser | null = null
  let iter: RunningIter

  beforeAll(async () => {
    browser = await openBrowser()
    iter = await startIter(dataDir, await freeRange())
  })

  afterAll(async () => {
    await browser?.close()
    await iter?.stop()
    removeDataDir(dataDir)
  })

  const story = (name: string, tell: (browser: Browser) => Promise<void>) =>
    (hasBrowser() ? it : it.skip)(name, async () => {
      if (!browser) throw new Error('Chromium is here but does not start: set CHROME_PATH to one that does.')
      await tell(browser)
    })

  story('is worked by keyboard alone: choose, take, fill in, complete, and the next one is open', async browser => {
    const { page, errors } = await signIn(browser, iter, 'Giulia Riva')
    await takeFile(page, iter)
    await page.goto(`${iter.consoleUrl}/tasks`)
    await page.locator('.tasks li').nth(4).waitFor({ timeout: 120_000 })
    await page.keyboard.press('j')
    await page.locator('.task-panel form').waitFor()
    const [first, second] = await page.locator('.tasks li a').evaluateAll(links => links.map(link => link.id))
    expect(await focused(page)).toBe(first)
    expect(await page.locator('.task-panel input:checked').count()).toBe(0)
    await page.keyboard.press('c')
    await page.getByRole('button', { name: 'Rilascia' }).waitFor()
    await page.keyboard.press('j')
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
    await page.keyboard.type('11202026')
    await page.keyboard.press('Enter')
    await page.locator(`[id="${second}"][aria-current]`).waitFor()
    await page.locator(`[id="${first}"]`).waitFor({ state: 'detached' })
    await page.locator('.task-name:focus').first().waitFor()
    expect(errors).toEqual([])
  })

  story('has no fault that axe finds, with the help sheet, the absences and at 320 px', async browser => {
    const { page } = await signIn(browser, iter, 'Giulia Riva')
    await page.locator('.tasks li a').first().click()
    await page.locator('.task-panel form').waitFor()
    await page.getByRole('button', { name: /Che cosa vuol dire «termine di legge»/ }).click()
    await page.getByText(/deve finire per legge/).waitFor()
    await seesNoFault(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Scorciatoie e parole' }).waitFor()
    await seesNoFault(page)
    await page.getByRole('switch').uncheck()
    await page.getByRole('button', { name: 'Chiudi' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    const open = page.url()
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    expect([page.url(), await page.getByRole('dialog').count()]).toEqual([open, 0])
    await page.setViewportSize({ width: 320, height: 640 })
    await seesNoFault(page)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  })

  story('keeps what was typed over a session that ended, and tells of another browser', async browser => {
    const here = await signIn(browser, iter, 'Giulia Riva')
    await openFirst(here.page)
    await here.page.getByLabel(/^Identificato/).check()
    await here.page.getByText(/Bozza salvata alle/).waitFor()
    const there = await signIn(browser, iter, 'Giulia Riva')
    await there.page.goto(here.page.url())
    await there.page.locator('input:checked').waitFor()
    const saved = there.page.waitForResponse(answer => answer.url().endsWith('/draft'))
    await there.page.getByLabel(/Numero del documento/).fill('AB1')
    await saved
    await here.page.getByLabel(/Numero del documento/).fill('ZZ9')
    const kept = here.page.waitForResponse(answer => answer.url().endsWith('/draft') && answer.ok())
    await here.page.getByRole('button', { name: 'Tieni questa' }).click()
    await kept
    await endSession(here.page)
    await here.page.getByLabel(/Numero del documento/).fill('ZZ9 after')
    await here.page.getByRole('link', { name: /Entra con/ }).click()
    await here.page.getByRole('button', { name: /Giulia Riva/ }).click()
    await here.page.locator('.task-panel form').waitFor()
    expect(await here.page.getByLabel(/Numero del documento/).inputValue()).toBe('ZZ9 after')
  })

  story('keeps still while one reads, and says that something new has come', async browser => {
    const { page } = await signIn(browser, iter, 'Giulia Riva')
    await openFirst(page)
    await page.getByLabel(/Numero del documento/).focus()
    const before = await page.locator('.tasks li a').evaluateAll(links => links.map(link => link.id))
    const guardian = (form: Page) => form.getByLabel('Tutore', { exact: true }).check()
    await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Chiara Bianchi', fill: guardian })
    const announced = page.getByRole('button', { name: /nuov[ae] attività, mostra/ })
    await announced.or(page.locator('.tasks li').nth(before.length)).first().waitFor({ timeout: 120_000 })
    const during = await page.locator('.tasks li a').evaluateAll(links => links.map(link => link.id))
    expect(during.slice(0, before.length)).toEqual(before)
    expect(await page.evaluate('document.activeElement?.tagName')).toBe('INPUT')
  })
})

const focused = (page: Page) => page.evaluate<string>('document.activeElement?.id')

async function openFirst(page: Page): Promise<void> {
  await page.locator('.tasks li a').first().click()
  await page.locator('.task-panel form').waitFor()
}

/** Five requests without a digital identity: five tasks of the school office. */
async function takeFile(page: Page, iter: RunningIter): Promise<void> {
  await page.goto(`${iter.consoleUrl}/imports`)
  await page.getByRole('link', { name: /modello/ }).waitFor()
  await page.setInputFiles('input[type=file]', 'docs/examples/canteen-requests.csv')
  await page.getByRole('button', { name: /^Conferma/ }).click()
  await page.getByText('Finita').first().waitFor({ timeout: 120_000 })
}

/** As if an administrator, or the clock, had ended it: the page does not know yet. */
async function endSession(page: Page): Promise<void> {
  await page.context().clearCookies()
}

async function seesNoFault(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}
