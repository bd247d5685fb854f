import { randomUUID } from 'node:crypto'
import { and, eq, like } from 'drizzle-orm'
import { caseRecord } from '../../db/schema/cases.ts'
import { definition } from '../../db/schema/definitions.ts'
import { outbox } from '../../db/schema/journals.ts'
import { caseView } from '../../db/schema/projections.ts'
import { caseWorkflowId } from '../../workflows/messages.ts'
import { theActivities } from '../activities/support/town.ts'
import { aCase, AT } from '../db/fixtures.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'
import { aPlan, task, within, work } from './support/diagram.ts'
import type { Element } from './support/diagram.ts'
import type { Host } from './support/host.ts'
import { aHost, municipality, until } from './support/host.ts'

jest.setTimeout(60_000)

let host: Host
let fresh: FreshDatabase | null = null
afterEach(async () => {
  await host.stop()
  await fresh?.drop()
  fresh = null
})

/** A call activity that is a case of its own. */
const call = (id: string): Element => ({
  id,
  xml: flows => `<bpmn:callActivity id="${id}" name="${id}" calledElement="other" iter:separate="true">
    <bpmn:extensionElements>
      <iter:input name="question" value="question"/>
      <iter:output target="${id}" value="result"/>
    </bpmn:extensionElements>${flows}</bpmn:callActivity>`,
})

test('a call activity marked as separate is a case of its own, and its document comes back', async () => {
  // given
  const caseId = randomUUID()
  const plan = await aPlan([work('inner')])
  host = await aHost({ openChild: () => ({ caseId, number: 'TEST-2026-000002', planHash: 'other', plan }) })
  // when
  const { state } = await (await host.start(await aPlan([call('other')]))).result()
  // then
  expect(state.document).toMatchObject({ other: { inner: 'inner done' } })
  expect(host.publications.map(it => it.caseId)).toContain(caseId)
})

test('a child whose parent no longer waits for it is closed', async () => {
  const caseId = randomUUID()
  const plan = await aPlan([task('t')])
  host = await aHost({ openChild: () => ({ caseId, number: 'TEST-2026-000002', planHash: 'other', plan }) })

  const parent = await host.start(await aPlan([within(call('other'), 'PT3S')]))
  const child = host.client.workflow.getHandle(caseWorkflowId(municipality, caseId))

  expect(await parent.result()).toMatchObject({ status: 'completed' })
  expect(await child.result()).toMatchObject({ status: 'closed' })
})

test('the child has a record, a number and a line of its own, once, and is published as every case is', async () => {
  // given
  const { db, ...rest } = (fresh = await freshDatabase())
  const activities = theActivities({ db, ...rest })
  const { town, record: parent } = await aCase(db)
  const other = { procedure: 'other', version: 1, planHash: randomUUID(), plan: await jsonPlan(), bpmn: '', forms: [] }
  const manifest = { title: { it: 'Parere' }, numberPrefix: 'PARERE', titleFeel: '"Parere su " + question' }
  await db.global(tx => tx.insert(definition).values({ ...other, manifest, requestSchema: {}, publishedAt: AT }))
  host = await aHost({
    openChild: async request => {
      await activities.openChild(request)
      // Asked again, as after a lost answer.
      return activities.openChild(request)
    },
    publish: publication => (publication.caseId === parent.id ? undefined : activities.publish(publication)),
  })
  // when
  const start = { type: 'start' as const, at: AT, data: { question: 'la mensa' } }
  const handle = await host.start(await aPlan([call('other')]), { municipality: town, caseId: parent.id, start })
  const { state } = await handle.result()
  // then
  const children = await db.withTenants([town], tx =>
    tx
      .select()
      .from(caseRecord)
      .where(like(caseRecord.idempotencyKey, `child/${parent.id}/%`)),
  )
  expect(children).toMatchObject([
    { procedure: 'other', title: 'Parere su la mensa', subjectName: parent.subjectName, channel: parent.channel },
  ])
  const child = children[0]!
  expect(child.number).toMatch(/^PARERE-\d{4}-000001$/)
  expect(state.document['other']).toMatchObject({ inner: 'inner done', case: { id: child.id, number: child.number } })
  const ofChild = and(eq(caseView.municipalityId, town), eq(caseView.caseId, child.id))
  const [view] = await db.withTenants([town], tx => tx.select().from(caseView).where(ofChild))
  expect(view).toMatchObject({ status: 'completed', number: child.number, document: { question: 'la mensa' } })
  // Its parent's workflow starts it, nobody else.
  const starts = await db.withTenants([town], tx => tx.select().from(outbox).where(eq(outbox.caseId, child.id)))
  expect(starts).toEqual([])
})

test('a procedure that is not published is an incident of the parent', async () => {
  const { db, ...rest } = (fresh = await freshDatabase())
  const activities = theActivities({ db, ...rest })
  const { town, record: parent } = await aCase(db)
  host = await aHost({ openChild: request => activities.openChild(request) })

  const handle = await host.start(await aPlan([call('other')]), { municipality: town, caseId: parent.id })
  const { state } = await until(handle, it => it.state.incidents.length > 0)

  expect(state.incidents[0]?.failure).toMatchObject({ kind: 'misconfigured', code: 'procedure-not-published' })
})

const jsonPlan = async () => JSON.parse(JSON.stringify(await aPlan([work('inner')])))
