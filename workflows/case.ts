import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow'
import type { ActDesk } from './case/act-desk.ts'
import { createActDesk } from './case/act-desk.ts'
import { createAlarm } from './case/alarm.ts'
import type { EngineHost } from './case/engine-host.ts'
import { createEngineHost } from './case/engine-host.ts'
import type { Mail } from './case/mail.ts'
import { createMail } from './case/mail.ts'
import type { CaseInput, CaseResult, CaseSnapshot } from './messages.ts'
import { actUpdate, deliverSignal, stateQuery } from './messages.ts'

/** A run at rest with more events than this hands over to a new one. */
const rollOverAt = 4_000

/** One case as the loop sees it. */
interface Case {
  input: CaseInput
  host: EngineHost
  desk: ActDesk
  mail: Mail
}

/**
 * Runs one case of any procedure: takes an event, advances the engine, carries out its commands, publishes.
 * Handlers only validate and queue; the loop alone calls the engine.
 */
export async function caseWorkflow(input: CaseInput): Promise<CaseResult> {
  const host = createEngineHost(input)
  const { inbox, refusalOf } = host
  const desk = createActDesk({ inbox, refusalOf, carried: input.carried?.ledger.answers ?? [] })
  const mail = createMail(inbox, input.carried?.ledger.messages ?? [])
  setHandler(stateQuery, () => snapshot(input, host))
  setHandler(deliverSignal, mail.receive)
  setHandler(actUpdate, desk.handle, { validator: desk.validate })
  closeOnCancellation(host)
  return CancellationScope.nonCancellable(() => drive({ input, host, desk, mail }))
}

async function drive(open: Case): Promise<CaseResult> {
  const { inbox, lanes, publisher, state, take } = open.host
  const alarm = createAlarm()
  if (!inbox.isEmpty()) holdTimeFast(open.input)
  for (;;) {
    takeAll(open.host)
    const finish = open.host.finish()
    if (finish) {
      await settleEnd(open.host)
      return { status: finish.status, output: finish.output, state: state() }
    }
    if (await lanes.runLocal()) continue
    if (publisher.isBehind()) await publisher.atRest()
    if (isTimeToRollOver(open)) await rollOver(open)
    const isAwake = () => !inbox.isEmpty() || publisher.isBehind()
    if (isAwake()) continue
    const hasRung = await alarm.wait(state().deadline, isAwake)
    holdTimeFast(open.input)
    if (hasRung) take({ stimulus: { type: 'clock' } })
  }
}

/**
 * A step that outlasts the workflow task it began in is reported to the server as progress; where nothing else is recorded before, a replay reads
 * both tasks as one and begins it at the later one's time: other times than the first run wrote and published. An event of any kind keeps them apart.
 */
function holdTimeFast({ steadyTime }: CaseInput): void {
  if (steadyTime === true) upsertMemo({ awake: true })
}

function takeAll({ inbox, take, finish }: EngineHost): void {
  for (let entry = inbox.take(); entry; entry = inbox.take()) {
    take(entry)
    // What is left is answered by `settleEnd`.
    if (finish()) return
  }
}

/** The last publication must arrive, and every sender must have an answer, before the workflow may end. */
async function settleEnd({ inbox, lanes, publisher, take }: EngineHost): Promise<void> {
  lanes.cancelAll()
  await publisher.last()
  for (;;) {
    for (let entry = inbox.take(); entry; entry = inbox.take()) if (entry.stimulus.type === 'act') take(entry)
    if (allHandlersFinished()) return
    await condition(() => allHandlersFinished() || !inbox.isEmpty())
  }
}

/** Only at rest: no work outside, nothing to publish, nothing queued. A run that has done nothing yet never qualifies. */
function isTimeToRollOver({ input, host }: Case): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo()
  const isLong = historyLength > (input.rollOverAt ?? rollOverAt) || (continueAsNewSuggested && historyLength > 100)
  return isLong && isQuiet(host)
}

const isQuiet = ({ inbox, lanes, children, publisher }: EngineHost): boolean =>
  inbox.isEmpty() && !lanes.isBusy() && !children.isBusy() && !publisher.isBusy() && !publisher.isBehind()

async function rollOver({ input, host, desk, mail }: Case): Promise<void> {
  await condition(() => allHandlersFinished() || !isQuiet(host))
  // What has arrived in the meantime comes first; a later round will roll over.
  if (!isQuiet(host)) return
  await continueAsNew<typeof caseWorkflow>({
    ...input,
    run: input.run + 1,
    carried: {
      state: host.state(),
      ledger: { answers: desk.answers(), messages: mail.seen() },
      publishedFacts: host.publisher.facts(),
    },
  })
}

/** Someone ended the workflow from outside (a parent case, an operator): the case is closed, not torn off. */
function closeOnCancellation({ inbox }: EngineHost): void {
  const close = () =>
    inbox.add({
      stimulus: {
        type: 'act',
        actor: { kind: 'system', id: 'iter' },
        requestId: `cancel/${workflowInfo().runId}`,
        reason: 'Annullata dall’esterno',
        act: { type: 'close', ground: 'cancelled' },
      },
    })
  CancellationScope.current().cancelRequested.catch(close)
}

const snapshot = (input: CaseInput, host: EngineHost): CaseSnapshot => ({
  municipality: input.municipality,
  caseId: input.caseId,
  number: input.number,
  planHash: input.planHash,
  run: input.run,
  historyLength: workflowInfo().historyLength,
  state: host.state(),
})
