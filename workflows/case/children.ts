import {
  CancellationScope,
  getExternalWorkflowHandle,
  proxyActivities,
  startChild,
  workflowInfo,
} from '@temporalio/workflow'
import type { Command } from '../../engine/command.ts'
import type { CaseInput, CaseResult, Delivery } from '../messages.ts'
import { asToday, caseWorkflowId, caseWorkflowType, deliverSignal, platformQueue } from '../messages.ts'
import type { CaseActivities } from './activities.ts'
import { failureOf } from './failure.ts'
import type { Inbox, Stimulus } from './stimulus.ts'

/** Cases of their own that a call activity opens, and the messages between them and this case. */
export interface Children {
  start: (command: Extract<Command, { type: 'start-child' }>) => void
  cancel: (instance: string) => void
  /** A message that nothing in this diagram catches: it goes to the parent case and to the open children. */
  send: (command: Extract<Command, { type: 'send-message' }>) => void
  isBusy: () => boolean
}

export function createChildren(input: CaseInput, inbox: Inbox): Children {
  const open = new Map<string, { scope: CancellationScope; workflowId: string | null }>()
  const report = (stimulus: Stimulus) => inbox.add({ stimulus })

  const run = async ({ instance, procedure, data }: Parameters<Children['start']>[0], entry: OpenChild) => {
    const { data: document = data, ...begun } = await openingFor(input).openChild({
      municipality: input.municipality,
      parentCaseId: input.caseId,
      instance,
      procedure,
      data,
      at: now(),
    })
    const workflowId = caseWorkflowId(input.municipality, begun.caseId)
    // The same offices: the same working days.
    const { calendar } = input.start
    const handle = await startChild<ChildWorkflow>(caseWorkflowType, {
      workflowId,
      args: [
        {
          ...begun,
          municipality: input.municipality,
          run: 1,
          ...asToday,
          start: { type: 'start', at: now(), data: document, ...(calendar && { calendar }) },
        },
      ],
      parentClosePolicy: 'REQUEST_CANCEL',
      priority: { fairnessKey: input.municipality },
    })
    entry.workflowId = workflowId
    return handle.result()
  }

  return {
    start(command) {
      const { instance, procedure } = command
      const entry: OpenChild = { scope: new CancellationScope(), workflowId: null }
      open.set(instance, entry)
      const settle = (stimulus: Stimulus) => {
        if (open.get(instance) !== entry) return
        open.delete(instance)
        report(stimulus)
      }
      entry.scope
        .run(() => run(command, entry))
        .then(
          result => settle({ type: 'child-done', instance, output: result.state.document }),
          error => {
            const failure = failureOf(error, { operation: `child ${procedure}`, platform: 'internal', repeat: 'ask' })
            if (failure) settle({ type: 'child-failed', instance, failure })
          },
        )
    },
    cancel(instance) {
      const entry = open.get(instance)
      open.delete(instance)
      entry?.scope.cancel()
    },
    send({ id, name, key, data }) {
      // Ids of messages are unique in a case only.
      const delivery: Delivery = { id: `${input.caseId}/${id}`, name, data, ...(key !== undefined && { key }) }
      const parent = workflowInfo().parent?.workflowId
      const receivers = [parent, ...[...open.values()].map(entry => entry.workflowId)]
      for (const workflowId of receivers) {
        // A receiver that has ended in the meantime no longer needs the message.
        if (workflowId)
          getExternalWorkflowHandle(workflowId)
            .signal(deliverSignal, delivery)
            .catch(() => {})
      }
    },
    isBusy: () => open.size > 0,
  }
}

type OpenChild = { scope: CancellationScope; workflowId: string | null }
type ChildWorkflow = (input: CaseInput) => Promise<CaseResult>

const now = () => new Date(Date.now()).toISOString()

const openingFor = ({ municipality }: CaseInput) =>
  proxyActivities<CaseActivities>({
    taskQueue: platformQueue('internal'),
    startToCloseTimeout: '30s',
    retry: { initialInterval: '1s', maximumInterval: '1m', maximumAttempts: 30 },
    priority: { fairnessKey: municipality },
  })
