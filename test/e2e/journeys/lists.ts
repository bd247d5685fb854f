import type { Page } from 'playwright-core'
import { axe, inPage } from '../a11y.ts'
import { fileRequest, signIn } from '../people.ts'
import type { Desk } from './desk.ts'

/** Lists: found, narrowed, kept under a name, left and come back to; deadlines; the register. */
export function listJourneys(desk: Desk): void {
  desk('comes back to the same row of the same list, by Back, by the case’s link and after a reload', async place => {
    const { browser, iter } = place
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Simone Greco' })
    const { page, errors } = await signIn(browser, iter, 'Marco Ferri')
    await page.goto(`${iter.consoleUrl}/cases?open=all&sort=number&order=asc`)
    await page
      .getByRole('columnheader', { name: /Pratica/, includeHidden: false })
      .first()
      .waitFor()
    expect(await page.locator('th[aria-sort=ascending]').innerText()).toContain('Pratica')
    await openCaseLink(page, number)
    await page.goBack()
    const row = page.locator('tr.on')
    await row.getByText(number).waitFor()
    expect((await inPage(page, 'focused'))?.name).toContain(number)
    await page.reload()
    await row.getByText(number).waitFor()
    await openCaseLink(page, number)
    await page.getByRole('main').getByRole('link', { name: 'Pratiche' }).first().click()
    await row.getByText(number).waitFor()
    expect(new URL(page.url()).search).toContain('sort=number')
    expect(page.url()).not.toMatch(/Greco/)
    expect(await axe(page)).toEqual([])
    expect(errors).toEqual([])
  })

  desk('keeps a view under a name, shares it with the office, and keeps the columns for the person', async place => {
    const { browser, iter } = place
    const { page } = await signIn(browser, iter, 'Giulia Riva')
    await page.goto(`${iter.consoleUrl}/cases?late=true&sort=due&order=asc`)
    await page.getByText('Viste salvate').click()
    await page.getByRole('button', { name: /Salva questi filtri/ }).click()
    await page.getByRole('textbox', { name: /Nome/ }).fill('In ritardo per scadenza')
    await page.getByLabel('Chi la vede').selectOption({ label: 'Ufficio scuola' })
    expect(await axe(page)).toEqual([])
    await page.getByRole('button', { name: 'Salva', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('Colonne', { exact: true }).click()
    await page.getByLabel('Canale').check()
    const again = await signIn(browser, iter, 'Giulia Riva')
    await again.page.goto(`${iter.consoleUrl}/cases?open=all`)
    await again.page.getByRole('columnheader', { name: 'Canale' }).waitFor()
    await again.page.getByText('Viste salvate').click()
    await again.page.getByRole('link', { name: 'In ritardo per scadenza' }).click()
    await again.page.waitForURL(/late=true.*sort=due/)
    await again.page.getByText('Colonne', { exact: true }).click()
    await again.page.getByRole('button', { name: 'Torna alle colonne consuete' }).click()
    await again.page.getByRole('columnheader', { name: 'Canale' }).waitFor({ state: 'detached' })
  })

  desk('counts deadlines by office and week, and each number leads to as many cases', async ({ browser, iter }) => {
    const { page } = await signIn(browser, iter, 'Marco Ferri')
    await page.goto(`${iter.consoleUrl}/deadlines`)
    const number = page.locator('table.data td.num a').first()
    await number.waitFor()
    expect(await page.title()).toMatch(/^Scadenze/)
    expect(await axe(page)).toEqual([])
    const counted = Number((await number.innerText()).split(/\s/)[0])
    await number.click()
    await page.getByRole('heading', { level: 1, name: 'Pratiche' }).waitFor()
    await page
      .locator('table.data tbody tr')
      .nth(counted - 1)
      .waitFor()
    expect(await page.locator('table.data tbody tr').count()).toBe(counted)
    await page.setViewportSize({ width: 320, height: 720 })
    expect(await inPage(page, 'scrollsSideways')).toBe(false)
  })

  desk('reads the register by case, verifies the chain and says what was checked', async ({ browser, iter }) => {
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Chiara Bianchi' })
    const { page } = await signIn(browser, iter, 'Paolo Sala', 'Guasti aperti')
    await page.goto(`${iter.consoleUrl}/audit`)
    await page.getByLabel('Comune', { exact: true }).first().selectOption({ label: 'Ripalta Cremasca' })
    await page.getByLabel('Numero di pratica').fill(number)
    await page.keyboard.press('Enter')
    await page.waitForURL(/number=MENSA/)
    await page.locator('[aria-busy=false] table.data').getByRole('link', { name: number }).first().waitFor()
    await page.locator('table.data tbody tr').filter({ hasNotText: number }).first().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Verifica la catena' }).click()
    await page.getByText(/catena integra/).waitFor()
    await page.getByText(/Controllate \d+ registrazioni/).waitFor()
    expect(await axe(page)).toEqual([])
  })
}

const openCaseLink = async (page: Page, number: string) => {
  await page.getByRole('link', { name: number, exact: true }).click()
  await page.getByRole('tab', { name: 'Percorso' }).waitFor()
}
