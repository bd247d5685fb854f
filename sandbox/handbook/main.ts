import { copyFileSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../browser.ts'
import { startOwnIter } from '../chaos/own-iter.ts'
import { signIn, type Place } from './desk.ts'
import { pictures, type Picture } from './pictures.ts'
import { tellStory } from './story.ts'

// npm run handbook: starts an Iter of its own, plays a morning in it and takes the handbook's pictures, those of the README among them.
const folder = 'docs/handbook/immagini'
const readme: Record<string, string> = {
  'operatore-attivita': 'tasks',
  'operatore-pratica': 'case-page',
  'responsabile-guasti': 'incidents',
}
/** A handbook is read on slow lines too. */
const largest = 200_000

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const faults: string[] = []
const browser = await openBrowser()
if (browser === null) throw new Error('No Chromium was found: set CHROME_PATH to one.')
const iter = await startOwnIter(say)
try {
  const place: Place = { consoleUrl: iter.apiUrl, sandboxUrl: iter.sandboxUrl }
  mkdirSync(folder, { recursive: true })
  const made = await tellStory(browser, place)
  await takeAll(browser, place, pictures(made))
} finally {
  await browser.close()
  await iter.stop()
  rmSync(iter.dataDir, { recursive: true, force: true, maxRetries: 5 })
}
for (const fault of faults) say(`NOT TAKEN: ${fault}`)
process.exit(faults.length > 0 ? 1 : 0)

async function takeAll(window: Browser, place: Place, wanted: Picture[]): Promise<void> {
  const people = new Map<string, Page>()
  for (const picture of wanted) {
    const page = people.get(picture.who) ?? (await signIn(window, place, picture.who))
    people.set(picture.who, page)
    // One page that has changed must not cost all the others.
    await take(page, place, picture).catch((error: unknown) => {
      faults.push(`${picture.name}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`)
    })
  }
}

async function take(
  page: Page,
  { consoleUrl }: Place,
  { name, path, shows, prepare, isWhole }: Picture,
): Promise<void> {
  page.setDefaultTimeout(20_000)
  await page.goto(consoleUrl + path)
  await page.locator('main').getByText(shows).first().waitFor()
  await prepare?.(page)
  await page.waitForLoadState('load')
  // Skeletons go, and what a live event brings comes.
  await page.waitForTimeout(800)
  const file = join(folder, `${name}.png`)
  await page.screenshot({ path: file, fullPage: isWhole === true, animations: 'disabled' })
  const { size } = statSync(file)
  if (size > largest) throw new Error(`${file} has ${Math.round(size / 1000)} kB, at most ${largest / 1000}`)
  const copy = readme[name]
  if (copy) copyFileSync(file, join('docs/images', `${copy}.png`))
  say(`${file} ${Math.round(size / 1000)} kB`)
}
