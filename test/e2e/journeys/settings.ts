import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { axe, scrollsSideways } from '../a11y.ts'
import { signIn } from '../people.ts'
import type { Desk, Place } from './desk.ts'

const town = 'Offanengo'

/** A file of requests, and what a town sets for itself. */
export function settingsJourneys(desk: Desk): void {
  desk('a dropped file is read, confirmed, found again after a reload, and known the second time', async place => {
    const { browser, iter } = place
    const { page, errors } = await signIn(browser, iter, 'Giulia Riva')
    await page.goto(`${iter.consoleUrl}/imports`)
    await drop(page, 'docs/examples/canteen-requests-with-errors.csv')
    await page.getByText('Codice fiscale non valido').waitFor()
    await page.getByText(/^Il conto torna: \d+ righe = /).waitFor()
    expect(await axe(page)).toEqual([])
    const bad = await page.request.get(`${iter.consoleUrl}${await badRowsOf(page)}`)
    expect((await bad.text()).split('\r\n')[0]).toMatch(/;riga;motivo$/)

    await page.goto(`${iter.consoleUrl}/imports`)
    await drop(page, 'docs/examples/canteen-requests.csv')
    // A reload before the server has it would take the confirmation back.
    const confirmed = page.waitForResponse(answer => answer.url().endsWith('/confirm'))
    await page.getByRole('button', { name: /^Conferma/ }).click()
    await confirmed
    await page.reload()
    await page.getByText('Finita').first().waitFor()
    await page.getByRole('progressbar').and(page.locator('[aria-valuenow="100"]')).waitFor()
    await page.getByText(/pratiche nate \+ .* già presenti \+ 0 da correggere/).waitFor()
    expect(await axe(page)).toEqual([])

    await page.goto(`${iter.consoleUrl}/imports`)
    await drop(page, 'docs/examples/canteen-requests.csv')
    await page.getByText(/è già stato importato il .* da Giulia Riva/).waitFor()
    expect(errors).toEqual([])
  })

  desk(
    'an administrator keeps offices and calendar; every tab is right for everybody and on a telephone',
    async place => {
      const { browser, iter } = place
      const { page, errors } = await signIn(browser, iter, 'Anna Galli', 'Guasti aperti')
      const open = await openTown(page, place, 'Ripalta Cremasca')
      await open('offices')
      await page.getByRole('button', { name: 'Nuovo ufficio' }).click()
      await page.getByLabel(/^Codice/).fill('ambiente')
      await page.getByLabel(/^Ufficio/).fill('Ufficio ambiente')
      await page.getByRole('dialog').locator('button[type=submit]').click()
      await page.getByRole('cell', { name: 'Ufficio ambiente', exact: true }).waitFor()

      await open('calendar')
      await page.getByLabel('sabato').check()
      await page.getByLabel(/^Nome/).fill('San Martino')
      await page.getByPlaceholder('GG/MM').fill('31/02')
      await page.getByText(/Scrivere giorno e mese/).waitFor()
      await page.getByPlaceholder('GG/MM').fill('11/11')
      await page.getByRole('button', { name: 'Salva il calendario' }).click()
      await page.getByText(/Cambiato da Anna Galli/).waitFor()
      expect(await page.getByLabel('sabato').isChecked()).toBe(true)

      await open('services')
      await page.getByRole('button', { name: 'Nuovo servizio' }).click()
      const dialog = page.getByRole('dialog')
      await dialog
        .getByLabel(/^Codice /)
        .first()
        .fill('impianti')
      await dialog.getByLabel(/^Nome/).fill('Impianti sportivi')
      await dialog.getByLabel(/^Codice di tassonomia/).fill('9/0101')
      await dialog.locator('button[type=submit]').click()
      await dialog.getByText('Serve un codice di tassonomia, come 9/0101109SP/.').waitFor()
      expect(await axe(page)).toEqual([])
      await dialog.getByLabel(/^Codice di tassonomia/).fill('9/0101110SP/')
      // Whether the check digits are right only the server says: at the field, too.
      await dialog
        .getByLabel(/^IBAN /)
        .first()
        .fill('IT60 X054 2811 1010 0000 0123 465')
      await dialog.locator('button[type=submit]').click()
      await dialog
        .getByText(/le cifre di controllo non tornano/)
        .first()
        .waitFor()
      await dialog
        .getByLabel(/^IBAN /)
        .first()
        .fill('')
      await dialog.locator('button[type=submit]').click()
      await page.getByRole('row', { name: /Impianti sportivi/ }).waitFor()
      await page.getByRole('button', { name: 'Ritira «Impianti sportivi»' }).click()
      await page.getByRole('dialog').locator('button[type=submit]').click()
      await page.getByRole('row', { name: /Impianti sportivi.*Ritirato/ }).waitFor()

      for (const tab of ['fares', 'platforms', 'offices', 'staff', 'calendar', 'canteen', 'services', 'tokens']) {
        await open(tab)
        expect([tab, await axe(page)]).toEqual([tab, []])
        await page.setViewportSize({ width: 320, height: 800 })
        expect([tab, await scrollsSideways(page)]).toEqual([tab, false])
        await page.setViewportSize({ width: 1440, height: 900 })
      }
      expect(errors).toEqual([])
    },
  )

  desk('a fare comes as a DMN file: faults by row and column, tried, approved by somebody else', async place => {
    const { browser, iter } = place
    const { page, errors } = await signIn(browser, iter, 'Franco Moro')
    const open = await openTown(page, place, town)
    await open('fares')
    await page.getByRole('button', { name: 'Nuova tariffa' }).click()
    await page.getByLabel(/^Delibera/).fill('DGC 99/2026')
    await page.getByLabel(/^In vigore dal/).fill('2027-01-01')
    const dmn = readFileSync('workflows/procedures/canteen-enrolment/fares/donnas.dmn', 'utf8')
    const upload = (text: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'tariffe.dmn', mimeType: 'application/xml', buffer: Buffer.from(text) })
    const cell = /<outputEntry[^>]*>\s*<text>[^<]*/
    await upload(dmn.replace(cell, '$&('))
    await page.getByRole('button', { name: 'Proponi' }).click()
    await page.getByText(/^Regola 1, colonna \d/).waitFor()
    expect(await axe(page)).toEqual([])
    await upload(dmn)
    await page.getByRole('button', { name: 'Proponi' }).click()
    await page.getByText('L’hai proposta tu: la approva un’altra persona.').waitFor()
    await page.getByRole('button', { name: 'Prova su bambini di esempio' }).click()
    await page.getByRole('cell', { name: 'Senza ISEE' }).first().waitFor()
    expect(await axe(page)).toEqual([])
    expect(errors).toEqual([])
  })
}

/** As a mouse does: the file is let go over the panel. */
async function drop(page: Page, file: string): Promise<void> {
  const [name, text] = [file.split('/').at(-1), readFileSync(file, 'utf8')]
  const panel = page.getByRole('region', { name: 'Nuovo file' })
  await panel.getByRole('button', { name: 'Scegli il file' }).and(page.locator(':enabled')).waitFor()
  const carried = await page.evaluateHandle(
    `(() => { const carried = new DataTransfer(); carried.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: 'text/csv' })); return carried })()`,
  )
  await panel.dispatchEvent('dragover', { dataTransfer: carried })
  await panel.dispatchEvent('drop', { dataTransfer: carried })
  await page.waitForURL(/\/imports\/[^/]+\/show/)
}

const badRowsOf = (page: Page) => page.getByRole('link', { name: /scartat.* con il motivo/ }).getAttribute('href')

/** Opens tabs of a town's page. */
async function openTown(page: Page, { iter }: Place, name: string): Promise<(tab: string) => Promise<void>> {
  await page.goto(`${iter.consoleUrl}/municipalities`)
  await page.getByRole('link', { name }).first().click()
  await page.getByRole('tab').first().waitFor()
  const { pathname } = new URL(page.url())
  return async tab => {
    await page.goto(`${iter.consoleUrl}${pathname}?tab=${tab}`)
    await page.locator(`#tab-${tab}[aria-selected=true]`).waitFor()
    await page.locator('#tab-panel').locator('table, input, dl, button').first().waitFor()
  }
}
