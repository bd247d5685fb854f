import type { Browser } from 'playwright-core'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { freeRange, freshDataDir, removeDataDir, startIter, type RunningIter } from '../support/iter.ts'
import { accessibilityJourneys } from './journeys/accessibility.ts'
import { actsJourneys } from './journeys/acts.ts'
import { caseJourneys } from './journeys/case.ts'
import type { Desk } from './journeys/desk.ts'
import { incidentJourneys } from './journeys/incidents.ts'
import { listJourneys } from './journeys/lists.ts'
import { paymentFaces } from './journeys/payments-faces.ts'
import { paymentJourneys } from './journeys/payments.ts'
import { settingsJourneys } from './journeys/settings.ts'
import { taskJourneys } from './journeys/tasks.ts'

jest.setTimeout(900_000)

/** A day at the desk. All journeys share one Iter, to be short: each works on cases of its own. */
describe('the console', () => {
  const dataDir = freshDataDir()
  let browser: Browser | null = null
  let iter: RunningIter | undefined

  beforeAll(async () => {
    if (!hasBrowser()) return
    browser = await openBrowser()
    iter = await startIter(dataDir, await freeRange())
  })

  afterAll(async () => {
    await browser?.close()
    await iter?.stop()
    removeDataDir(dataDir)
  })

  const desk: Desk = (name, walk) =>
    (hasBrowser() ? it : it.skip)(name, async () => {
      if (!browser || !iter) throw new Error('Chromium is here but does not start: set CHROME_PATH to one that does.')
      try {
        await walk({ browser, iter })
      } finally {
        // What stays open hears of everything that the next journeys do, and asks for it.
        await Promise.all(browser.contexts().map(context => context.close()))
      }
    })

  // First: its town must be quiet.
  describe('tasks', () => taskJourneys(desk))
  describe('a case', () => caseJourneys(desk))
  describe('acts', () => actsJourneys(desk))
  describe('lists', () => listJourneys(desk))
  describe('failures', () => incidentJourneys(desk))
  describe('imports and settings', () => settingsJourneys(desk))
  describe('payments', () => paymentJourneys(desk))
  describe('the faces of payments', () => paymentFaces(desk))
  describe('for everybody', () => accessibilityJourneys(desk))
})
