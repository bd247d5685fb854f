import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow'
import type { Activities } from '../activities/create-activities.ts'
import type { FlowInput } from './messages.ts'
import { newsSignal, platformQueue } from './messages.ts'

/**
 * Waits for what a payment report still lacks: the report itself where money came first, the money, the receipts. Facts are in the database; this is who looks
 * at them when something came, and when something should have come. One for a town and flow, never one for a payment; it ends when nothing is missing.
 */
export async function flowWorkflow(input: FlowInput): Promise<void> {
  let news = 0
  setHandler(newsSignal, () => {
    news += 1
  })
  for (;;) {
    const seen = news
    const standing = await flows.lookAtFlow({ ...input, at: now() })
    if (standing.isDone && news === seen) return
    if (standing.asksReceipts) {
      await flows.recoverReceipts({ ...input, at: now() })
      continue
    }
    // News wait in the server for the next run; those that came are looked at first.
    if (news === seen && workflowInfo().continueAsNewSuggested) return continueAsNew<typeof flowWorkflow>(input)
    const hasNews = () => news > seen
    if (standing.wakeAt === null) await condition(hasNews)
    else await condition(hasNews, Math.max(1_000, Date.parse(standing.wakeAt) - Date.now()))
  }
}

const now = () => new Date().toISOString()

const flows = proxyActivities<Pick<Activities, 'lookAtFlow' | 'recoverReceipts'>>({
  taskQueue: platformQueue('internal'),
  startToCloseTimeout: '10m',
  heartbeatTimeout: '1m',
  retry: { initialInterval: '2s', maximumInterval: '5m' },
})
