import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
]

/**
 * Opens a headless Chromium: CHROME_PATH, one on the machine, else the one inside @sparticuz/chromium (Linux x64).
 * Null when there is none: the caller skips its tests and says so.
 */
export async function openBrowser(): Promise<Browser | null> {
  for (const candidate of [onMachine, inPackage]) {
    const found = await candidate()
    if (!found) continue
    try {
      return await chromium.launch({ executablePath: found.path, args: found.args, headless: true })
    } catch {
      // A browser that does not start here is none.
    }
  }
  return null
}

/** Whether `openBrowser` has something to try: known at once, so that a suite can mark its tests as skipped. */
export function hasBrowser(): boolean {
  const found = placeOnMachine() !== undefined || (process.platform === 'linux' && process.arch === 'x64')
  if (!found) process.stderr.write('NOTICE: no Chromium was found: the tests in a browser are skipped.\n')
  return found
}

interface Found {
  path: string
  args: string[]
}

async function onMachine(): Promise<Found | null> {
  const path = placeOnMachine()
  return path ? { path, args: quiet } : null
}

function placeOnMachine(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  const places = [
    process.env['CHROME_PATH'] ?? '',
    ...names.flatMap(name => folders.map(folder => join(folder, name))),
    mac,
  ]
  return places.find(place => place !== '' && existsSync(place))
}

async function inPackage(): Promise<Found | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  try {
    const { default: packaged } = await import('@sparticuz/chromium')
    return { path: await packaged.executablePath(), args: [...packaged.args, ...quiet] }
  } catch {
    return null
  }
}
