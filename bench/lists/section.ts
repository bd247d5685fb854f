import { sql } from 'drizzle-orm'
import { countCases } from '../../db/queries/count-cases.ts'
import { countLate } from '../../db/queries/count-late.ts'
import { listCases } from '../../db/queries/list-cases.ts'
import { listIncidents } from '../../db/queries/list-incidents.ts'
import { countWork, listWork, WORK_SORTS } from '../../db/queries/list-work.ts'
import type { WorkSort } from '../../db/queries/list-work.ts'
import { searchCases } from '../../db/queries/search-cases.ts'
import type { Db, Tx } from '../../db/client.ts'
import { createDb } from '../../db/client.ts'
import { onCpuMs } from '../cpu.ts'
import { spreadOf, timed } from '../figures.ts'
import { sessionSecret, startServer } from '../programs.ts'
import { ms } from '../report.ts'
import type { Section } from '../report.ts'
import type { Database, Services } from '../services.ts'
import { isSeeded, markSeeded } from '../services.ts'
import type { Reader } from './people.ts'
import { signInReaders } from './people.ts'
import { searches, someQuestions } from './questions.ts'
import { seedCases } from './seed.ts'

/** One thing that a reader asks, named by its kind. */
interface Asked {
  kind: string
  what: string
  run: () => Promise<unknown>
}

interface Figure {
  where: 'database' | 'HTTP'
  reader: string
  kind: string
  what: string
  ms: number
  /** Of the database's process, on a processor: what other programs do meanwhile is not in it. */
  cpuMs: number
}

type Share = Parameters<typeof someQuestions>[0]

const targets = { database: 50, HTTP: 100 }

/** Lists, searches, counts and case pages over many cases, in the database and over HTTP, for readers of few and of many towns. */
export async function measureLists(
  services: Services,
  { cases, quick }: { cases: number; quick: boolean },
): Promise<Section> {
  const database = await services.database('lists')
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  if (!isSeeded(services.folder, cases)) {
    say(`Seeding ${cases} cases ...`)
    await seedCases(database, cases, say)
    markSeeded(services.folder, cases)
  }
  const readers = await signInReaders(database.superuser, sessionSecret)
  const share = quick ? { one: 13, more: 10 } : { one: 2, more: 150 }
  const single = createDb({ url: database.urls.app, max: 1, name: 'bench-lists' })
  // One connection, one process of the database.
  const backend = await backendOf(single)
  const server = await startServer(database, '127.0.0.1:9')
  try {
    const figures: Figure[] = []
    for (const reader of readers) {
      figures.push(...(await ask('database', reader, ofDatabase(single, reader, share), () => onCpuMs(backend))))
      figures.push(
        ...(await ask('HTTP', reader, await ofServer(server.origin, database, reader, share, quick ? 5 : 60))),
      )
    }
    return report(figures, cases)
  } finally {
    await server.stop()
    await single.end()
  }
}

async function backendOf(db: Db): Promise<number> {
  const { rows } = await db.global(tx => tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))
  return rows[0]?.pid ?? Number.NaN
}

/** Each question twice: the second is counted, when plans and pages that everybody uses are warm. */
async function ask(where: Figure['where'], reader: Reader, asked: Asked[], cpu = () => Number.NaN): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { kind, what, run } of asked) {
    await run()
    const before = cpu()
    const { ms } = await timed(run)
    figures.push({ where, reader: reader.name, kind, what, ms, cpuMs: cpu() - before })
  }
  return figures
}

function ofDatabase(db: Db, reader: Reader, share: Share): Asked[] {
  const { towns } = reader
  const within = <T>(kind: string, what: string, run: (tx: Tx) => Promise<T>): Asked => ({
    kind,
    what,
    run: () => db.withTenants(towns, run),
  })
  const work = { towns, offices: reader.offices, within: { offices: reader.offices, towns }, state: 'open' as const }
  const mine = reader.offices.length > 0 ? { ...work, within: { offices: reader.offices, towns: [] } } : work
  const sorts: WorkSort[] = ['due', 'legalDue', 'openedAt']
  if (sorts.length !== Object.keys(WORK_SORTS).length) throw new Error('A sort of tasks is not measured')
  const groups = [undefined, 'late', 'today', 'week', 'later'] as const
  return [
    ...someQuestions(share).map(({ query, filter, sort, direction }) =>
      within('list of cases', JSON.stringify(query), tx =>
        listCases(tx, { ...filter, municipalities: towns }, { sort, direction, limit: 25 }),
      ),
    ),
    ...searches.map(text => within('search', text, tx => searchCases(tx, text, 25))),
    within('counts of cases', 'all', tx => countCases(tx)),
    within('counts of cases', 'late', tx => countLate(tx, towns)),
    ...(['asc', 'desc'] as const).flatMap(direction =>
      [undefined, true, false].map(open =>
        within('list of failures', `open ${open} ${direction}`, tx =>
          listIncidents(tx, open === undefined ? {} : { open }, { sort: 'raisedAt', direction, limit: 25 }),
        ),
      ),
    ),
    ...(reader.works
      ? [
          ...sorts.flatMap(sort =>
            groups.flatMap(group =>
              [undefined, true, false].map(free =>
                within('list of tasks', `${sort} ${group} free ${free}`, tx =>
                  listWork(tx, { ...mine, group, free }, { sort, direction: 'asc', limit: 25 }),
                ),
              ),
            ),
          ),
          within('counts of tasks', 'all', tx => countWork(tx, mine)),
        ]
      : []),
  ]
}

async function ofServer(
  origin: string,
  { superuser }: Database,
  reader: Reader,
  share: Share,
  pages: number,
): Promise<Asked[]> {
  const own = { Cookie: reader.cookie, Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'X-Iter-Request': '1' }
  const call = (kind: string, path: string, body?: unknown): Asked => ({
    kind,
    what: body === undefined ? path : JSON.stringify(body),
    run: async () => {
      const post = {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...own, 'Content-Type': 'application/json' },
      }
      const response = await fetch(`${origin}/api/v1${path}`, body === undefined ? { headers: own } : post)
      const text = await response.text()
      if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`)
    },
  })
  const { rows } = await superuser.query<{ case_id: string }>(
    `select case_id from case_event where idx = 0 and municipality_id = any ($1) order by md5(case_id::text) limit $2`,
    [reader.towns, pages],
  )
  const questions = someQuestions(share).filter((_, index) => index % 3 === 0)
  return [
    ...questions.map(({ query }) => call('list of cases', `/cases?${new URLSearchParams(query).toString()}`)),
    ...searches.map(q => call('search', '/cases/search', { q })),
    ...rows.map(({ case_id: id }) => call('case page', `/cases/${id}`)),
    call('list of failures', '/incidents'),
    call('failures by cause', '/incident-groups'),
    ...(reader.works
      ? ['due', 'legalDue', 'openedAt'].flatMap(sort =>
          ['', '&group=late', '&group=week', '&group=later', '&free=true', '&scope=mine'].map(filter =>
            call('list of tasks', `/tasks?sort=${sort}${filter}`),
          ),
        )
      : []),
  ]
}

function report(figures: Figure[], cases: number): Section {
  const keys = [...new Set(figures.map(({ where, kind, reader }) => JSON.stringify([where, kind, reader])))]
  const groups = keys.map(key => figures.filter(one => JSON.stringify([one.where, one.kind, one.reader]) === key))
  const short: string[] = []
  const rows = groups.map(group => {
    const [first] = group
    if (first === undefined) throw new Error('An empty group')
    const { median, p95, most } = spreadOf(group.map(one => one.ms))
    if (p95 > targets[first.where]) short.push(`${first.kind}, ${first.reader}, ${first.where}: p95 ${ms(p95)}`)
    const worst = group.find(one => one.ms === most)
    return [
      first.kind,
      first.where,
      first.reader,
      String(group.length),
      ms(median),
      ms(p95),
      ms(most),
      first.where === 'database' ? ms(spreadOf(group.map(one => one.cpuMs)).p95) : '',
      worst?.what.slice(0, 70) ?? '',
    ]
  })
  const p95Of = (where: Figure['where'], kind: string) =>
    ms(spreadOf(figures.filter(one => one.where === where && one.kind === kind).map(one => one.ms)).p95)
  return {
    title: `(d) Lists, searches, counts and case pages over ${cases.toLocaleString('en')} cases in 50 towns`,
    figures: {
      'lists of cases, p95 in the database': `${p95Of('database', 'list of cases')} (wanted: 50 ms)`,
      'lists of cases, p95 over HTTP': `${p95Of('HTTP', 'list of cases')} (wanted: 100 ms)`,
      'case page, p95 over HTTP': `${p95Of('HTTP', 'case page')} (wanted: 100 ms)`,
    },
    tables: [
      {
        caption: 'each asked twice, the second counted',
        head: ['what', 'where', 'reader', 'asked', 'median', 'p95', 'most', 'p95 CPU', 'the slowest'],
        rows,
      },
    ],
    short,
  }
}
