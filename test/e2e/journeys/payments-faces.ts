import type { Page } from 'playwright-core'
import { aJournal } from '../../../reconciliation/samples/journal.ts'
import { aReport } from '../../../reconciliation/samples/report.ts'
import { townByCode } from '../../../sandbox/platforms/towns.ts'
import { axe } from '../a11y.ts'
import { signIn } from '../people.ts'
import { empty, type List, loadingThenFailed, look } from './accessibility.ts'
import type { Desk, Place } from './desk.ts'

const lists: List[] = [
  { path: '/payments', asks: 'payments', title: 'Pagamenti' },
  { path: '/flows', asks: 'flows', title: 'Flussi' },
  { path: '/journals', asks: 'payments/files', title: 'Giornale di cassa' },
  { path: '/exceptions', asks: 'exceptions', title: 'Eccezioni' },
  { path: '/regularisation', asks: 'regularisation', title: 'Da regolarizzare' },
  { path: '/differences', asks: 'payments/differences', title: 'Totali per differenza' },
]

const ripalta = townByCode('019081')?.fiscalCode ?? ''
const flowId = '2026-11-02UNCRITMM-FACCE'
const rows = [
  { iuv: '01000000000099182', amount: '60.00' },
  { iuv: '01000000000099279', amount: '40.00' },
]
const report = aReport({ flowId, psp: 'UNCRITMM', trn: 'TRN-FACCE', receiver: ripalta, rows, total: '100.00' })
const journal = aJournal({
  body: ripalta,
  day: '2026-11-03',
  movements: [
    { number: '9901', amount: '99.99', cause: `/PUR/LGPE-RIVERSAMENTO/URI/${flowId}`, endToEndId: 'TRN-FACCE' },
    { number: '9902', amount: '12.00', cause: 'VERSAMENTO ALLO SPORTELLO' },
  ],
})

/** The pages of payments for people who use a keyboard, a screen reader or a narrow window: in each state, with what is wrong on them. */
export function paymentFaces(desk: Desk): void {
  desk('lists of payments have their four faces', async ({ browser, iter }) => {
    const { page, errors } = await signIn(browser, iter, 'Renata Costa', 'Pagamenti')
    const found: string[] = []
    for (const list of lists) {
      const faults = [...(await loadingThenFailed(page, iter, list)), ...(await empty(page, iter, list))]
      found.push(...faults.map(one => `${list.path} ${one}`))
    }
    expect(found).toEqual([])
    expect(errors).toEqual([])
  })

  desk('who may not see payments is told so, and nothing is asked for', async ({ browser, iter }) => {
    const { page, errors } = await signIn(browser, iter, 'Giulia Riva')
    const asked: string[] = []
    page.on('request', request => {
      if (lists.some(({ asks }) => request.url().includes(`/api/v1/${asks}`))) asked.push(request.url())
    })
    for (const { path } of lists) {
      await page.goto(iter.consoleUrl + path)
      await page.getByRole('heading', { level: 1, name: 'Pagina non aperta al tuo ruolo' }).waitFor()
      expect(await axe(page)).toEqual([])
    }
    expect(asked).toEqual([])
    await page.getByRole('link', { name: 'Torna alla tua pagina iniziale' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Le mie attività' }).waitFor()
    expect(errors).toEqual([])
  })

  desk('pages of payments are walked by keyboard, fit 320 px and have nothing that axe finds', async place => {
    const { page, errors } = await signIn(place.browser, place.iter, 'Renata Costa', 'Pagamenti')
    await send(page, place, 'facce.xml', report)
    const refused = await send(page, place, 'rotto.xml', journal.slice(0, 400), 'Rifiutato')
    await page
      .getByRole('alert')
      .getByText(/riga \d+/)
      .waitFor()
    const taken = await send(page, place, 'giornale.xml', journal)
    await page
      .getByText(/2 movimenti, .* il conto torna/)
      .first()
      .waitFor()
    const found: string[] = []
    const opened = [await first(page, place, '/payments'), await first(page, place, '/flows')]
    const entry = await first(page, place, '/exceptions?class=error')
    const paths = ['/payments', '/flows', '/journals', '/exceptions', '/regularisation', '/differences']
    for (const path of [...paths, ...opened, entry, refused, taken]) found.push(...(await look(page, place, path)))
    expect(found).toEqual([])
    expect(errors).toEqual([])
  })

  desk('an entry is assigned by keyboard, and paper gets the report without the frame', async place => {
    const { page } = await signIn(place.browser, place.iter, 'Renata Costa', 'Pagamenti')
    await page.goto(place.iter.consoleUrl + (await first(page, place, '/exceptions?class=error')))
    const open = page.getByRole('button', { name: 'Assegna…' })
    await open.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio').first().press('Space')
    expect(await dialog.getByRole('radio').first().isChecked()).toBe(true)
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await open.evaluate(button => button.ownerDocument.activeElement === button)).toBe(true)
    await page.goto(place.iter.consoleUrl + (await first(page, place, '/journals')))
    await page.locator('.parts-legend').first().waitFor()
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Menu' }).isVisible()).toBe(false)
    expect(await page.locator('.parts-legend').first().isVisible()).toBe(true)
  })
}

/** Chosen with the button, read to its end; the page's address. A file that is there already is opened again. */
async function send(page: Page, { iter }: Place, name: string, text: string, state = 'Importato'): Promise<string> {
  await page.goto(`${iter.consoleUrl}/journals`)
  await page.getByRole('button', { name: 'Scegli il file' }).waitFor()
  await page.locator('main input[type=file]').setInputFiles({ name, mimeType: 'text/xml', buffer: Buffer.from(text) })
  await page.waitForURL(/\/journals\/[^/]+\/show/)
  await page.locator('.chip').filter({ hasText: state }).first().waitFor({ timeout: 60_000 })
  return new URL(page.url()).pathname
}

/** Where the first row of a list leads. */
async function first(page: Page, { iter }: Place, path: string): Promise<string> {
  await page.goto(iter.consoleUrl + path)
  const link = page.locator('main table.data tbody a').first()
  await link.waitFor()
  return (await link.getAttribute('href')) ?? ''
}
