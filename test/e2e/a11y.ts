import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const script = readFileSync(join(__dirname, 'in-page.js'), 'utf8')

interface Stop {
  id: string
  name: string
  isSeen: boolean
  isSmall: boolean
}

interface Answers {
  begin: void
  focused: Stop | null
  scrollsSideways: boolean
  moving: string[]
}

/** Asks something of the page itself; see in-page.js. */
export function inPage<Name extends keyof Answers>(page: Page, name: Name): Promise<Answers[Name]> {
  return page.evaluate<Answers[Name]>(`${script}\ninPage.${name}()`)
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds wrong with the page as it stands: rule, place and why, one line each. */
export async function axe(page: Page): Promise<string[]> {
  // A colour that only begins to change while it is measured is in the middle, too: whoever asks for less motion sees it at once.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  await page.emulateMedia({ reducedMotion: null })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}

const mostStopsInside = 6

/** Colours in the middle of a fade are nobody's: what ends is waited for. Asked from here: the page's policy lets nobody evaluate text inside it. */
async function settled(page: Page): Promise<void> {
  const moving = `document.getAnimations().some(it => it.playState === 'running' && it.effect?.getComputedTiming().endTime !== Infinity)`
  for (let tries = 0; tries < 50 && (await page.evaluate<boolean>(moving)); tries += 1) await page.waitForTimeout(100)
}

export interface Walk {
  /** What the focus rested on, in order, each by its role and name. */
  stops: string[]
  /** Stops whose focus cannot be seen: neither outline nor shadow nor any other change. */
  unseen: string[]
  /** Stops smaller than 24 by 24 pixels that are not a link in a line of text. */
  small: string[]
  /** The focus came back to where it began: nothing holds it. */
  isFree: boolean
}

const mostStops = 200

/** Walks the whole page with the Tab key, as somebody without a mouse does. */
export async function tabThrough(page: Page): Promise<Walk> {
  await inPage(page, 'begin')
  const walk: Walk = { stops: [], unseen: [], small: [], isFree: false }
  const seen = new Set<string>()
  let last = ''
  let stays = 0
  for (let step = 0; step < mostStops; step++) {
    await page.keyboard.press('Tab')
    const stop = await inPage(page, 'focused')
    // A date field has stops inside for day, month, year and its calendar.
    if (stop?.id === last && ++stays < mostStopsInside) continue
    stays = 0
    last = stop?.id ?? ''
    if (stop === null || seen.has(stop.id)) {
      walk.isFree = stop === null || stop.id === [...seen][0]
      return walk
    }
    seen.add(stop.id)
    walk.stops.push(stop.name)
    if (!stop.isSeen) walk.unseen.push(stop.name)
    if (stop.isSmall) walk.small.push(stop.name)
  }
  return walk
}

/** Whether the page needs to be scrolled sideways: nothing but tables and the diagram may, inside their own frames. */
export const scrollsSideways = (page: Page): Promise<boolean> => inPage(page, 'scrollsSideways')
