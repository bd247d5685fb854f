import type { z } from 'zod'

import type { EntryLine } from '../../db/queries/payments-office/list-entries.ts'
import type { LocalDate } from '../../engine/json.ts'
import { addDays, daysBetween } from '../../engine/terms/civil.ts'
import { vatIn } from '../../reconciliation/regularise.ts'
import type { Share } from '../../reconciliation/regularise.ts'
import { classWords, storedReasonWords } from '../../reconciliation/words.ts'
import type { regularisationRow } from '../api/payment-regularisation.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { Booking } from './accounting-map.ts'
import { readableTexts } from './entry-row.ts'
import type { PaymentNames } from './payment-names.ts'

export type RegularisationRow = z.input<typeof regularisationRow>

/** Within so many days of the money a collection order follows (TUEL, art. 180 c. 4). */
export const DAYS_TO_REGULARISE = 60

export interface Books {
  names: PaymentNames
  booking: Booking
  staff: Staff
  today: LocalDate
}

/** An entry with what it is for and where that is booked. */
export function regularisationRowOf(line: EntryLine, shares: readonly Share[], books: Books): RegularisationRow {
  const { names, staff, today } = books
  const cents = line.cents - line.reversedCents
  const dueOn = addDays(line.movedOn, DAYS_TO_REGULARISE)
  return {
    id: line.id,
    bank: line.bank,
    exercise: line.exercise,
    number: line.number,
    municipality: names.municipality(line.municipalityId),
    movedOn: line.movedOn,
    cents,
    regularisedCents: line.regularisedCents,
    remainingCents: line.openCents,
    dueOn,
    daysLeft: daysBetween(today, dueOn),
    class: line.class,
    classText: classWords[line.class],
    ...readableTexts(line, staff),
    reasonTexts: line.reasons.map(storedReasonWords),
    parts: shares.slice(0, 500).map(share => partOf(share, line.municipalityId, books)),
  }
}

function partOf({ service, year, cents, payments }: Share, town: string, { names, booking }: Books) {
  const booked = booking(town, service, year)
  return {
    service: names.service(town, service),
    year,
    chapter: booked?.chapter ?? null,
    accertamento: booked?.accertamento ?? null,
    vatPercent: booked?.vatPercent ?? null,
    cents,
    ...vatIn(cents, booked?.vatPercent ?? null),
    payments,
  }
}
