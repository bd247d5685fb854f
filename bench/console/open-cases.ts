import type { Browser, Page } from 'playwright-core'
import { windowOf } from './first-load.ts'

/** Milliseconds from the press on a case in the list to its sentence on screen, for each case opened. */
export async function measureOpening(
  browser: Browser,
  { origin, cookie, cases }: { origin: string; cookie: string; cases: number },
): Promise<number[]> {
  const context = await windowOf(browser, origin, cookie)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const figures: number[] = []
  // The first one also brings the page's own program, once in a day.
  await atList(page, origin, 1)
  await openNth(page, 0)
  for (let list = 1; figures.length < cases; list += 1) {
    await atList(page, origin, list)
    const rows = await page.locator(caseLink).count()
    if (rows === 0) throw new Error('The list of cases is empty')
    for (let row = 0; row < rows && figures.length < cases; row += 1) {
      figures.push(await openNth(page, row))
      await page.goBack()
      await page.locator(caseLink).first().waitFor()
    }
  }
  await context.close()
  return figures
}

const caseLink = 'main table a[href^="/cases/"]'

/** A page of the list of all cases, ended ones too; each time in another order, so that other cases stand there. */
async function atList(page: Page, origin: string, list: number): Promise<void> {
  const sorts = ['receivedAt', 'updatedAt', 'number', 'subject']
  const query = new URLSearchParams({
    filter: '{}',
    sort: sorts[list % sorts.length] ?? 'receivedAt',
    order: list % 8 < 4 ? 'DESC' : 'ASC',
    page: '1',
    perPage: '25',
  })
  await page.goto(`${origin}/cases?${query.toString()}`)
  await page.locator(caseLink).first().waitFor()
}

/** Pressed and watched inside the page: the way between this program and the browser is not the clerk's. */
const openNth = (page: Page, row: number): Promise<number> =>
  page.evaluate(`iterBench.openCase(${JSON.stringify(caseLink)}, ${row})`)
