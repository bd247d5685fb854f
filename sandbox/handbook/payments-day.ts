import type { Browser, Page } from 'playwright-core'
import { aJournal, type Movement } from '../../reconciliation/samples/journal.ts'
import { citizenByFiscalCode, families } from '../platforms/citizens.ts'
import { townByCode } from '../platforms/towns.ts'
import { signIn, type Place } from './desk.ts'

const organization = townByCode('019081')?.fiscalCode ?? ''
const head =
  'servizio;cognome_o_denominazione;nome;codice_fiscale;indirizzo;cap;comune;provincia;causale;importo;scadenza'
const where = 'Via Roma 1;26010;Ripalta Cremasca;CR'
const people = families
  .filter(family => family.townCode === '019081')
  .flatMap(family => citizenByFiscalCode(family.applicant) ?? [])

/** What is asked of them (the service's name goes before it), and in which of the provider's payments it ends; `open` is not paid yet. */
const debts: { service: string; reason: string; amount: string; payout: 'a' | 'b' | 'c' | 'none' | 'open' }[] = [
  { service: 'trasporto-scolastico', reason: 'anno 2026/2027', amount: '120,00', payout: 'a' },
  { service: 'minigrest', reason: 'terza settimana', amount: '90,00', payout: 'a' },
  { service: 'cie', reason: 'primo rilascio', amount: '22,00', payout: 'b' },
  { service: 'trasporto-scolastico', reason: 'rata di novembre', amount: '50,00', payout: 'b' },
  { service: 'minigrest', reason: 'quota della gita', amount: '15,00', payout: 'c' },
  { service: 'trasporto-scolastico', reason: 'secondo figlio', amount: '48,00', payout: 'c' },
  { service: 'cie', reason: 'duplicato', amount: '27,00', payout: 'none' },
  { service: 'minigrest', reason: 'prima settimana', amount: '60,00', payout: 'open' },
]

interface Flow {
  flowId: string
  totalCents: number
}

/** A day at the accounting office: paid, reported, credited; one credit a cent short, one not here yet. Gives the journal's and an entry's page. */
export async function playPayments(browser: Browser, place: Place): Promise<{ journal: string; entry: string }> {
  await askForMoney(browser, place)
  const accountant = await signIn(browser, place, 'Renata Costa')
  const flows: Flow[] = []
  for (const payout of ['a', 'b', 'c'] as const) {
    await payAll(place, accountant, payout)
    await report(place)
    flows.push(await newFlow(accountant, place, flows))
  }
  await payAll(place, accountant, 'none')
  const journal = await importJournal(accountant, place, flows)
  const entry = await firstOf(accountant, place, '/exceptions?class=error')
  await accountant.context().close()
  return { journal, entry }
}

async function askForMoney(browser: Browser, place: Place): Promise<void> {
  const page = await signIn(browser, place, 'Tea Villa')
  await page.goto(`${place.consoleUrl}/imports`)
  const panel = page.getByRole('region', { name: 'Nuovo file' })
  await panel.getByRole('button', { name: 'Scegli il file' }).and(page.locator(':enabled')).waitFor()
  await panel.getByLabel('Procedimento').selectOption({ label: 'Richiesta di pagamento' })
  const rows = debts.map(({ service, reason, amount }, index) => {
    const debtor = people[index % people.length]
    return [service, debtor?.lastName, debtor?.firstName, debtor?.fiscalCode, where, reason, amount, '31/12/2026'].join(
      ';',
    )
  })
  const buffer = Buffer.from([head, ...rows, ''].join('\r\n'))
  await page.locator('main input[type=file]').setInputFiles({ name: 'trasporto.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: /^Conferma/ }).click()
  await page.getByText('Finita').first().waitFor()
  await page.context().close()
}

/** As with an app, once the notices are there. */
async function payAll({ sandboxUrl }: Place, page: Page, payout: string): Promise<void> {
  for (const { reason } of debts.filter(debt => debt.payout === payout)) {
    const row = page.getByRole('row').filter({ hasText: reason })
    await until(async () => {
      await page.goto(`${sandboxUrl}/notices`)
      return (await row.count()) > 0
    })
    await row.getByRole('button', { name: /^Paga l’avviso/ }).click()
    await page.getByRole('status').waitFor()
  }
}

async function report({ sandboxUrl }: Place): Promise<void> {
  const body = JSON.stringify({ organizationFiscalCode: organization })
  const headers = { 'Content-Type': 'application/json' }
  const made = await fetch(`${sandboxUrl}/psp/payouts`, { method: 'POST', headers, body })
  if (!made.ok) throw new Error(`No report was made: ${made.status} ${await made.text()}`)
}

/** The schedule fetches it. */
async function newFlow(page: Page, { consoleUrl }: Place, known: Flow[]): Promise<Flow> {
  const found: Flow[] = []
  await until(async () => {
    const answer = await page.request.get(`${consoleUrl}/api/v1/flows`)
    const { items }: { items: Flow[] } = JSON.parse(await answer.text())
    found.push(...items.filter(item => !known.some(one => one.flowId === item.flowId)))
    return found.length > 0
  })
  const [flow] = found
  if (!flow) throw new Error('No report was fetched.')
  return flow
}

async function importJournal(page: Page, { consoleUrl }: Place, [a, b]: Flow[]): Promise<string> {
  if (!a || !b) throw new Error('The story needs two reports.')
  const payout = (flowId: string) => `/PUR/LGPE-RIVERSAMENTO/URI/${flowId}`
  const movements: Movement[] = [
    { number: '1201', amount: euros(a.totalCents), cause: payout(a.flowId) },
    { number: '1202', amount: euros(b.totalCents - 1), cause: payout(b.flowId) },
    { number: '1203', amount: '318.40', cause: payout('2026-11-20UNCRITMM-0007') },
    { number: '1204', amount: '73.00', cause: '/RFB/47000000000001234/73.00' },
    { number: '1205', amount: '16.00', cause: '/RFB/47000000000001335/16.00' },
    { number: '1206', amount: '41.10', cause: 'POS UFFICIO ANAGRAFE 19/11' },
    { number: '1207', amount: '250.00', cause: 'BONIFICO CONCESSIONE SALA CIVICA' },
    { number: '1208', amount: '35.00', cause: 'VERSAMENTO ERRATO' },
    { number: '1208', amount: '35.00', cause: 'STORNO', operation: 'STORNATO', reverses: '1208' },
    { number: '88', amount: '1240.00', type: 'USCITA', document: 'MANDATO', cause: 'FATTURA 112' },
  ]
  await page.goto(`${consoleUrl}/journals`)
  await page.getByRole('button', { name: 'Scegli il file' }).waitFor()
  const buffer = Buffer.from(aJournal({ body: organization, day: '2026-11-20', movements }))
  await page.locator('main input[type=file]').setInputFiles({ name: 'GDC-20261120.xml', mimeType: 'text/xml', buffer })
  await page.waitForURL(/\/journals\/[^/]+\/show/)
  await page.locator('.chip').filter({ hasText: 'Importato' }).first().waitFor()
  return new URL(page.url()).pathname
}

async function firstOf(page: Page, { consoleUrl }: Place, path: string): Promise<string> {
  await page.goto(consoleUrl + path)
  const link = page.locator('main table.data tbody a').first()
  await link.waitFor()
  return (await link.getAttribute('href')) ?? ''
}

const euros = (cents: number) => (cents / 100).toFixed(2)

async function until(isThere: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    if (await isThere()) return
    await new Promise(done => setTimeout(done, 500))
  }
  throw new Error('The story waits for something that does not come.')
}
