import { fileRequest, openCase, sentence, signIn } from '../people.ts'
import type { Desk } from './desk.ts'

/** Where is it, and what now: the page of a case, part by part. */
export function caseJourneys(desk: Desk): void {
  desk('says where it stands, by which way it came, and each datum’s origin', async ({ browser, iter }) => {
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Chiara Bianchi' })
    const { page, errors } = await signIn(browser, iter, 'Marco Ferri')
    await openCase(page, iter, number)
    await sentence(page, /In attesa dell['’]Ufficio scuola.*«Approva o respingi», da fare entro/)

    await page.getByText('Termine del procedimento: 30 giorni').waitFor()
    await page.getByRole('list', { name: 'Movimenti del termine: Termine del procedimento' }).waitFor()
    // The diagram and its twin: the same step is picked in both.
    await page.locator('.diagram .djs-element.current').first().waitFor()
    expect(await page.locator('.diagram .djs-element.visited').count()).toBeGreaterThan(5)
    const step = page.getByRole('button', { name: /Approva o respingi \(in corso\)/ })
    await step.press('Enter')
    await page.locator('.diagram .djs-element.picked').first().waitFor()
    expect(await step.getAttribute('aria-pressed')).toBe('true')

    await page.getByRole('tab', { name: 'Cronologia' }).click()
    const history = page.getByRole('tabpanel')
    await history.getByText(/Tariffa 3,50 €/).waitFor()
    expect(await history.getByText(/Tariffa 3,50 €/).count()).toBe(1)
    await history.getByRole('heading', { level: 2, name: 'Calcola la tariffa' }).waitFor()
    await history.getByText('Dettaglio tecnico').first().click()
    await history.getByRole('button', { name: 'Copia tutto' }).first().waitFor()

    await page.getByRole('tab', { name: 'Dati' }).click()
    const data = page.getByRole('tabpanel')
    for (const origin of ['Cittadino', 'ANPR', 'Elenco della scuola'])
      await data.getByRole('cell', { name: origin, exact: true }).first().waitFor()

    for (const [tab, words] of [
      ['Documenti', /Ricevuta/],
      ['Pagamenti', /pagamento/i],
      ['Messaggi', /messagg/i],
      ['Registro', /Pratica presentata/],
    ] as const) {
      await page.getByRole('tab', { name: new RegExp(tab) }).click()
      await page.getByRole('tabpanel').getByText(words).first().waitFor()
    }
    expect(errors).toEqual([])
  })
}
