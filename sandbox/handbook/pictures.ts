import type { Page } from 'playwright-core'

/** A picture of the handbook: who looks at which page, and what they have open on it. */
export interface Picture {
  /** The file's name, without `.png`. */
  name: string
  who: string
  path: string
  /** Must stand on the page before it is taken. */
  shows: string | RegExp
  prepare?: (page: Page) => Promise<void>
  /** Of the whole page instead of the window. */
  isWhole?: boolean
}

/** What the story has made, for pages that need an id. */
export interface Made {
  /** Addresses of the console, without the origin. */
  town: string
  waitingCase: string
  stuckCase: string
  importFile: string
  journal: string
  entry: string
}

const clerk = 'Giulia Riva'
const supervisor = 'Marco Ferri'
const accountant = 'Renata Costa'
const administrator = 'Anna Galli'
const operator = 'Paolo Sala'

const differing = '/payments?missing=difference'

const tab = (name: RegExp) => async (page: Page) => {
  await page.getByRole('tab', { name }).click()
}

/** In the order of the handbook's pages. */
export const pictures = ({ town, waitingCase, stuckCase, importFile, journal, entry }: Made): Picture[] => [
  { name: 'operatore-attivita', who: clerk, path: '/tasks', shows: 'Le mie attività', prepare: openFirstTask },
  { name: 'operatore-pratiche', who: clerk, path: '/cases', shows: /MENSA-\d{4}-\d+/ },
  { name: 'operatore-pratica', who: clerk, path: waitingCase, shows: /In attesa/, prepare: diagramStands },
  { name: 'operatore-cronologia', who: clerk, path: waitingCase, shows: /In attesa/, prepare: tab(/Cronologia/) },
  { name: 'operatore-dati', who: clerk, path: waitingCase, shows: /In attesa/, prepare: tab(/Dati/) },
  { name: 'operatore-nuova-pratica', who: clerk, path: '/cases/create', shows: /pratica/i },
  { name: 'operatore-importazioni', who: clerk, path: '/imports', shows: 'Trascina qui' },
  { name: 'operatore-file', who: clerk, path: importFile, shows: /righe/ },
  { name: 'responsabile-decisione', who: supervisor, path: '/tasks', shows: 'Le mie attività', prepare: openDecision },
  { name: 'responsabile-scadenze', who: supervisor, path: '/deadlines', shows: 'Scadenze' },
  { name: 'responsabile-guasti', who: supervisor, path: '/incidents', shows: /pratic/ },
  { name: 'responsabile-guasto', who: supervisor, path: stuckCase, shows: /Guasto|non risponde|Bloccata/ },
  { name: 'responsabile-tariffe', who: supervisor, path: `${town}?tab=fares`, shows: 'Delibera', prepare: tryFare },
  { name: 'ragioneria-pagamenti', who: accountant, path: '/payments', shows: 'il conto torna', isWhole: true },
  { name: 'ragioneria-pagamento', who: accountant, path: differing, shows: 'accreditati', prepare: openFirstPayment },
  { name: 'ragioneria-flussi', who: accountant, path: '/flows', shows: 'Riconciliato' },
  { name: 'ragioneria-giornale', who: accountant, path: '/journals', shows: 'GDC-20261120.xml' },
  { name: 'ragioneria-rapporto', who: accountant, path: journal, shows: 'il conto torna' },
  { name: 'ragioneria-eccezioni', who: accountant, path: '/exceptions', shows: 'In errore' },
  { name: 'ragioneria-assegna', who: accountant, path: entry, shows: 'Assegna…', prepare: openAssignment },
  { name: 'ragioneria-regolarizzare', who: accountant, path: '/regularisation', shows: 'Ripartizione' },
  { name: 'ragioneria-totali', who: accountant, path: '/differences', shows: 'Totale' },
  { name: 'amministratore-comuni', who: operator, path: '/municipalities', shows: 'Madignano' },
  { name: 'amministratore-piattaforme', who: administrator, path: `${town}?tab=platforms`, shows: 'pagoPA' },
  { name: 'amministratore-uffici', who: administrator, path: `${town}?tab=offices`, shows: 'scuola' },
  { name: 'amministratore-personale', who: administrator, path: `${town}?tab=staff`, shows: 'Marco Ferri' },
  { name: 'amministratore-calendario', who: administrator, path: `${town}?tab=calendar`, shows: 'Giorni lavorativi' },
  { name: 'amministratore-chiavi', who: administrator, path: `${town}?tab=tokens`, shows: 'Scade' },
  { name: 'amministratore-registro', who: administrator, path: '/audit', shows: 'Registro' },
]

async function openFirstTask(page: Page): Promise<void> {
  await page.locator('main li').first().getByText(/\S/).first().click()
  await page.locator('main h2, main h3').nth(1).waitFor()
}

async function openDecision(page: Page): Promise<void> {
  await page
    .locator('main li')
    .filter({ hasText: 'Approva o respingi' })
    .first()
    .getByText('Approva o respingi')
    .first()
    .click()
  await page.getByText(/Accogli la domanda/).waitFor()
}

/** The drawing comes after the page. */
async function diagramStands(page: Page): Promise<void> {
  await page.locator('.djs-container svg .djs-element').first().waitFor()
}

async function tryFare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Prova su bambini di esempio' }).click()
  await page.getByText('Senza ISEE').first().waitFor()
}

async function openFirstPayment(page: Page): Promise<void> {
  await page.locator('main table.data tbody a').first().click()
  await page.getByText('Che cosa è successo').waitFor()
}

async function openAssignment(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Assegna…' }).click()
  await page.getByRole('dialog').getByRole('radio').first().waitFor()
}
