import type { Browser, Page } from 'playwright-core'
import { fileRequest, setFault, signIn, type Place } from './desk.ts'
import { playPayments } from './payments-day.ts'
import type { Made } from './pictures.ts'

const town = 'Ripalta Cremasca'

/** A morning at a school office: requests that wait for different people, one decided, one stuck, a file of requests; and a day at the accounting office. */
export async function tellStory(browser: Browser, place: Place): Promise<Made> {
  const decided = await fileRequest(browser, place, { town, parent: 'Chiara Bianchi' })
  const supervisor = await signIn(browser, place, 'Marco Ferri')
  await approve(supervisor, place, decided)
  const waitingCase = await addressOf(supervisor, place, decided)
  await supervisor.goto(place.consoleUrl + waitingCase)
  await supervisor
    .getByText(/In attesa del pagamento/)
    .first()
    .waitFor()
  const money = await playPayments(browser, place)

  const stuck = await fileRequest(browser, place, { town, parent: 'Luca Ferrari' })
  await taskStands(supervisor, place, stuck)
  await fileRequest(browser, place, { town, parent: 'Simone Greco', later: true })
  await taskStands(supervisor, place, await fileRequest(browser, place, { town, parent: 'Francesca Conti' }))
  await setFault(place, 'pagopa', { kind: 'down' })
  await approve(supervisor, place, stuck)
  const stuckCase = await addressOf(supervisor, place, stuck)
  const clerk = await signIn(browser, place, 'Giulia Riva')
  await upload(clerk, place, 'docs/examples/canteen-requests.csv')
  await clerk.getByRole('button', { name: /^Conferma/ }).click()
  await clerk.getByText('Finita').first().waitFor()
  const importFile = await upload(clerk, place, 'docs/examples/canteen-requests-with-errors.csv')
  await supervisor.goto(`${place.consoleUrl}/incidents`)
  await supervisor
    .getByText(/pagoPA/)
    .first()
    .waitFor()
  const townPage = await townAddress(supervisor, place)
  await Promise.all([supervisor.context().close(), clerk.context().close()])
  return { town: townPage, waitingCase, stuckCase, importFile, ...money }
}

async function taskStands(page: Page, { consoleUrl }: Place, number: string): Promise<void> {
  await page.goto(`${consoleUrl}/tasks`)
  await page.locator('main li').filter({ hasText: number }).first().waitFor()
}

async function approve(page: Page, place: Place, number: string): Promise<void> {
  await taskStands(page, place, number)
  await page.locator('main li').filter({ hasText: number }).getByText('Approva o respingi').first().click()
  await page.getByLabel(/Accogli la domanda/).check()
  await page.getByLabel(/Il servizio parte dal/).fill('2026-12-01')
  const answered = page.waitForResponse(response => response.url().endsWith('/complete'))
  await page.getByRole('button', { name: /^Concludi/ }).click()
  const answer = await answered
  if (!answer.ok()) throw new Error(`${number} was not approved: ${answer.status()}`)
}

/** The case's page, found as a clerk finds it. */
async function addressOf(page: Page, { consoleUrl }: Place, number: string): Promise<string> {
  await page.goto(`${consoleUrl}/cases`)
  const link = page.getByRole('link', { name: new RegExp(number) }).first()
  await link.waitFor()
  return (await link.getAttribute('href')) ?? ''
}

async function upload(page: Page, { consoleUrl }: Place, file: string): Promise<string> {
  await page.goto(`${consoleUrl}/imports`)
  // A file is taken once it is known what it is for.
  await page.getByRole('button', { name: 'Scegli il file' }).and(page.locator(':enabled')).waitFor()
  await page.locator('main input[type=file]').setInputFiles(file)
  await page.waitForURL(/\/imports\/[^/]+\/show/)
  return new URL(page.url()).pathname
}

async function townAddress(page: Page, { consoleUrl }: Place): Promise<string> {
  await page.goto(`${consoleUrl}/municipalities`)
  return (await page.getByRole('link', { name: town }).first().getAttribute('href')) ?? ''
}
