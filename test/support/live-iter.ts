import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { Connection } from '@temporalio/client'
import { msNumberToTs } from '@temporalio/common/lib/time.js'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import type { Tx } from '../../db/client.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { insertCase } from '../../db/queries/insert-case.ts'
import { definition } from '../../db/schema/definitions.ts'
import { caseView } from '../../db/schema/projections.ts'
import type { Act } from '../../engine/event.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { planLoader } from '../../server/relay/plan-loader.ts'
import type { Relay } from '../../server/relay/relay.ts'
import { startRelay } from '../../server/relay/relay.ts'
import { lazyClient } from '../../server/temporal/connect.ts'
import { workerConfig } from '../../worker/config.ts'
import { runWorker } from '../../worker/run-worker.ts'
import type { CaseInput } from '../../workflows/messages.ts'
import { AT, aNewCase, aTown } from '../db/fixtures.ts'
import type { FreshDatabase } from './database.ts'
import { freshDatabase } from './database.ts'
import { theBundle } from '../workflows/support/host.ts'

type View = typeof caseView.$inferSelect

/** A worker, a relay and a database of their own, in this process; one town, one procedure. */
export interface LiveIter {
  database: FreshDatabase
  town: string
  relay: Relay
  startRelay(): void
  client(): Promise<Client>
  /** What a workflow of the procedure begins with. */
  input: CaseInput
  inTown<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** A case filed through the outbox, at its first rest unless told otherwise. */
  aCase(how?: { isAwaited?: boolean; data?: JsonObject }): Promise<string>
  view(id: string): Promise<View | undefined>
  /** Completes the open task of an element, as the server asks for it. */
  complete(id: string, element: string): Promise<void>
  close(id: string): Promise<void>
  /** Asks for an act and waits for nothing. */
  send(id: string, act: Act): Promise<void>
  tell(id: string, message: string): Promise<void>
  until(isSo: () => Promise<boolean>): Promise<void>
  stop(): Promise<void>
}

export async function liveIter(plan: Plan, options: { bundle?: string } = {}): Promise<LiveIter> {
  const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
  const namespace = `live-${randomUUID()}`
  const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
  const database = await freshDatabase()
  await registerNamespace(address, namespace)
  const stopping = new AbortController()
  const config = workerConfig({
    DATABASE_URL: database.appUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    ITER_MASTER_KEY: database.masterKey.toString('base64'),
    ITER_REHEARSAL: 'true',
    ITER_RETRY_SCALE: '0.001',
    WORKFLOW_BUNDLE: options.bundle ?? (await theBundle()),
  })
  const worker = runWorker(config, log, stopping.signal)
  const temporal = lazyClient({ address, namespace, keys: database.keys })
  const relay = { db: database.relay, client: () => temporal.client(), loadPlan: planLoader(database.relay), log }
  const town = await aTown(database.db)
  const definitionId = await aPublished(database, plan)
  const inTown: LiveIter['inTown'] = fn => database.db.withTenants([town], fn)

  const iter: LiveIter = {
    database,
    town,
    relay: startRelay(relay),
    startRelay: () => void (iter.relay = startRelay(relay)),
    client: () => temporal.client(),
    input: {
      municipality: town,
      caseId: '',
      number: 'TEST-1',
      planHash: 'test',
      plan,
      start: { type: 'start', at: AT, data: {} },
      run: 1,
    },
    inTown,
    async aCase({ isAwaited = true, data = {} } = {}) {
      const made = aNewCase(town, definitionId, {
        planHash: 'test',
        start: ({ number }) => {
          const document = { case: { channel: 'front-office', number }, ...data }
          const start = { type: 'start', at: new Date().toISOString(), data: document }
          return { payload: { definition: definitionId, number, start }, document }
        },
      })
      const inserted = await inTown(tx => insertCase(tx, made))
      iter.relay.wake()
      const id = inserted.kind === 'conflict' ? '' : inserted.record.id
      if (isAwaited) await iter.until(async () => (await iter.view(id))?.rest === true)
      return id
    },
    async view(id) {
      const [found] = await inTown(tx => tx.select().from(caseView).where(eq(caseView.caseId, id)))
      return found
    },
    async complete(id, element) {
      const taskOf = async () =>
        (await iter.view(id))?.view.tasks.find(one => one.element === element && one.state === 'open')?.id
      await iter.until(async () => (await taskOf()) !== undefined)
      await ask(iter, id, { type: 'complete', task: (await taskOf()) ?? '', values: {} })
    },
    send: (id, act) => send(iter, id, act),
    close: id => ask(iter, id, { type: 'close', ground: 'other' }),
    async tell(id, name) {
      const delivery = { id: randomUUID(), name, data: {} }
      const message = { municipality: town, caseId: id, kind: 'signal', payload: delivery } as const
      await inTown(tx => enqueueOutbox(tx, { ...message, idempotencyKey: delivery.id }))
      iter.relay.wake()
    },
    until,
    async stop() {
      await iter.relay.stop()
      stopping.abort()
      await Promise.all([worker, temporal.close()])
      await database.drop()
    },
  }
  return iter
}

/** A staff act through the outbox; returns when the projection shows what came of it. */
async function ask(iter: LiveIter, caseId: string, act: Act): Promise<void> {
  const before = (await iter.view(caseId))?.revision ?? 0
  await send(iter, caseId, act)
  await until(async () => ((await iter.view(caseId))?.revision ?? 0) > before)
}

async function send(iter: LiveIter, caseId: string, act: Act): Promise<void> {
  const requestId = randomUUID()
  const payload = { requestId, actor: { kind: 'staff', id: randomUUID() }, act } as const
  const message = { municipality: iter.town, caseId, kind: 'update', payload: { ...payload, act: { ...act } } } as const
  await iter.inTown(tx => enqueueOutbox(tx, { ...message, idempotencyKey: `act/clerk/${requestId}` } as any))
  iter.relay.wake()
}

async function aPublished(database: FreshDatabase, plan: Plan): Promise<string> {
  const row = { procedure: 'test', version: 1, planHash: 'test', plan, bpmn: '', manifest: {}, requestSchema: {} }
  const [made] = await database.db.global(tx =>
    tx
      .insert(definition)
      .values({ ...row, plan: plan as any, forms: [], publishedAt: AT })
      .returning(),
  )
  return made?.id ?? ''
}

async function registerNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address })
  const workflowExecutionRetentionPeriod = msNumberToTs(86_400_000)
  await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod })
  await connection.close()
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 100))
}
