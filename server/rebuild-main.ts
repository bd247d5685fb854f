import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Client } from '@temporalio/client'

import { assertSafeRole } from '../db/assert-safe-role.ts'
import { createDb } from '../db/client.ts'
import type { Db } from '../db/client.ts'
import { createKeys } from '../db/keys.ts'
import { deliverAgain } from '../db/queries/deliver-again.ts'
import { municipality } from '../db/schema/municipalities.ts'
import { readReconcilerConfig } from './reconciler/config.ts'
import { rebuildTown } from './reconciler/rebuild-town.ts'
import { followActs } from './reconciler/follow-acts.ts'
import { lazyClient } from './temporal/connect.ts'
import { requireWorker } from './temporal/require-worker.ts'

const usage = `Makes what lists and case pages show anew, from Temporal and from the states stored at closing. People may work meanwhile.

  --town <name, ISTAT code or id>   one municipality; all when left out
  --after <case id>                 go on after this case (with --town), as a stopped rebuild has printed it
  --deliver-again-since <instant>   after a restore: first tell the cases again what they were told since then (ISO 8601, the time of
                                    Temporal's back-up or earlier); what they know already they ignore
`

const { values } = parseArgs({
  options: {
    town: { type: 'string' },
    after: { type: 'string' },
    'deliver-again-since': { type: 'string' },
    help: { type: 'boolean' },
  },
})
const say = (line: string): void => void process.stdout.write(`${line}\n`)

if (values.help) say(usage)
else await rebuild().catch(fail)

async function rebuild(): Promise<void> {
  const config = readReconcilerConfig(process.env)
  const db = createDb({ url: config.databaseUrl, name: 'iter-rebuild', max: 8 })
  const keyDb = createDb({ url: config.databaseUrl, name: 'iter-rebuild-keys', max: 2 })
  const keys = createKeys({ db: keyDb, masterKey: Buffer.from(config.masterKey, 'base64') })
  const temporal = lazyClient({ ...config.temporal, keys })
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort(new Error('stopped')))
  try {
    await assertSafeRole(db)
    const client = await reached(temporal.client, config.temporal.address)
    for (const town of await townsOf(db)) await rebuildOne(db, client, town, stopping.signal)
  } finally {
    await Promise.all([temporal.close(), db.end(), keyDb.end()])
  }
}

async function reached(connect: () => Promise<Client>, address: string): Promise<Client> {
  try {
    const client = await connect()
    await requireWorker(client)
    return client
  } catch (cause) {
    throw new Error(
      `Temporal at ${address} or its worker cannot be reached: nothing was changed. Start them, then repeat.`,
      {
        cause,
      },
    )
  }
}

interface Town {
  id: string
  name: string
}

async function townsOf(db: Db): Promise<Town[]> {
  const all = await db.global(tx => tx.select().from(municipality).orderBy(municipality.name))
  const { town } = values
  const chosen = town === undefined ? all : all.filter(one => [one.id, one.code, one.name].includes(town))
  if (chosen.length === 0) throw new Error(`There is no municipality "${town ?? ''}".`)
  if (values.after !== undefined && chosen.length > 1) throw new Error('--after goes with --town.')
  return chosen
}

async function rebuildOne(db: Db, client: Client, { id, name }: Town, signal: AbortSignal): Promise<void> {
  const since = values['deliver-again-since']
  if (since !== undefined)
    say(`${name}: ${await tellAgain(db, id, new Date(since).toISOString())} acts are on their way again`)
  let last = values.after ?? ''
  try {
    const figures = await rebuildTown({ db, client }, id, {
      ...(values.after !== undefined && { after: values.after }),
      signal,
      onTrouble: (caseId, why) => say(`${name}: case ${caseId}: ${why}`),
      onProgress: progress => {
        last = progress.last
        say(`${name}: ${progress.done} of ${progress.of}`)
      },
    })
    if (figures.failed > 0) process.exitCode = 1
    say(`${name}: ${figures.rebuilt} rebuilt, ${figures['no-workflow']} without workflow, ${figures.failed} failed`)
  } catch (error) {
    if (last) say(`${name}: goes on with: npm run rebuild -- --town "${id}" --after ${last}`)
    throw error
  }
}

async function tellAgain(db: Db, town: string, since: string): Promise<number> {
  return db.withTenants([town], async tx => {
    const acts = await deliverAgain(tx, town, { since })
    await followActs(tx, town, randomUUID(), acts)
    return acts.length
  })
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : ''
  process.stderr.write(`${message}${cause}\n`)
  process.exitCode = 1
}
