import type { Tx } from '../../db/client.ts'
import { findPlatformSetting } from '../../db/queries/find-platform-setting.ts'
import { findFetch, lastReportOn } from '../../db/queries/reconciliation/fetched-reports.ts'
import { type AlarmKind, raiseAlarm, settleAlarms } from '../../db/queries/reconciliation/payment-alarms.ts'
import type { Instant } from '../../engine/json.ts'
import { localDate, startOfDay } from '../../engine/terms/instants.ts'
import { lateFrom } from '../../reconciliation/bank-days.ts'

/** The node keeps reports for some thirty days: long before that somebody must know that none come. */
const bankDays = 3

/** Raises that no report is about the last three bank days, or that none could be fetched for as long. A town that never had one is not late to have one. */
export async function checkReports(tx: Tx, municipality: string, at: Instant): Promise<void> {
  const lastOn = await lastReportOn(tx, municipality)
  const fetchedAt = (await findFetch(tx, municipality))?.fetchedAt ?? (await settledAt(tx, municipality))
  const checks: { kind: AlarmKind; since: Instant | null; lateAt: Instant | null }[] = [
    {
      kind: 'reports-unseen',
      since: lastOn && startOfDay(lastOn),
      lateAt: lastOn && lateFrom(lastOn, bankDays),
    },
    {
      kind: 'reports-unfetched',
      since: fetchedAt,
      lateAt: fetchedAt && lateFrom(localDate(fetchedAt), bankDays),
    },
  ]
  for (const { kind, since, lateAt } of checks) {
    if (since !== null && lateAt !== null && lateAt <= at)
      await raiseAlarm(tx, { municipality, kind, subject: '', since })
    else await settleAlarms(tx, municipality, { kinds: [kind], subject: '' })
  }
}

/** Where nothing was ever fetched, since when it should have been: who wrote the address down wrong must hear of it, too. */
async function settledAt(tx: Tx, municipality: string): Promise<Instant | null> {
  const setting = await findPlatformSetting(tx, municipality, 'pagopa')
  return setting?.settings['fdrUrl'] === undefined ? null : setting.updatedAt
}
