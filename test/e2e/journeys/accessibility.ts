import type { Page, Route } from 'playwright-core'
import { axe, inPage, scrollsSideways, tabThrough } from '../a11y.ts'
import { openWindow, signIn, type Window } from '../people.ts'
import type { Desk, Place } from './desk.ts'

export interface List {
  path: string
  /** What the page asks the API for first. */
  asks: string
  /** The page's own heading. */
  title: string
  /** Who may see it, where the supervisor may not. */
  by?: string
}

const supervisor = 'Marco Ferri'
const administrator = 'Anna Galli'

const lists: List[] = [
  { path: '/tasks', asks: 'tasks', title: 'Le mie attività' },
  { path: '/cases', asks: 'cases', title: 'Pratiche' },
  { path: '/deadlines', asks: 'deadlines', title: 'Scadenze' },
  { path: '/imports', asks: 'imports', title: 'Importazioni' },
  { path: '/incidents', asks: 'incident-groups', title: 'Guasti aperti' },
  { path: '/restarts', asks: 'restarts', title: 'Ripartenze' },
  { path: '/municipalities', asks: 'municipalities', title: 'Comuni' },
  { path: '/audit', asks: 'audit', title: 'Registro' },
  { path: '/checks', asks: 'checks', title: 'Controlli di coerenza', by: administrator },
]

/** WCAG 2.2 AA on every page and in every state; what a program can find of it. */
export function accessibilityJourneys(desk: Desk): void {
  desk('each list has its four faces: loading, failed, empty, full', async ({ browser, iter }) => {
    const windows = await readers(browser, iter)
    const found: string[] = []
    for (const list of lists) {
      const { page } = windows[list.by ?? supervisor] ?? missing()
      const faults = [...(await loadingThenFailed(page, iter, list)), ...(await empty(page, iter, list))]
      found.push(...faults.map(one => `${list.path} ${one}`))
    }
    expect(found).toEqual([])
    expect(Object.values(windows).flatMap(({ errors }) => errors)).toEqual([])
  })

  desk('each page is walked by keyboard, fits 320 px and has nothing that axe finds', async place => {
    const windows = await readers(place.browser, place.iter)
    const found: string[] = []
    for (const { path, by = supervisor } of [...lists, { path: '/cases/create' }, { path: '/search' }])
      found.push(...(await look(windows[by]?.page ?? missing(), place, path)))
    const { page } = windows[administrator] ?? missing()
    found.push(...(await look(page, place, await firstTown(page, place))))
    expect(found).toEqual([])
    expect(Object.values(windows).flatMap(({ errors }) => errors)).toEqual([])
  })

  desk('so is each part of a case', async place => {
    const { page, errors } = await signIn(place.browser, place.iter, supervisor)
    const case_ = await firstCase(page, place)
    const found: string[] = []
    for (const tab of ['path', 'history', 'data', 'documents', 'payments', 'messages', 'audit'])
      found.push(...(await look(page, place, `${case_}?tab=${tab}`)))
    expect(found).toEqual([])
    expect(errors).toEqual([])
  })

  desk('nobody needs a session to sign in or to read the accessibility statement', async ({ browser, iter }) => {
    const { page } = await openWindow(browser)
    const found: string[] = []
    for (const [path, title] of [
      ['/accessibility', 'Dichiarazione di accessibilità'],
      ['/accessibility?lang=en', 'Accessibility statement'],
      ['/login', /Iter|Accedi|Entra/],
    ] as const) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(iter.consoleUrl + path)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      found.push(...(await faultsOf(page, path)))
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${iter.consoleUrl}/auth/callback?code=late`)
    await page
      .getByRole('alert')
      .getByText(/È passato troppo tempo/)
      .waitFor()
    found.push(...(await axe(page)))
    expect(found).toEqual([])
  })

  desk('motion is left out for who asks for less, and paper gets the case without the frame', async place => {
    const { page } = await signIn(place.browser, place.iter, supervisor)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.goto(place.iter.consoleUrl + (await firstCase(page, place)))
    await page.getByRole('tab', { name: 'Percorso' }).waitFor()
    await page.locator('.steps').first().waitFor()
    expect(await inPage(page, 'moving')).toEqual([])
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Menu' }).isVisible()).toBe(false)
    expect(await page.locator('.sentence').isVisible()).toBe(true)
    expect(await page.locator('.steps').first().isVisible()).toBe(true)
  })
}

async function readers(browser: Place['browser'], iter: Place['iter']): Promise<Record<string, Window>> {
  return {
    [supervisor]: await signIn(browser, iter, supervisor),
    [administrator]: await signIn(browser, iter, administrator, 'Guasti aperti'),
  }
}

const missing = (): never => {
  throw new Error('Nobody of that name is signed in')
}

async function firstTown(page: Page, { iter }: Place): Promise<string> {
  const answer = await page.request.get(`${iter.consoleUrl}/api/v1/municipalities`)
  const { items }: { items: { id: string }[] } = JSON.parse(await answer.text())
  return `/municipalities/${items[0]?.id ?? ''}/show`
}

/** The API's answer is held back, then it is a refusal, then what it always was. */
export async function loadingThenFailed(page: Page, { consoleUrl }: Place['iter'], list: List): Promise<string[]> {
  const held: Route[] = []
  let isHeld = true
  const refuse = (route: Route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: gone })
  await page.route(apiOf(list), route => (isHeld ? void held.push(route) : refuse(route)))
  await page.goto(consoleUrl + list.path)
  await page.getByRole('heading', { level: 1, name: list.title }).waitFor()
  await page.getByRole('status', { name: 'Caricamento' }).first().waitFor()
  const faults = (await axe(page)).map(one => `loading: ${one}`)
  isHeld = false
  await Promise.all(held.map(refuse))
  const alert = page
    .getByRole('main')
    .getByRole('alert')
    .filter({ hasText: 'Non riesco a leggere questi dati' })
    .first()
  await alert.waitFor()
  faults.push(...(await axe(page)).map(one => `failed: ${one}`))
  await page.unroute(apiOf(list))
  await alert.getByRole('button', { name: 'Riprova' }).press('Enter')
  await alert.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1, name: list.title }).waitFor()
  return faults
}

const gone = JSON.stringify({ type: 'about:blank', title: 'Non disponibile', status: 503, kind: 'unavailable' })

export async function empty(page: Page, { consoleUrl }: Place['iter'], list: List): Promise<string[]> {
  await page.route(apiOf(list), async route => {
    const answer = await route.fetch()
    const whole: Record<string, unknown> = JSON.parse(await answer.text())
    const counts = 'counts' in whole ? { counts: zeros(whole['counts']) } : {}
    const rows = 'rows' in whole ? { rows: [] } : {}
    await route.fulfill({ response: answer, json: { ...whole, items: [], nextCursor: null, ...rows, ...counts } })
  })
  await page.goto(consoleUrl + list.path)
  await page.locator('main .face').first().waitFor()
  const faults = await axe(page)
  await page.unroute(apiOf(list))
  return faults.map(one => `empty: ${one}`)
}

/** Counts of nothing, in whatever shape they come. */
function zeros(counts: unknown): unknown {
  if (typeof counts === 'number') return 0
  if (Array.isArray(counts)) return []
  if (typeof counts !== 'object' || counts === null) return counts
  return Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, zeros(value)]))
}

/** The list itself, not what stands below it. */
const apiOf = ({ asks }: List) => new RegExp(`/api/v1/${asks}(\\?[^/]*)?$`)

async function firstCase(page: Page, { iter }: Place): Promise<string> {
  const answer = await page.request.get(`${iter.consoleUrl}/api/v1/cases?limit=1`)
  const { items }: { items: { id: string }[] } = JSON.parse(await answer.text())
  return `/cases/${items[0]?.id ?? ''}/show`
}

export async function look(page: Page, { iter }: Place, path: string): Promise<string[]> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.goto(iter.consoleUrl + path)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('status', { name: 'Caricamento' }).first().waitFor({ state: 'detached' })
  return faultsOf(page, path)
}

/** What axe, the Tab key and a narrow window find: 320 px is also 1280 px at 400 %, 720 px is 1440 px at 200 %. */
async function faultsOf(page: Page, path: string): Promise<string[]> {
  const faults = await axe(page)
  if ((await page.title()) === '') faults.push('no title')
  const { isFree, unseen, small, stops } = await tabThrough(page)
  if (!isFree) faults.push(`the focus does not come round: ${stops.slice(-3).join(' > ')}`)
  faults.push(...unseen.map(stop => `focus not seen: ${stop}`), ...small.map(stop => `smaller than 24 px: ${stop}`))
  for (const width of [720, 320]) {
    await page.setViewportSize({ width, height: 800 })
    if (await scrollsSideways(page)) faults.push(`scrolls sideways at ${width} px`)
  }
  return faults.map(fault => `${path}: ${fault}`)
}
