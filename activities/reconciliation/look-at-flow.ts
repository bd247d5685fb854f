import type { Tx } from '../../db/client.ts'
import { type FlowFacts, flowStanding, noteReceiptRound } from '../../db/queries/reconciliation/flow-standing.ts'
import { type AlarmKind, raiseAlarm, settleAlarms } from '../../db/queries/reconciliation/payment-alarms.ts'
import type { Instant } from '../../engine/json.ts'
import { startOfDay } from '../../engine/terms/instants.ts'
import { lateFrom } from '../../reconciliation/bank-days.ts'
import { nextRound } from './receipt-rounds.ts'

/** Bank days within which a report follows its money, and money its report (provider: money on the next day, report on the day after that). */
export const bankDaysOfPatience = 3
const dayMs = 24 * 3_600_000

export interface FlowStanding {
  isDone: boolean
  /** It is time to ask pagoPA for the missing receipts. */
  asksReceipts: boolean
  /** When to look again though nothing came; null when only news can change anything. */
  wakeAt: Instant | null
}

interface Awaited {
  kind: AlarmKind
  since: Instant
  lateAt: Instant
}

const kinds: AlarmKind[] = ['report-missing', 'credit-missing', 'receipts-missing']

/** How a flow stands at `at`: raises what is late, settles what came, and says what there is to wait for. */
export async function lookAtFlow(
  tx: Tx,
  { municipality, flowKey, at, scale }: { municipality: string; flowKey: string; at: Instant; scale: number },
): Promise<FlowStanding> {
  const facts = await flowStanding(tx, municipality, flowKey)
  const awaited = awaitedOf(facts)
  const late = awaited.filter(it => it.lateAt <= at)
  for (const { kind, since } of late) await raiseAlarm(tx, { municipality, kind, subject: flowKey, since })
  const settled = kinds.filter(kind => late.every(it => it.kind !== kind))
  await settleAlarms(tx, municipality, { kinds: settled, subject: flowKey })

  const askAt = askAtOf(facts, scale)
  if (askAt !== null && facts.report?.receiptNextAt === null) {
    await noteReceiptRound(tx, municipality, flowKey, { tries: facts.report.receiptTries, nextAt: askAt })
  }
  const times = [...awaited.filter(it => it.lateAt > at).map(it => it.lateAt), ...(askAt === null ? [] : [askAt])]
  return {
    isDone: awaited.length === 0 && !waitsForAPerson(facts),
    asksReceipts: askAt !== null && askAt <= at,
    wakeAt: times.toSorted()[0] ?? null,
  }
}

function awaitedOf({ report, creditedOn, receiptsMissing }: FlowFacts): Awaited[] {
  if (report === null) {
    if (creditedOn === null) return []
    const lateAt = lateFrom(creditedOn, bankDaysOfPatience)
    return [{ kind: 'report-missing', since: startOfDay(creditedOn), lateAt }]
  }
  const { regulationOn, arrivedAt, status, isAnomalous } = report
  const awaited: Awaited[] = []
  if (!isAnomalous && (status === 'waiting' || status === 'partial')) {
    const lateAt = lateFrom(regulationOn, bankDaysOfPatience)
    awaited.push({ kind: 'credit-missing', since: startOfDay(regulationOn), lateAt })
  }
  if (receiptsMissing > 0) {
    const lateAt = new Date(Date.parse(arrivedAt) + dayMs).toISOString()
    awaited.push({ kind: 'receipts-missing', since: arrivedAt, lateAt })
  }
  return awaited
}

/** A revision, a reversal or somebody's decision: nothing that a clock brings. */
const waitsForAPerson = ({ report }: FlowFacts): boolean =>
  report !== null && (report.isAnomalous || report.status === 'difference' || report.status === 'ambiguous')

function askAtOf({ report, receiptsMissing }: FlowFacts, scale: number): Instant | null {
  if (report === null || receiptsMissing === 0) return null
  return report.receiptNextAt ?? nextRound(report.arrivedAt, report.receiptTries, scale)
}
