import type { z } from 'zod'

import type { PaymentLine } from '../../db/queries/payments-office/list-payments.ts'
import type { LocalDate, Text } from '../../engine/json.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { codeWords, dotWords } from '../../reconciliation/words.ts'
import type { paymentRow } from '../api/payment-views.ts'
import { maskName } from '../reading/masking.ts'
import type { Staff } from '../sign-in/staff.ts'
import { awaitedOf } from './missing-words.ts'
import type { PaymentNames } from './payment-names.ts'

export type PaymentRow = z.input<typeof paymentRow>

export interface Reading {
  names: PaymentNames
  staff: Staff
  today: LocalDate
}

/** A line of the list of payments as the API gives it, with initials for whoever need not know whose it is. */
export function paymentRowOf(line: PaymentLine, { names, staff, today }: Reading): PaymentRow {
  const masked = staff.masked(line.municipalityId)
  const awaited = awaitedOf(line, today)
  const isReported = line.reported === 'reported' || line.reported === 'anomalous'
  return {
    id: line.id,
    municipality: names.municipality(line.municipalityId),
    iuv: line.iuv,
    nav: line.nav,
    service: names.service(line.municipalityId, line.service),
    // It may hold a child's name.
    description: masked ? null : line.description,
    debtor: masked ? maskName(line.debtorName) : line.debtorName,
    cents: line.cents,
    reportedCents: isReported ? line.ownCents : null,
    dueOn: line.dueOn,
    paidAt: line.paidAt,
    paid: {
      state: line.paid,
      on: line.paidAt === null ? null : localDate(line.paidAt),
      text: dotWords.paid[line.paid],
    },
    reported: { state: line.reported, on: line.reportedOn, text: dotWords.reported[line.reported] },
    reconciled: { state: line.reconciled, on: line.reconciledOn, text: dotWords.reconciled[line.reconciled] },
    missing: line.missing,
    missingText: awaited.text,
    expectedOn: awaited.expectedOn,
    late: awaited.late,
    code: line.code,
    codeText: codeText(line.code),
    duplicates: line.duplicates,
    flow: flowOf(line),
    entry: entryOf(line),
    caseId: line.caseId,
    changedAt: line.changedAt,
  }
}

/** What a name of the accountants stands for. */
export function codeText(code: string | null): Text | null {
  const words: Record<string, Text> = codeWords
  return code === null ? null : (words[code] ?? { it: code, en: code })
}

function flowOf({ flow, flowId }: PaymentLine): PaymentRow['flow'] {
  if (flow === null || flowId === null) return null
  const { totalCount: count, totalCents, creditedCents, psp, status } = flow
  const differenceCents = creditedCents === 0 ? null : creditedCents - totalCents
  return { id: flowId, flowId: flow.flowId, psp, count, totalCents, creditedCents, differenceCents, status }
}

function entryOf({ entry, entryId }: PaymentLine): PaymentRow['entry'] {
  if (entry === null || entryId === null) return null
  const { bank, exercise, number } = entry
  return { id: entryId, bank, exercise, number }
}
