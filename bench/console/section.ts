import { openBrowser } from '../../sandbox/browser.ts'
import { spreadOf } from '../figures.ts'
import { seedCases } from '../lists/seed.ts'
import { signInReaders } from '../lists/people.ts'
import { sessionSecret, startServer } from '../programs.ts'
import { ms } from '../report.ts'
import type { Section } from '../report.ts'
import { isSeeded, markSeeded } from '../services.ts'
import type { Services } from '../services.ts'
import { measureFirstLoad } from './first-load.ts'
import { measureOpening } from './open-cases.ts'
import { measureEvents } from './see-events.ts'

const targets = { firstLoadKb: 480, openingMs: 300, eventMs: 1000 }

interface Sizes {
  /** Cases stored. */
  cases: number
  /** Cases opened by each reader, and events waited for. */
  opened: number
  events: number
}

/** What a clerk feels: the first load of the day, opening a case among many, seeing what somebody else has just done. */
export async function measureConsole(services: Services, { cases, opened, events }: Sizes): Promise<Section> {
  const database = await services.database('lists')
  if (!isSeeded(services.folder, cases)) {
    const say = (line: string) => void process.stderr.write(`${line}\n`)
    say(`Seeding ${cases} cases ...`)
    await seedCases(database, cases, say)
    markSeeded(services.folder, cases)
  }
  const readers = (await signInReaders(database.superuser, sessionSecret)).filter(reader => reader.works)
  const [clerk] = readers
  const server = await startServer(database, '127.0.0.1:9')
  const browser = await openBrowser()
  try {
    if (browser === null || clerk === undefined) throw new Error('No Chromium was found: set CHROME_PATH to one.')
    const { origin } = server
    const load = await measureFirstLoad(browser, origin, clerk.cookie)
    const opening: { reader: string; figures: number[] }[] = []
    for (const { name, cookie } of readers)
      opening.push({ reader: name, figures: await measureOpening(browser, { origin, cookie, cases: opened }) })
    const seen = await measureEvents(browser, database, { origin, cookie: clerk.cookie, events })
    return report(cases, { load, opening, seen })
  } finally {
    await browser?.close()
    await server.stop()
  }
}

interface Measured {
  load: Awaited<ReturnType<typeof measureFirstLoad>>
  opening: { reader: string; figures: number[] }[]
  seen: number[]
}

function report(cases: number, { load, opening, seen }: Measured): Section {
  const kb = load.files.reduce((sum, { bytes }) => sum + bytes, 0) / 1000
  const all = spreadOf(opening.flatMap(({ figures }) => figures))
  const events = spreadOf(seen)
  return {
    title: `The console in the browser, ${cases.toLocaleString('en')} cases stored`,
    figures: {
      'first load': `${kb.toFixed(0)} kB on the line, gzip (wanted: ${targets.firstLoadKb} kB), the list stands after ${ms(load.ms)}`,
      'a case opens, p95': `${ms(all.p95)} of ${opening.flatMap(({ figures }) => figures).length} (wanted: ${targets.openingMs} ms)`,
      'an event is seen, p95': `${ms(events.p95)} of ${seen.length}, median ${ms(events.median)}, most ${ms(events.most)} (wanted: ${targets.eventMs} ms)`,
    },
    tables: [
      {
        caption: `first load, without the API's answers (${(load.answers / 1000).toFixed(0)} kB: they grow with the list)`,
        head: ['what', 'files', 'kB'],
        rows: load.files.map(({ kind, count, bytes }) => [kind, String(count), (bytes / 1000).toFixed(1)]),
      },
      {
        caption: 'from the press in the list to the sentence on screen',
        head: ['reader', 'cases', 'median', 'p95', 'most'],
        rows: opening.map(({ reader, figures }) => {
          const { median, p95, most } = spreadOf(figures)
          return [reader, String(figures.length), ms(median), ms(p95), ms(most)]
        }),
      },
    ],
    short: [
      ...(kb > targets.firstLoadKb ? [`first load: ${kb.toFixed(0)} kB`] : []),
      ...(all.p95 > targets.openingMs ? [`a case opens: p95 ${ms(all.p95)}`] : []),
      ...(events.p95 > targets.eventMs ? [`an event is seen: p95 ${ms(events.p95)}`] : []),
    ],
  }
}
