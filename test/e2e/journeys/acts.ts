import { inPage } from '../a11y.ts'
import { confirm, fileRequest, openCase, sentence, signIn } from '../people.ts'
import type { Desk } from './desk.ts'

/** Acts of the staff: each says what it will do, asks why, and stands on the register. All by keyboard. */
export function actsJourneys(desk: Desk): void {
  desk('stops a case and lets it go on, with nothing but the keyboard', async ({ browser, iter }) => {
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Francesca Conti' })
    const { page, errors } = await signIn(browser, iter, 'Marco Ferri')
    await openCase(page, iter, number)
    await sentence(page, /Approva o respingi/)

    await page.getByRole('button', { name: 'Altro' }).press('Enter')
    await page.getByRole('menuitem', { name: /Interrompi/ }).press('Enter')
    const dialog = page.getByRole('dialog', { name: /Interrompi/ })
    await dialog.getByRole('region', { name: 'Che cosa farà' }).getByRole('listitem').first().waitFor()
    // Without a reason nothing happens.
    await dialog.getByRole('button', { name: /Interrompi/ }).press('Enter')
    await dialog
      .getByText(/Serve un motivo|motivo/i)
      .first()
      .waitFor()
    await dialog.getByLabel(/Motivo/).fill('Il genitore ha chiesto di aspettare.')
    await confirm(page, dialog)
    await sentence(page, /Interrotta dall['’]ufficio/)
    // The focus is where it was before: on what opened the dialog.
    expect((await inPage(page, 'focused'))?.name).toMatch(/Altro/)

    await page.getByRole('button', { name: 'Altro' }).press('Enter')
    await page.getByRole('menuitem', { name: /Fai ripartire|Riprendi/ }).press('Enter')
    const resume = page.getByRole('dialog')
    await resume.getByLabel(/Motivo/).fill('Il genitore ha risposto.')
    await confirm(page, resume)
    await sentence(page, /Approva o respingi/)

    await page.getByRole('tab', { name: 'Registro' }).press('Enter')
    await page.getByRole('tabpanel').getByText('Il genitore ha chiesto di aspettare.').first().waitFor()
    expect(errors).toEqual([])
  })

  desk('hands a task over, and the register says from whom to whom', async ({ browser, iter }) => {
    const number = await fileRequest(browser, iter, { town: 'Offanengo', parent: 'Paolo Gallo' })
    const { page } = await signIn(browser, iter, 'Franco Moro')
    await openCase(page, iter, number)
    await sentence(page, /«.+»/)
    await page.getByRole('button', { name: 'Altro' }).click()
    await page.getByRole('menuitem', { name: /Passa/ }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Carla Dolci').or(dialog.getByRole('combobox').first()).first().click()
    const option = page.getByRole('option', { name: 'Carla Dolci' })
    if (await option.count()) await option.click()
    await dialog.getByLabel(/Motivo/).fill('Carla conosce la famiglia.')
    await confirm(page, dialog)
    await page.getByRole('tab', { name: 'Registro' }).click()
    const row = page.getByRole('row').filter({ hasText: 'Carla conosce la famiglia.' }).first()
    await row.locator('summary').click()
    await row
      .getByText(/Carla Dolci/)
      .first()
      .waitFor()
  })
}
