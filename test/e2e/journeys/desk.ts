import type { Browser } from 'playwright-core'
import type { RunningIter } from '../../support/iter.ts'

/** What a journey walks on: a browser, and the one Iter that all of them share. */
export interface Place {
  browser: Browser
  iter: Pick<RunningIter, 'consoleUrl' | 'sandboxUrl'>
}

/** Declares one journey: skipped, with a notice, where no browser is found. */
export type Desk = (name: string, walk: (place: Place) => Promise<void>) => void
