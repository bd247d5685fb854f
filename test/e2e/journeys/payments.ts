import type { Page } from 'playwright-core'
import { axe } from '../a11y.ts'
import { openWindow, signIn } from '../people.ts'
import type { Desk, Place } from './desk.ts'

const town = 'Ripalta Cremasca'
const head =
  'servizio;cognome_o_denominazione;nome;codice_fiscale;indirizzo;cap;comune;provincia;causale;importo;scadenza'
const debtor = 'trasporto-scolastico;Bianchi;Chiara;BNCCHR88D57D142S;Via Roma 1;26010;Ripalta Cremasca;CR'
const notices = [
  { reason: 'Gita al museo', amount: '18,50' },
  { reason: 'Gita al fiume', amount: '7,25' },
]

/** From notice to third dot, through what each of the people sees: tax office, who pays, provider, accountant, treasurer. */
export function paymentJourneys(desk: Desk): void {
  desk('a notice is paid, reported and reconciled; what the bank wrote badly is assigned by a person', async place => {
    const { browser, iter } = place
    await makeNotices(place)
    const { page: sandbox } = await openWindow(browser)
    await pay(sandbox, place, 'Gita al museo')

    const { page, errors } = await signIn(browser, iter, 'Renata Costa', 'Pagamenti')
    const payment = page.getByRole('row').filter({ hasText: 'Gita al museo' })
    await payment.getByText('sì,', { exact: false }).first().waitFor({ timeout: 60_000 })
    const { pathname } = new URL((await payment.getByRole('link').first().getAttribute('href')) ?? '', iter.consoleUrl)

    // The report comes by itself, the schedule fetches it; the page hears of it.
    await makeReport(sandbox, place, 'Nessuna: un giorno ordinario')
    await payment.getByText('con flusso del', { exact: false }).waitFor({ timeout: 120_000 })
    expect(await axe(page)).toEqual([])

    await importJournal(page, place, await journalFrom(sandbox))
    await page
      .getByText(/il conto torna/)
      .first()
      .waitFor()
    expect(await axe(page)).toEqual([])
    await page.goto(`${iter.consoleUrl}${pathname}`)
    await page.getByText('Niente: è completo').waitFor()
    expect(await page.locator('ol.three li.ok').count()).toBe(3)
    expect(await axe(page)).toEqual([])

    // The bank cuts the reference off: an accountant knows whose money it is.
    await pay(sandbox, place, 'Gita al fiume')
    await makeReport(sandbox, place, /Identificativo troncato/)
    await page.goto(`${iter.consoleUrl}/payments`)
    const other = page.getByRole('row').filter({ hasText: 'Gita al fiume' })
    await other.getByText('con flusso del', { exact: false }).waitFor({ timeout: 120_000 })
    await importJournal(page, place, await journalFrom(sandbox))
    await page.goto(`${iter.consoleUrl}/exceptions?class=error`)
    await page.locator('table.data tbody').getByRole('link').first().click()
    await page.waitForURL(/\/exceptions\/[^/]+\/show/)
    await page.getByRole('button', { name: 'Assegna…', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio').first().check()
    await dialog.getByRole('textbox', { name: /Motivo/ }).fill('La banca ha troncato la causale')
    expect(await axe(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Assegna', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page
      .locator('.chip')
      .filter({ hasText: /Riconciliato$/ })
      .first()
      .waitFor({ timeout: 60_000 })
    await page.goto(`${iter.consoleUrl}/payments?missing=nothing`)
    await page.getByRole('row').filter({ hasText: 'Gita al fiume' }).waitFor({ timeout: 60_000 })
    expect(errors).toEqual([])
  })
}

/** The tax office brings a file of what people owe; each row becomes a notice. */
async function makeNotices({ browser, iter }: Place): Promise<void> {
  const { page } = await signIn(browser, iter, 'Tea Villa')
  await page.goto(`${iter.consoleUrl}/imports`)
  const panel = page.getByRole('region', { name: 'Nuovo file' })
  await panel.getByLabel('Procedimento').selectOption({ label: 'Richiesta di pagamento' })
  const rows = notices.map(({ reason, amount }) => `${debtor};${reason};${amount};31/12/2027`)
  await drop(page, 'Nuovo file', { name: 'gite.csv', type: 'text/csv', text: [head, ...rows, ''].join('\r\n') })
  await page.getByRole('button', { name: /^Conferma/ }).click()
  await page.getByText('Finita').first().waitFor({ timeout: 60_000 })
}

/** As with an app: the notice appears once Iter has made it. */
async function pay(page: Page, { iter }: Place, reason: string): Promise<void> {
  const row = page.getByRole('row').filter({ hasText: reason })
  await reloadUntil(page, `${iter.sandboxUrl}/notices`, () => row.count())
  await row.getByRole('button', { name: /^Paga l’avviso/ }).click()
  await page.getByRole('status').filter({ hasText: 'la ricevuta è partita' }).waitFor()
}

async function makeReport(page: Page, { iter }: Place, trap: string | RegExp): Promise<void> {
  await page.goto(`${iter.sandboxUrl}/psp`)
  await page.locator('select[name=organization]').selectOption({ label: town })
  const traps = page.locator('select[name=trap]')
  const option = traps.locator('option').filter({ hasText: trap })
  await traps.selectOption((await option.getAttribute('value')) ?? '')
  await page.getByRole('button', { name: 'Fai il flusso' }).click()
  await page
    .getByRole('group', { name: /^Riversamento/ })
    .first()
    .waitFor()
}

/** Of the newest payout, which is on top. */
async function journalFrom(page: Page): Promise<{ name: string; text: string }> {
  const payout = page.getByRole('group', { name: /^Riversamento/ }).first()
  await payout.getByRole('button', { name: /^Fai il giornale di cassa/ }).click()
  const link = payout.getByRole('link', { name: /giornale/ })
  await link.waitFor()
  const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', page.url()).href)
  return { name: (await link.innerText()).trim(), text: await answer.text() }
}

async function importJournal(page: Page, { iter }: Place, file: { name: string; text: string }): Promise<void> {
  await page.goto(`${iter.consoleUrl}/journals`)
  await drop(page, 'Importa un giornale di cassa', { ...file, type: 'application/xml' })
  await page.waitForURL(/\/journals\/[^/]+\/show/)
  await page.locator('.chip').filter({ hasText: 'Importato' }).first().waitFor({ timeout: 60_000 })
}

/** As a mouse does: the file is let go over the panel. */
async function drop(page: Page, region: string, file: { name: string; type: string; text: string }): Promise<void> {
  const panel = page.getByRole('region', { name: region })
  await panel.getByRole('button', { name: 'Scegli il file' }).and(page.locator(':enabled')).waitFor()
  const [text, name, type] = [file.text, file.name, file.type].map(one => JSON.stringify(one))
  const carried = await page.evaluateHandle(
    `(() => { const carried = new DataTransfer(); carried.items.add(new File([${text}], ${name}, { type: ${type} })); return carried })()`,
  )
  await panel.dispatchEvent('dragover', { dataTransfer: carried })
  await panel.dispatchEvent('drop', { dataTransfer: carried })
}

async function reloadUntil(page: Page, url: string, isThere: () => Promise<number>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    await page.goto(url)
    if ((await isThere()) > 0) return
    await page.waitForTimeout(300)
  }
  throw new Error(`${url} does not show what it should.`)
}
