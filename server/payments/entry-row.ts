import type { z } from 'zod'

import type { Assignment, EntryLine } from '../../db/queries/payments-office/list-entries.ts'
import type { Tx } from '../../db/client.ts'
import type { Text } from '../../engine/json.ts'
import { classWords, storedReasonWords } from '../../reconciliation/words.ts'
import type { assignment, entry } from '../api/payment-views.ts'
import { maskName } from '../reading/masking.ts'
import { namesOfPeople, personRef } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { PaymentNames } from './payment-names.ts'
import { codeText } from './payment-row.ts'

export type EntryRow = z.input<typeof entry>
type AssignmentView = z.input<typeof assignment>

interface Around {
  names: PaymentNames
  people: Map<string, string>
  staff: Staff
}

/** Entries as the API gives them. */
export async function entryRows(
  tx: Tx,
  lines: readonly EntryLine[],
  { names, staff }: Omit<Around, 'people'>,
): Promise<EntryRow[]> {
  const people = await peopleOf(
    tx,
    lines.flatMap(line => line.assignment ?? []),
  )
  return lines.map(line => entryRowOf(line, { names, staff, people }))
}

export const peopleOf = (tx: Tx, assignments: readonly Assignment[]): Promise<Map<string, string>> =>
  namesOfPeople(
    tx,
    assignments.flatMap(one => [one.createdBy, one.revokedBy]),
  )

function entryRowOf(line: EntryLine, { names, staff, people }: Around): EntryRow {
  const { municipalityId: town } = line
  const { customer, cause } = readableTexts(line, staff)
  const cents = line.cents - line.reversedCents
  return {
    id: line.id,
    bank: line.bank,
    exercise: line.exercise,
    number: line.number,
    municipality: names.municipality(town),
    cents,
    reversedCents: line.reversedCents,
    regularisedCents: line.regularisedCents,
    movedOn: line.movedOn,
    valueOn: line.valueOn,
    customer,
    cause,
    endToEndId: line.endToEndId,
    account: line.account,
    class: line.class,
    classText: classWords[line.class],
    code: line.code,
    codeText: codeText(line.code) ?? sameText(line.code),
    rule: line.rule,
    reasonTexts: line.reasons.map(storedReasonWords),
    differenceCents: line.differenceCents,
    candidates: line.candidates
      .filter(one => line.class === 'error' || one.by.some(by => by !== 'date'))
      .map(({ entry: _entry, ...one }) => ({ ...one, differenceCents: cents - one.totalCents })),
    assignment: line.assignment && assignmentOf(line.assignment, { people, staff }),
    updatedAt: line.updatedAt,
  }
}

/** Of who pays by an ordinary transfer, name and words are their own: whoever sees initials elsewhere sees no more here. */
export function readableTexts(
  { municipalityId, customer, cause, isPagopa }: Pick<EntryLine, 'municipalityId' | 'customer' | 'cause' | 'isPagopa'>,
  staff: Staff,
): { customer: string | null; cause: string | null } {
  if (!staff.masked(municipalityId)) return { customer: customer?.slice(0, 200) ?? null, cause: cause.slice(0, 4000) }
  return { customer: maskName(customer), cause: isPagopa ? cause.slice(0, 4000) : null }
}

export function assignmentOf(row: Assignment, { people, staff }: Omit<Around, 'names'>): AssignmentView {
  const isMine = row.revokedAt === null && staff.may('payments.assign', row.municipalityId)
  return {
    id: row.id,
    target: row.target,
    flowId: row.flowName ?? row.flowId,
    psp: row.psp,
    iuv: row.iuv,
    text: assignmentWords(row),
    reason: row.reason,
    by: personRef(people, row.createdBy),
    at: row.createdAt,
    revoked:
      row.revokedAt === null
        ? null
        : { by: personRef(people, row.revokedBy), at: row.revokedAt, reason: row.revokeReason ?? '' },
    mayUndo: isMine,
  }
}

/** What was decided, in words. */
export function assignmentWords({ target, flowName, flowId, psp, iuv }: Assignment): Text {
  switch (target) {
    case 'flow': {
      const name = flowName ?? flowId ?? ''
      return { it: `Assegnato al flusso ${name} di ${psp ?? ''}`, en: `Assigned to report ${name} of ${psp ?? ''}` }
    }
    case 'payment':
      return { it: `Assegnato al pagamento ${iuv ?? ''}`, en: `Assigned to payment ${iuv ?? ''}` }
    case 'not-pagopa':
      return { it: 'Non viene da pagoPA', en: 'Not through pagoPA' }
    case 'other-partner':
      return { it: 'Di altro intermediario', en: 'Of another technology partner' }
  }
}

const sameText = (text: string): Text => ({ it: text, en: text })
