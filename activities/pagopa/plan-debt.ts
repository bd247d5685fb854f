import type { NewOption, Transfer } from '../../db/queries/positions/save-position.ts'
import type { LocalDate } from '../../engine/json.ts'
import { addMonths, printDate, requireDate } from '../../engine/terms/civil.ts'
import type { OfficeCalendar } from '../../engine/terms/holidays.ts'
import { payableUntil } from './due-dates.ts'
import type { Service } from './service.ts'
import { instalmentsOf, partsOf, spread } from './split.ts'

export interface Debt {
  cents: number
  dueDate: LocalDate
  /** Due dates of the instalments; none for a debt that is paid at once only. */
  instalmentDates: readonly LocalDate[]
  /** What goes to the other body, where the service has one and the rate does not say it. */
  shareCents: number | null
  description: string
}

export interface Creditor {
  fiscalCode: string
  name: string
  calendar?: OfficeCalendar | undefined
}

/** pagoPA's bounds on texts. */
const longestText = 140

/** The ways to pay a debt: at once, and by instalments where there are any; each with its transfers, to the cent. */
export function planDebt(debt: Debt, service: Service, creditor: Creditor): NewOption[] {
  const { cents, instalmentDates } = debt
  const moved = { isTax: service.isTax, calendar: creditor.calendar }
  const parts = partsOfDebt(debt, service)
  const single = { number: 0, cents, dueDate: payableUntil(debt.dueDate, moved) }
  const amounts = instalmentDates.length === 0 ? [] : instalmentsOf(cents, instalmentDates.length)
  const given = spread(parts, amounts)
  return [
    { ...single, transfers: transfersOf(parts, optionText(debt, 0), service, creditor) },
    ...amounts.map((amount, index) => ({
      number: index + 1,
      cents: amount,
      dueDate: payableUntil(instalmentDates[index] ?? debt.dueDate, moved),
      transfers: transfersOf(given[index] ?? [], optionText(debt, index + 1), service, creditor),
    })),
  ]
}

/** Dates that many months apart; a day that a month lacks is that month's last. */
export function monthsFrom(plan: { count: number; firstDate: LocalDate; everyMonths: number }): LocalDate[] {
  const first = requireDate(plan.firstDate)
  return Array.from({ length: plan.count }, (_, index) => printDate(addMonths(first, index * plan.everyMonths)))
}

/** What an option is called on the notice and in the bank's statement. */
export function optionText(
  { description, instalmentDates }: Pick<Debt, 'description' | 'instalmentDates'>,
  number: number,
) {
  if (instalmentDates.length === 0) return description.slice(0, longestText)
  const which = number === 0 ? ' - rata unica' : ` - rata ${number} di ${instalmentDates.length}`
  return `${description.slice(0, longestText - which.length)}${which}`
}

function partsOfDebt({ cents, shareCents }: Debt, { shares }: Service): number[] {
  return shareCents === null || shares.length !== 1 ? partsOf(cents, shares) : [cents - shareCents, shareCents]
}

function transfersOf(parts: number[], description: string, service: Service, creditor: Creditor): Transfer[] {
  const own = {
    payeeFiscalCode: creditor.fiscalCode,
    payeeName: creditor.name,
    iban: service.iban,
    postalIban: service.postalIban,
    category: service.category,
    description,
  }
  const others = service.shares.map(({ permille: _rate, ...share }) => share)
  // A body that gets nothing is no transfer: pagoPA takes none of zero.
  return [own, ...others].flatMap((payee, index) => (parts[index] ? [{ ...payee, cents: parts[index] }] : []))
}
