import type { Page } from 'playwright-core'
import { confirm, fileRequest, finishTask, ledger, openCase, openTask, sentence, signIn } from '../people.ts'
import { axe } from '../a11y.ts'
import type { Desk, Place } from './desk.ts'

/** Failures by cause: what is stuck, what may have happened outside, one retried, all restarted. */
export function incidentJourneys(desk: Desk): void {
  desk(
    'groups what a wrong key stops, retries one with its preview, then all the others',
    async ({ browser, iter }) => {
      const operator = await signIn(browser, iter, 'Paolo Sala', 'Guasti aperti')
      const town = await townOf(operator.page, 'Madignano')
      await setKey(operator.page, town, 'wrong')
      const numbers: string[] = []
      for (let count = 0; count < 3; count++)
        numbers.push(await fileRequest(browser, iter, { town: 'Madignano', parent: 'Elena Fontana' }))
      const { page, errors } = await signIn(browser, iter, 'Dario Testa')
      await page.goto(`${iter.consoleUrl}/incidents`)
      const group = page.getByRole('region', { name: /Protocollo|protocollo/ }).first()
      await group.getByText('3', { exact: true }).waitFor()
      await group.getByRole('link', { name: /Comuni › Madignano/ }).waitFor()
      await setKey(operator.page, town, `sandbox-register-${town.code}`)

      await group.getByRole('button', { name: 'Vedi le 3 pratiche' }).click()
      await retryOne(page, numbers[0] ?? '')
      await group.getByRole('button', { name: /Fai ripartire tutte/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog
        .getByRole('region', { name: 'Che cosa farà' })
        .getByText(/al secondo/)
        .waitFor()
      await dialog.getByLabel(/Motivo/).fill('La chiave del protocollo è stata sostituita.')
      expect(await axe(page)).toEqual([])
      await confirm(page, dialog)
      await page.getByRole('progressbar').first().waitFor()
      await page
        .getByText(/^2 ripartite/)
        .first()
        .waitFor()
      expect(await axe(page)).toEqual([])
      await openCase(page, iter, numbers[2] ?? '')
      await sentence(page, /In attesa/)
      expect(errors).toEqual([])
    },
  )

  desk('leaves to a person what may have happened already: recorded by hand, and not sent twice', async place => {
    const { browser, iter } = place
    const number = await fileRequest(browser, iter, { town: 'Ripalta Cremasca', parent: 'Chiara Bianchi' })
    const { page } = await signIn(browser, iter, 'Marco Ferri')
    await setFault(iter, 'io', { kind: 'answer-lost', times: 1 })
    await openTask(page, iter, 'Approva o respingi', number)
    await page.getByLabel(/Accogli la domanda/).check()
    await page.getByLabel(/Il servizio parte dal/).fill('2026-12-01')
    await finishTask(page)
    await openCase(page, iter, number)
    await sentence(page, /Da verificare.*potrebbe essere già avvenuto su IO/)
    const before = (await ledger(iter, 'message')).length
    const panel = page.getByRole('region', { name: 'Guasto' }).first()
    await panel.getByText(/va verificato prima di ripetere/).waitFor()
    expect(await axe(page)).toEqual([])
    await panel.getByRole('button', { name: 'Registra l’esito a mano' }).click()
    const dialog = page.getByRole('dialog')
    await dialog
      .getByRole('group', { name: /Il messaggio è arrivato su IO/ })
      .getByLabel('Sì')
      .check()
    await dialog.getByLabel(/Numero del messaggio in IO/).fill('01HZVISTOSUIO')
    await dialog
      .getByRole('group', { name: /Come è stata raggiunta/ })
      .getByLabel('IO', { exact: true })
      .check()
    await dialog.getByLabel(/Da dove lo sai/).fill('Visto sul portale di IO')
    await dialog.getByLabel(/Motivo/).fill('Il messaggio risulta consegnato sul portale di IO.')
    await confirm(page, dialog)
    await sentence(page, /In attesa del pagamento/)
    expect((await ledger(iter, 'message')).length).toBe(before)
  })
}

async function retryOne(page: Page, number: string): Promise<void> {
  await page.getByRole('button', { name: `Riprova ${number}` }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('region', { name: 'Che cosa farà' }).getByRole('listitem').first().waitFor()
  expect(await axe(page)).toEqual([])
  await dialog.getByLabel(/Motivo/).fill('La chiave del protocollo è stata sostituita.')
  await confirm(page, dialog)
  await page.getByRole('button', { name: `Riprova ${number}` }).waitFor({ state: 'detached' })
}

interface Town {
  id: string
  code: string
}

async function townOf(page: Page, name: string): Promise<Town> {
  const answer = await page.request.get(new URL('/api/v1/municipalities', page.url()).href)
  const { items }: { items: (Town & { name: string })[] } = JSON.parse(await answer.text())
  const town = items.find(one => one.name === name)
  if (!town) throw new Error(`There is no town ${name}.`)
  return town
}

/** As the settings page does: the town's key for the protocol register. */
async function setKey(page: Page, { id }: Town, token: string): Promise<void> {
  const at = new URL(`/api/v1/municipalities/${id}/platforms`, page.url())
  const { items }: { items: { platform: string; baseUrl: string }[] } = JSON.parse(
    await (await page.request.get(at.href)).text(),
  )
  const baseUrl = items.find(one => one.platform === 'register')?.baseUrl
  const answer = await page.request.put(`${at.href}/register`, {
    headers: { Origin: at.origin, 'Sec-Fetch-Site': 'same-origin', 'X-Iter-Request': '1' },
    data: { baseUrl, secrets: { token }, keyExpiresAt: null },
  })
  if (answer.status() !== 200) throw new Error(`The key was not saved: ${answer.status()} ${await answer.text()}`)
}

async function setFault({ sandboxUrl }: Place['iter'], platform: string, fault: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' }
  await fetch(`${sandboxUrl}/faults/${platform}`, { method: 'PUT', headers, body: JSON.stringify(fault) })
}
