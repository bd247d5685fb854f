import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { asToday, caseWorkflowId, caseWorkflowType, casesQueue, deliverSignal } from '../../workflows/messages.ts'
import { aPlan, receive, work } from './support/diagram.ts'
import type { CaseWorkflow, Host } from './support/host.ts'
import { aHost, municipality, snapshotOf, until } from './support/host.ts'

jest.setTimeout(120_000)

let host: Host
beforeAll(async () => {
  host = await aHost({ step: () => pause(3_500).then(() => 'late') })
})
afterAll(() => host.stop(), 30_000)

test('a step that outlasts its workflow task leaves the same times in a replay as it did at first', async () => {
  const caseId = randomUUID()
  const handle = await host.client.workflow.start<CaseWorkflow>(caseWorkflowType, {
    workflowId: caseWorkflowId(municipality, caseId),
    taskQueue: casesQueue,
    // The server is told of the task's progress after four fifths of that, with nothing to record yet.
    workflowTaskTimeout: '2s',
    args: [
      {
        municipality,
        caseId,
        number: 'TEST-2026-000001',
        planHash: 'test',
        plan: await aPlan([receive('wait', 'go'), work('slow')]),
        start: { type: 'start', at: new Date().toISOString(), data: {} },
        run: 1,
        ...asToday,
      },
    ],
  })
  await until(handle, it => it.state.revision > 0)
  await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: {} })
  const lived = await handle.result()

  await host.stopWorkers()
  await host.startWorkers()

  expect((await snapshotOf(handle)).state).toEqual(lived.state)
})
