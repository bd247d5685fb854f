import { z } from 'zod'

import { bigCents, count, id, instant, localDate, long, municipalityRef, personRef, short, text } from './common.ts'

// What the pages about payments are made of. Money is euro cents; words come from reconciliation/words.ts.

export const missingKinds = ['payment', 'receipt', 'report', 'credit', 'difference', 'nothing'] as const
export const entryClasses = ['reconciled', 'other-partner', 'unreported', 'error', 'not-pagopa', 'reversed'] as const
export const flowStatuses = [
  'waiting',
  'partial',
  'reconciled',
  'difference',
  'nothing-due',
  'other-partner',
  'ambiguous',
] as const
const assignmentTargets = ['flow', 'payment', 'not-pagopa', 'other-partner'] as const

/** How many, and how much. */
export const sum = z.object({ count, cents: bigCents }).meta({ id: 'PaymentSum' })
/** Ten thousand and one means more than ten thousand: no more are counted, and their cents are not told. */
export const counted = z.object({ count, cents: bigCents.nullable() }).meta({ id: 'CountedPayments' })

const dot = <S extends readonly [string, ...string[]]>(states: S) =>
  z.object({ state: z.enum(states), on: localDate.nullable(), text })

export const entryRef = z.object({ id, bank: short, exercise: count, number: short }).meta({ id: 'EntryRef' })

export const serviceRef = z.object({ code: short, label: text }).meta({ id: 'ServiceRef' })

const flowOfPayment = z
  .object({
    id,
    flowId: short,
    psp: short,
    count,
    totalCents: bigCents,
    creditedCents: bigCents,
    /** Credited less reported; null while nothing is credited. */
    differenceCents: bigCents.nullable(),
    status: z.enum(flowStatuses),
  })
  .meta({ id: 'FlowOfPayment' })

export const paymentRow = z
  .object({
    id,
    municipality: municipalityRef,
    iuv: short,
    nav: short.nullable(),
    service: serviceRef.nullable(),
    description: long.nullable(),
    debtor: short.nullable(),
    cents: bigCents,
    /** What reports hold of it: less where a part is another body's. */
    reportedCents: bigCents.nullable(),
    dueOn: localDate.nullable(),
    paidAt: instant.nullable(),
    paid: dot(['no', 'paid', 'no-receipt', 'revoked']),
    reported: dot(['no', 'reported', 'anomalous', 'not-due']),
    reconciled: dot(['no', 'partial', 'difference', 'reconciled', 'not-due']),
    missing: z.enum(missingKinds),
    missingText: text.nullable(),
    /** By when it should have come, in days on which banks settle. */
    expectedOn: localDate.nullable(),
    late: z.boolean(),
    /** The class under the name that accountants know. */
    code: short.nullable(),
    codeText: text.nullable(),
    /** Further receipts for the same debt. */
    duplicates: count,
    flow: flowOfPayment.nullable(),
    /** Of a credit of this payment alone. */
    entry: entryRef.nullable(),
    caseId: id.nullable(),
    changedAt: instant,
  })
  .meta({ id: 'PaymentLine' })

export const candidate = z
  .object({
    flow: id,
    flowId: short,
    psp: short,
    regulationOn: localDate,
    regulationId: short,
    totalCents: bigCents,
    /** The entry's money less the report's total. */
    differenceCents: bigCents,
    by: z.array(z.enum(['trn', 'amount', 'date'])).max(3),
  })
  .meta({ id: 'FlowCandidate' })

export const assignment = z
  .object({
    id,
    target: z.enum(assignmentTargets),
    flowId: short.nullable(),
    psp: short.nullable(),
    iuv: short.nullable(),
    text,
    reason: long,
    by: personRef.nullable(),
    at: instant,
    revoked: z.object({ by: personRef.nullable(), at: instant, reason: long }).nullable(),
    mayUndo: z.boolean(),
  })
  .meta({ id: 'EntryAssignment' })

export const entry = entryRef
  .extend({
    municipality: municipalityRef,
    /** Executed less reversed. */
    cents: bigCents,
    reversedCents: bigCents,
    regularisedCents: bigCents,
    movedOn: localDate,
    valueOn: localDate.nullable(),
    customer: short.nullable(),
    cause: long.nullable(),
    endToEndId: short.nullable(),
    account: short.nullable(),
    class: z.enum(entryClasses),
    classText: text,
    code: short,
    codeText: text,
    rule: short,
    reasonTexts: z.array(text).max(20),
    /** Credited less reported; null where nothing is compared. */
    differenceCents: bigCents.nullable(),
    candidates: z.array(candidate).max(5),
    /** The one in force. */
    assignment: assignment.nullable(),
    updatedAt: instant,
  })
  .meta({ id: 'TreasuryEntry' })

export const alarm = z
  .object({
    id,
    municipality: municipalityRef,
    kind: z.enum(['report-missing', 'credit-missing', 'receipts-missing', 'reports-unseen', 'reports-unfetched']),
    text,
    /** What went wrong the last time, where a machine tried. */
    detail: long.nullable(),
    /** The flow's id as it is compared; empty for what is about the whole town. */
    subject: short,
    flow: id.nullable(),
    since: instant,
    raisedAt: instant,
  })
  .meta({ id: 'PaymentAlarm' })

export const flowRow = z
  .object({
    id,
    municipality: municipalityRef,
    flowId: short,
    psp: short,
    pspName: short,
    revision: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ format: 'int64' }),
    flowAt: instant,
    regulationId: short,
    regulationOn: localDate,
    totalCount: count,
    totalCents: bigCents,
    foreignCount: count,
    foreignCents: bigCents,
    creditedCents: bigCents,
    differenceCents: bigCents.nullable(),
    state: z.enum(['current', 'replaced', 'anomalous']),
    status: z.enum(flowStatuses),
    statusText: text,
    reconciledOn: localDate.nullable(),
    /** Own payments without a receipt; a thousand and one means more. */
    missingReceipts: count,
    receiptTries: count,
    receiptNextAt: instant.nullable(),
    alarms: z.array(alarm).max(5),
    fileId: id,
    createdAt: instant,
  })
  .meta({ id: 'PaymentFlow' })
