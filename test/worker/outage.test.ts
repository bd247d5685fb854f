import { randomUUID } from 'node:crypto'
import { Connection } from '@temporalio/client'
import { msNumberToTs } from '@temporalio/common/lib/time.js'
import { eq, isNull } from 'drizzle-orm'
import { pino } from 'pino'
import { operationSpecs } from '../../activities/catalogue.ts'
import { insertCase } from '../../db/queries/insert-case.ts'
import { definition } from '../../db/schema/definitions.ts'
import { auditEntry, outbox } from '../../db/schema/journals.ts'
import { platformSetting } from '../../db/schema/municipalities.ts'
import { caseView, incident, workAttempt } from '../../db/schema/projections.ts'
import { planLoader } from '../../server/relay/plan-loader.ts'
import type { Relay } from '../../server/relay/relay.ts'
import { startRelay } from '../../server/relay/relay.ts'
import { lazyClient } from '../../server/temporal/connect.ts'
import { workerConfig } from '../../worker/config.ts'
import { runWorker } from '../../worker/run-worker.ts'
import { AT, aNewCase, aTown } from '../db/fixtures.ts'
import type { FreshDatabase } from '../support/database.ts'
import { freshDatabase } from '../support/database.ts'
import { aPlan } from '../workflows/support/diagram.ts'
import { theBundle } from '../workflows/support/host.ts'
import type { Register } from './support/register.ts'
import { aRegister } from './support/register.ts'

const address = process.env['TEST_TEMPORAL_ADDRESS'] ?? ''
const namespace = `outage-${randomUUID()}`
const log = pino({ level: process.env['TEST_LOG'] ?? 'silent' })
const stopping = new AbortController()

let database: FreshDatabase
let register: Register
let relay: Relay
let worker: Promise<void>
let temporal: ReturnType<typeof lazyClient>

beforeAll(async () => {
  database = await freshDatabase()
  register = await aRegister()
  const connection = await Connection.connect({ address })
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msNumberToTs(86_400_000),
  })
  await connection.close()
  const config = workerConfig({
    DATABASE_URL: database.appUrl,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    ITER_MASTER_KEY: database.masterKey.toString('base64'),
    ITER_REHEARSAL: 'true',
    ITER_RETRY_SCALE: '0.001',
    WORKFLOW_BUNDLE: await theBundle(),
  })
  worker = runWorker(config, log, stopping.signal)
  temporal = lazyClient({ address, namespace, keys: database.keys })
  relay = startRelay({ db: database.relay, client: () => temporal.client(), loadPlan: planLoader(database.relay), log })
}, 60_000)

afterAll(async () => {
  await relay.stop()
  stopping.abort()
  await Promise.all([worker, temporal.close(), register.stop()])
  await database.drop()
}, 60_000)

test('an outage of a platform heals by itself: every case goes on, and each effect happens once', async () => {
  // given: cases that came while the register was away
  register.isDown = true
  const town = await aTown(database.db)
  await connectRegister(town)
  const definitionId = await aDefinitionOfOneStep()
  const cases = await Promise.all(Array.from({ length: 5 }, () => aStartedCase(town, definitionId)))
  await until(async () => (await openIncidents(town)).length === cases.length)
  const attempts = await database.db.withTenants([town], tx => tx.select().from(workAttempt))
  // when
  register.isDown = false
  await until(async () => (await statuses(town)).every(status => status === 'completed'))
  // then
  expect(await openIncidents(town)).toEqual([])
  expect(new Set(register.registered).size).toBe(cases.length)
  expect(register.registered).toHaveLength(cases.length)
  const queued = attempts.filter(attempt => attempt.lane === 'queued' && attempt.caseId === cases[0])
  expect(queued.map(attempt => attempt.try).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5])
  expect(queued).toEqual(
    queued.map(() => expect.objectContaining({ errorKind: 'unavailable', endedAt: expect.any(String) })),
  )
  expect(queued.filter(attempt => attempt.nextAt === null).map(attempt => attempt.try)).toEqual([5])
  // and nobody was asked, yet it is known who did it
  const acts = await database.db.withTenants([town], tx => tx.select().from(outbox).where(eq(outbox.kind, 'update')))
  expect(acts).toHaveLength(cases.length)
  const entries = await database.db.withTenants([town], tx => tx.select().from(auditEntry))
  expect(entries.filter(entry => entry.action === 'outage.healed')).not.toHaveLength(0)
}, 120_000)

async function connectRegister(town: string): Promise<void> {
  const secrets = await database.keys.sealFor(town, JSON.stringify({ token: 'token' }), 'platform_setting/register')
  const row = { municipalityId: town, platform: 'register', baseUrl: register.baseUrl, secrets }
  await database.db.withTenants([town], tx => tx.insert(platformSetting).values(row))
}

async function aDefinitionOfOneStep(): Promise<string> {
  const plan: any = await aPlan(
    [
      {
        id: 'protocol',
        xml: flows => `<bpmn:serviceTask id="protocol" name="Protocolla" iter:operation="register.protocol">
          <bpmn:extensionElements><iter:input name="direction" value="&quot;in&quot;"/><iter:input name="subject" value="&quot;Domanda&quot;"/>
          <iter:output target="protocol" value="result"/></bpmn:extensionElements>${flows}</bpmn:serviceTask>`,
      },
    ],
    operationSpecs() as any,
  )
  const row = { procedure: 'test', version: 1, planHash: randomUUID(), plan, bpmn: '', manifest: {}, requestSchema: {} }
  const [made] = await database.db.global(tx =>
    tx
      .insert(definition)
      .values({ ...row, forms: [], publishedAt: AT })
      .returning(),
  )
  return made?.id ?? ''
}

async function aStartedCase(town: string, definitionId: string): Promise<string> {
  const start = { type: 'start', at: new Date().toISOString(), data: { case: { channel: 'front-office' } } }
  const made = aNewCase(town, definitionId, {
    start: ({ number }) => ({ payload: { definition: definitionId, number, start }, document: {} }),
  })
  const inserted = await database.db.withTenants([town], tx => insertCase(tx, made))
  relay.wake()
  return inserted.kind === 'conflict' ? '' : inserted.record.id
}

const openIncidents = (town: string) =>
  database.db.withTenants([town], tx => tx.select().from(incident).where(isNull(incident.resolvedAt)))

const statuses = async (town: string) =>
  (await database.db.withTenants([town], tx => tx.select().from(caseView))).map(view => view.status)

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 100))
}
