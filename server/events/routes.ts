import type { Response } from 'express'

import { readChanges } from '../../db/queries/read-changes.ts'
import type { Change, ChangeCursor } from '../../db/queries/read-changes.ts'
import { streamEvents } from '../api/session.ts'
import type { Deps } from '../deps.ts'
import { staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { authenticateStaff } from '../sign-in/authenticate-staff.ts'
import { townsOf } from '../tasks/visible.ts'
import { createChangeHub } from './change-hub.ts'
import type { ChangeHub } from './change-hub.ts'

const heartbeatEvery = 25_000
const mostMissed = 1000

/** Names of the console's resources. */
const resources: Record<string, string> = {
  case: 'cases',
  task: 'tasks',
  incident: 'incidents',
  import: 'imports',
  fare: 'fares',
  platform: 'platforms',
}

/** Live events: ids only, of the person's towns, from where the browser left off. The stream ends when the session does. */
export function eventRoutes(deps: Deps): Route[] {
  const hub = createChangeHub(deps.db, error => deps.log.warn({ err: error }, 'live events wait for the database'))
  return [
    staffRoute(streamEvents, async ({ stream: request }, staff) => {
      const from = readCursor(request.get('last-event-id'))
      const again = async (): Promise<string[] | null> => {
        const isAlive = await deps.sessions.isAlive(request.sessionID)
        if (!isAlive) return null
        // Rights may have been taken away meanwhile.
        const now = await authenticateStaff(deps.db, request, deps.now()).catch(() => null)
        return now && townsOf(now)
      }
      const stream = (response: Response): Promise<void> =>
        run(deps, hub, { response, towns: townsOf(staff), from, again })
      return { status: 200 as const, stream }
    }),
  ]
}

interface Stream {
  response: Response
  towns: string[]
  from: ChangeCursor | null
  /** The towns of this moment; null when the session has ended. */
  again: () => Promise<string[] | null>
}

async function run({ db, log }: Pick<Deps, 'db' | 'log'>, hub: ChangeHub, stream: Stream): Promise<void> {
  const { response, from } = stream
  let towns = stream.towns
  response.set({ 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' })
  response.flushHeaders()
  response.write('retry: 2000\n\n')
  const tell = (change: Change): void => {
    if (towns.includes(change.municipalityId)) response.write(eventOf(change))
  }
  // Joined before catching up: a change seen twice is read twice, one missed would not be read at all.
  const leave = hub.listen(tell)
  const timer = setInterval(() => {
    stream.again().then(
      found => {
        if (found === null) {
          response.end('event: signed-out\ndata: {}\n\n')
          return
        }
        towns = found
        response.write(': still here\n\n')
      },
      (error: unknown) => log.warn({ err: error }, 'the session of a live stream could not be checked'),
    )
  }, heartbeatEvery)
  response.on('close', () => {
    clearInterval(timer)
    leave()
  })
  if (from) {
    const missed = await db.withTenants(towns, tx => readChanges(tx, from, mostMissed))
    missed.changes.forEach(tell)
    // Away for too long: cheaper to read everything anew than to hear it all.
    if (missed.changes.length === mostMissed) response.write('event: refresh\ndata: {}\n\n')
  }
}

function eventOf(change: Change): string {
  const resource = resources[change.resource] ?? change.resource
  // A task's own id names its step, which may be another office's confidence: the case is enough to read again.
  const [id] = change.resourceId.split('/')
  const data = JSON.stringify({ resource, id, version: change.version })
  return `id: ${change.txid}-${change.id}\nevent: change\ndata: ${data}\n\n`
}

function readCursor(lastEventId: string | undefined): ChangeCursor | null {
  // PostgreSQL's transaction ids are 64 bits wide: what is longer was never given out.
  const match = /^(\d{1,18})-(\d{1,15})$/.exec(lastEventId ?? '')
  return match?.[1] && match[2] ? { txid: match[1], id: Number(match[2]) } : null
}
