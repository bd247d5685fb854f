import { randomUUID } from 'node:crypto'
import { caseWorkflowId } from '../../workflows/messages.ts'
import { aPlan, task, within, work } from './support/diagram.ts'
import type { Element } from './support/diagram.ts'
import type { Host } from './support/host.ts'
import { aHost, municipality } from './support/host.ts'

jest.setTimeout(60_000)

let host: Host
afterEach(() => host.stop())

/** A call activity that is a case of its own. */
const call = (id: string): Element => ({
  id,
  xml: flows => `<bpmn:callActivity id="${id}" name="${id}" calledElement="other" iter:separate="true">
    <bpmn:extensionElements><iter:output target="${id}" value="result"/></bpmn:extensionElements>${flows}</bpmn:callActivity>`,
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
