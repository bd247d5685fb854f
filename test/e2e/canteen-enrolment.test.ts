import type { Browser, Page } from 'playwright-core'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import {
  freeRange,
  freshDataDir,
  removeDataDir,
  startAndEnd,
  startIter,
  workerMetrics,
  type RunningIter,
} from '../support/iter.ts'
import { createScanner } from '../support/leak-scan.ts'
import { demoSecrets, scanCalls, scanLogs, scanMetrics, scanTemporal } from '../support/leak-sources.ts'
import { fileRequest, finishTask, ledger, openCase, openTask, openWindow, sentence, signIn, traffic } from './people.ts'

jest.setTimeout(240_000)

/** The whole story, as a new user would try it: npm start, a browser, the outside witness. Each test goes on where the one before ended. */
describe('an enrolment in the school canteen', () => {
  const dataDir = freshDataDir()
  let browser: Browser | null = null
  let iter: RunningIter
  let port: number

  beforeAll(async () => {
    browser = await openBrowser()
    port = await freeRange()
    iter = await startIter(dataDir, port)
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

  story('goes from a parent with SPID to a paid notice, credited once', async browser => {
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Chiara Bianchi' })
    const { page, errors } = await signIn(browser, iter, 'Marco Ferri')
    await openTask(page, iter, 'Approva o respingi', number)
    await page.getByText('SPID, livello 2').waitFor()
    await page.getByText('Delibera di Giunta n. 41 del 12/05/2026').waitFor()
    await page.getByLabel(/Accogli la domanda/).check()
    await page.getByLabel(/Il servizio parte dal/).fill('2026-12-01')
    await finishTask(page)
    await openCase(page, iter, number)
    await sentence(page, /In attesa del pagamento/)
    await pay(browser, iter)
    await page.getByRole('tab', { name: /Pagamenti/ }).click()
    await page.getByText('saldo 50,00 €').waitFor()
    await page.getByRole('tab', { name: /Documenti/ }).click()
    for (const name of ['Ricevuta e comunicazione di avvio', 'Provvedimento di accoglimento', 'Avviso di pagamento']) {
      await page.getByText(new RegExp(name)).first().waitFor()
    }
    await seesAct(page, iter)
    expect(errors).toEqual([])
    expect(await effects(iter)).toEqual({ positions: 1, messages: 1, payments: 1, protocols: 2 })
  })

  story('lets the term for the ISEE expire when the case is moved ahead in time: maximum fare', async browser => {
    const request = { town: 'Ripalta Cremasca', parent: 'Simone Greco', isee: 'Lo presento dopo' } as const
    const number = await fileRequest(browser, iter, request)
    const { page } = await signIn(browser, iter, 'Marco Ferri')
    await openCase(page, iter, number)
    await sentence(page, /In attesa dell.*ISEE/)
    await moveOn(page)
    await sentence(page, /Approva o respingi/)
    await openTask(page, iter, 'Approva o respingi', number)
    await page.getByText('4,50 €').first().waitFor()
  })

  story('asks the social services for the guardian’s act, and nobody else sees it', async browser => {
    const number = await fileRequest(browser, iter, {
      town: 'Madignano',
      parent: 'Elena Fontana',
      fill: page => page.getByLabel('Tutore', { exact: true }).check(),
    })
    const clerk = await signIn(browser, iter, 'Rita Poli')
    await clerk.page.goto(`${iter.consoleUrl}/cases`)
    await clerk.page.getByRole('link', { name: new RegExp(number) }).waitFor()
    await clerk.page.goto(`${iter.consoleUrl}/tasks`)
    await clerk.page.getByRole('heading', { level: 1, name: 'Le mie attività' }).waitFor()
    expect(await clerk.page.getByText('Verifica l’atto di tutela').count()).toBe(0)
    const social = await signIn(browser, iter, 'Dario Testa')
    await openTask(social.page, iter, 'Verifica l’atto di tutela', number)
  })

  story(
    'takes a file of requests whole, lists the bad rows by line, and the same file twice changes nothing',
    async browser => {
      const { page } = await signIn(browser, iter, 'Giulia Riva')
      await upload(page, iter, 'docs/examples/canteen-requests-with-errors.csv')
      await page.getByText('Codice fiscale non valido').waitFor()
      await upload(page, iter, 'docs/examples/canteen-requests.csv')
      await page.getByRole('button', { name: /^Conferma/ }).click()
      await page.getByText('Finita').first().waitFor()
      const before = await countCases(page, iter)
      await upload(page, iter, 'docs/examples/canteen-requests.csv')
      await page.getByText('Finita').first().waitFor()
      expect(await countCases(page, iter)).toBe(before)
    },
  )

  story('is typed at the counter, identified by the document seen, and refused after a notice', async browser => {
    const clerk = await signIn(browser, iter, 'Carla Dolci')
    const number = await typeRequest(clerk.page, iter)
    await openTask(clerk.page, iter, 'Identifica il richiedente', number)
    await clerk.page.getByLabel('Identificato', { exact: true }).check()
    await clerk.page.getByLabel(/Carta d’identità/).check()
    await clerk.page.getByLabel(/Numero del documento/).fill('CA12345AB')
    await clerk.page.getByLabel(/Visto il/).fill('2026-11-22')
    await finishTask(clerk.page)
    const head = await signIn(browser, iter, 'Franco Moro')
    await openTask(head.page, iter, 'Approva o respingi', number)
    await head.page.getByLabel(/Respingi la domanda/).check()
    await head.page.getByLabel(/Motivazione/).fill('La domanda è arrivata fuori dal periodo di iscrizione.')
    await finishTask(head.page)
    await openCase(head.page, iter, number)
    await sentence(head.page, /osservazioni/)
    await head.page
      .getByText('Termine sospeso')
      .or(head.page.getByText(/sospeso/))
      .first()
      .waitFor()
    await moveOn(head.page)
    await openTask(head.page, iter, 'Decidi dopo il preavviso', number)
    await head.page.getByLabel(/Respingi la domanda/).check()
    await head.page.getByLabel(/Motivazione/).fill('Nessuna osservazione è pervenuta.')
    await finishTask(head.page)
    await openTask(clerk.page, iter, 'Registra la consegna del provvedimento', number)
    await clerk.page.getByLabel(/A mano/).check()
    await clerk.page.getByLabel(/Consegnato il/).fill('2026-12-10')
    await clerk.page.getByLabel(/Prova della consegna/).fill('Ricevuta firmata allo sportello')
    await finishTask(clerk.page)
    await openCase(clerk.page, iter, number)
    await sentence(clerk.page, /respinta/i)
  })

  story('waits visibly while pagoPA does not answer, and heals by itself', async browser => {
    await fetch(`${iter.sandboxUrl}/faults/pagopa`, put({ kind: 'down' }))
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Francesca Conti' })
    const { page } = await signIn(browser, iter, 'Marco Ferri')
    await approve(page, iter, number)
    await openCase(page, iter, number)
    await sentence(page, /pagoPA non risponde|Bloccata/)
    await fetch(`${iter.sandboxUrl}/faults/pagopa`, { method: 'DELETE' })
    await sentence(page, /In attesa del pagamento/)
    const positions = (await ledger(iter, 'position')).length
    expect(positions).toBe(2)
  })

  it('is not started twice, and survives kill -9 of everything', async () => {
    const second = await startAndEnd(dataDir, port)
    expect(second).toMatchObject({ code: 1, printed: expect.stringContaining('already running') })
    await iter.kill()
    iter = await startIter(dataDir, port)
    const status: { status: string } = JSON.parse(await (await fetch(`${iter.consoleUrl}/status`)).text())
    expect(status.status).toBe('ok')
  })

  story('goes on where it was after that', async browser => {
    const number = await fileRequest(browser, iter, { town: 'Offanengo', parent: 'Paolo Gallo' })
    const { page } = await signIn(browser, iter, 'Franco Moro')
    await openCase(page, iter, number)
    await sentence(page, /Approva o respingi|Verifica/)
  })

  story('has left nobody’s name, code, address or number in a history, log, metric, URL or refusal', async () => {
    const scanner = createScanner(demoSecrets())
    expect(await scanTemporal(scanner, `127.0.0.1:${port + 9}`)).toBeGreaterThan(0)
    scanLogs(scanner, dataDir)
    await scanMetrics(scanner, [`${iter.consoleUrl}/metrics`, workerMetrics(port)])
    await scanCalls(scanner, iter.sandboxUrl)
    traffic.scan(scanner, iter.consoleUrl)
    expect(Object.keys(scanner.scanned())).toEqual(expect.arrayContaining(['history', 'log', 'metrics', 'call', 'url']))
    expect(scanner.leaks()).toEqual([])
  })
})

async function approve(page: Page, iter: RunningIter, number: string): Promise<void> {
  await openTask(page, iter, 'Approva o respingi', number)
  await page.getByLabel(/Accogli la domanda/).check()
  await page.getByLabel(/Il servizio parte dal/).fill('2026-12-01')
  await finishTask(page)
}

/** The act is a PDF that opens in a tab. */
async function seesAct(page: Page, iter: RunningIter): Promise<void> {
  const link = page.getByRole('link', { name: /Provvedimento di accoglimento/ }).first()
  const answer = await page.request.get(new URL((await link.getAttribute('href')) ?? '', iter.consoleUrl).href)
  expect(answer.headers()['content-disposition']).toMatch(/^inline/)
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-')
}

/** Moves the case ahead to its next deadline, on the real engine. */
async function moveOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sposta avanti nel tempo' }).click()
  await page.getByRole('button', { name: /Fino alla prossima scadenza/ }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** "Nuova pratica", typed by a clerk for somebody who stands in front of the desk; returns the case's number. */
async function typeRequest(page: Page, iter: RunningIter): Promise<string> {
  const [parent, child] = [
    citizens.find(one => one.id === 'gallo-paolo'),
    citizens.find(one => one.id === 'gallo-matilde'),
  ]
  if (!parent || !child) throw new Error('The demo people have changed.')
  await page.goto(`${iter.consoleUrl}/cases/create`)
  for (const [section, person] of [
    ['Richiedente', parent],
    ['Bambina o bambino', child],
  ] as const) {
    const part = page.locator('section').filter({ has: page.getByRole('heading', { name: section }) })
    await part.getByLabel(/^Nome/).fill(person.firstName)
    await part.getByLabel(/^Cognome/).fill(person.lastName)
    await part.getByLabel(/^Codice fiscale/).fill(person.fiscalCode)
  }
  await page.getByLabel('Genitore', { exact: true }).check()
  await page.getByLabel('2026/2027', { exact: true }).check()
  await page.getByLabel('Scuola primaria San Bassiano').check()
  await page.getByRole('combobox', { name: /^Classe/ }).click()
  await page.getByRole('option', { name: '2A' }).click()
  for (const day of ['Lunedì', 'Mercoledì']) await page.getByLabel(day, { exact: true }).check()
  await page.getByLabel(/Menù comune/).check()
  await page.getByLabel(/Non presentata/).check()
  await page.getByRole('button', { name: 'Presenta la pratica' }).click()
  const number = page
    .locator('main')
    .getByText(/MENSA-\d{4}-\d+/)
    .first()
  await number.waitFor()
  return /MENSA-\d{4}-\d+/.exec(await number.innerText())?.[0] ?? ''
}

/** The page must know the procedures before it takes a file. */
async function upload(page: Page, iter: RunningIter, file: string): Promise<void> {
  await page.goto(`${iter.consoleUrl}/imports`)
  await page.getByRole('link', { name: /modello/ }).waitFor()
  await page.setInputFiles('input[type=file]', file)
}

async function pay(browser: Browser, iter: RunningIter): Promise<void> {
  const { page } = await openWindow(browser)
  await page.goto(`${iter.sandboxUrl}/notices`)
  await page
    .getByRole('button', { name: /^Paga l’avviso/ })
    .first()
    .click()
  await page.getByText(/la ricevuta è partita/).waitFor()
  await page.context().close()
}

async function effects(iter: RunningIter) {
  const count = async (kind: string) => (await ledger(iter, kind)).length
  return {
    positions: await count('position'),
    messages: await count('message'),
    payments: await count('payment'),
    protocols: await count('protocol'),
  }
}

async function countCases(page: Page, iter: RunningIter): Promise<number> {
  const answer = await page.request.get(`${iter.consoleUrl}/api/v1/cases?limit=100`)
  const { items }: { items: unknown[] } = JSON.parse(await answer.text())
  return items.length
}

const put = (body: object): RequestInit => ({
  method: 'PUT',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
