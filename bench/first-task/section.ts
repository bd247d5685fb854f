import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { school, schoolClass } from '../../db/schema/canteen.ts'
import { membership, office } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { publishProcedure } from '../../server/publish.ts'
import { aTown } from '../cases.ts'
import { enrolmentFolder, request } from '../enrolment/world.ts'
import { inParallel, spreadOf } from '../figures.ts'
import { sessionOf } from '../lists/people.ts'
import { browserHeaders, sessionSecret, startProgram, startServer } from '../programs.ts'
import { ms } from '../report.ts'
import type { Section } from '../report.ts'
import type { Database, Services } from '../services.ts'
import { startSides } from '../throughput/sides.ts'

/** A clerk's browser with its live events open. */
interface Screen {
  headers: Record<string, string>
  api: string
  town: string
  /** Called with the case's id at each live event about a task. */
  heard: Map<string, () => void>
}

const made = z.object({ id: z.string() })
const tasks = z.object({ items: z.array(z.object({ caseId: z.string() })) })
const event = z.object({ resource: z.string(), id: z.string() })

/** From a request's 201 to its first task on a clerk's screen: live event, then the list read again; all processes real but the platforms. */
export async function measureFirstTask(services: Services, { cases }: { cases: number }): Promise<Section> {
  const database = await services.database('first_task')
  const temporal = await services.temporal()
  const { stop: stopWorkers } = await startSides(services, database)
  const server = await startServer(database, temporal)
  const relay = startProgram('server/relay-main', {
    RELAY_DATABASE_URL: database.urls.relay,
    DATABASE_URL: database.urls.app,
    TEMPORAL_ADDRESS: temporal,
    ITER_MASTER_KEY: database.masterKey.toString('base64'),
  })
  const leaving = new AbortController()
  try {
    const screen = await openScreen(database, server.origin, leaving.signal)
    // The first ones find cold caches.
    for (let warm = 0; warm < 3; warm += 1) await fileAndWait(screen)
    const alone: number[] = []
    for (let one = 0; one < cases; one += 1) alone.push(await fileAndWait(screen))
    const together: number[] = []
    await inParallel(Array.from({ length: cases * 2 }), 10, async () => together.push(await fileAndWait(screen)))
    return report(alone, together)
  } finally {
    leaving.abort()
    await Promise.all([relay.stop(), server.stop()])
    await stopWorkers()
  }
}

async function openScreen({ db, superuser }: Database, origin: string, signal: AbortSignal): Promise<Screen> {
  await publishProcedure(db, enrolmentFolder())
  const town = await aTown(db, 'Ripalta')
  const id = randomUUID()
  await db.global(tx => tx.insert(person).values({ id, subject: id, name: 'Anna Bruni' }))
  await db.withTenants([town], async tx => {
    const of = { municipalityId: town }
    await tx.insert(office).values({ ...of, code: 'scuola', name: 'Ufficio scuola' })
    await tx.insert(membership).values({ ...of, personId: id, role: 'clerk', officeCode: 'scuola' })
    await tx.insert(school).values({ ...of, code: 'CREE80101', name: 'Rodari' })
    await tx.insert(schoolClass).values({ ...of, schoolCode: 'CREE80101', name: '2B', places: 10_000 })
  })
  const headers = browserHeaders(origin, await sessionOf(superuser, sessionSecret, id))
  const screen: Screen = { headers, api: `${origin}/api/v1`, town, heard: new Map() }
  const stream = await fetch(`${screen.api}/events`, { headers, signal })
  if (!stream.ok || stream.body === null) throw new Error(`The live events answered ${stream.status}`)
  listen(stream.body, screen.heard).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return screen
}

async function listen(body: ReadableStream<Uint8Array>, heard: Screen['heard']): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    const messages = text.split('\n\n')
    text = messages.pop() ?? ''
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1]
      if (data === undefined || !message.includes('event: change')) continue
      const { resource, id } = event.parse(JSON.parse(data))
      if (resource === 'tasks') heard.get(id)?.()
    }
  }
}

/** Milliseconds from the answer to the request to the answer that holds its task. */
async function fileAndWait({ headers, api, town, heard }: Screen): Promise<number> {
  const response = await fetch(`${api}/cases`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    body: JSON.stringify({ procedure: 'canteen-enrolment', municipality: town, request }),
  })
  const body: unknown = await response.json()
  if (response.status !== 201) throw new Error(`The request was answered ${response.status}: ${JSON.stringify(body)}`)
  const from = performance.now()
  const { id } = made.parse(body)
  for (;;) {
    const told = new Promise<void>(resolve => heard.set(id, resolve))
    const read = await fetch(`${api}/tasks?caseId=${id}`, { headers })
    if (!read.ok) throw new Error(`The tasks were answered ${read.status}: ${await read.text()}`)
    if (tasks.parse(await read.json()).items.length > 0) break
    await told
  }
  heard.delete(id)
  return performance.now() - from
}

function report(alone: number[], together: number[]): Section {
  const row = (what: string, figures: number[]) => {
    const { median, p95, most } = spreadOf(figures)
    return [what, String(figures.length), ms(median), ms(p95), ms(most)]
  }
  const { median, p95 } = spreadOf(alone)
  return {
    title: '(c) From the request accepted (201) to its first task on the screen',
    figures: { 'median to the first task': ms(median), 'p95 to the first task': ms(p95) },
    tables: [
      {
        caption: 'live event heard and list read again; server, relay and worker in processes of their own',
        head: ['requests', 'how many', 'median', 'p95', 'most'],
        rows: [row('one after the other', alone), row('ten at once', together)],
      },
    ],
    short: [],
  }
}
