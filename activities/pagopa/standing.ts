import type { Notice } from '../../db/queries/positions/options-of.ts'
import type { LocalDate } from '../../engine/json.ts'
import { addDays } from '../../engine/terms/civil.ts'
import { printedDate, printedMoney } from '../documents/format.ts'
import type { Service } from './service.ts'

export type Option = Pick<Notice, 'number' | 'nav' | 'cents' | 'dueDate' | 'state'>

export interface Standing {
  standing: 'due' | 'overdue' | 'unpaid' | 'paid' | 'expired' | 'annulled'
  leftCents: number
  late?: { nav: string; cents: number; dueDate: LocalDate }
  /** The next day on which something may have changed by itself. */
  checkOn: LocalDate
}

interface Now {
  service: Pick<Service, 'expires' | 'remindAfterDays'>
  today: LocalDate
  remindedOn: LocalDate | null
}

/** Whoever was reminded has at least this long before the office looks into it. */
const patience = 30

/** How a debt stands on a day. Who may pay by instalments is late by an instalment, not by the single payment's date. */
export function standingOf(options: readonly Option[], { service, today, remindedOn }: Now): Standing {
  const { remindAfterDays, expires } = service
  const open = options.filter(({ state }) => state === 'created' || state === 'published')
  const instalments = open.filter(({ number }) => number > 0)
  const due = instalments.length > 0 ? instalments : open
  const leftCents = due.reduce((sum, it) => sum + it.cents, 0)
  const later = { leftCents, checkOn: addDays(today, patience) }
  if (due.length === 0) return { ...later, standing: endOf(options) }
  const last =
    due
      .map(it => it.dueDate)
      .toSorted()
      .at(-1) ?? today
  const remindOn = (date: LocalDate) => addDays(date, Math.max(1, remindAfterDays ?? 0))
  const giveUpOn = remindAfterDays === null ? addDays(last, 1) : addDays(remindOn(last), patience)
  const days = [
    ...(remindAfterDays === null ? [] : due.map(it => remindOn(it.dueDate))),
    ...(expires ? [addDays(last, 1)] : []),
    giveUpOn,
  ]
  const checkOn = days.filter(day => day > today).toSorted()[0] ?? later.checkOn
  const late = due.filter(it => it.dueDate < today).toSorted((a, b) => a.dueDate.localeCompare(b.dueDate))
  const first = late[0] && { late: { nav: late[0].nav, cents: late[0].cents, dueDate: late[0].dueDate } }
  const isNews = ({ dueDate }: Option) => {
    const day = remindOn(dueDate)
    return day <= today && (remindedOn === null || day > remindedOn)
  }
  if (remindAfterDays !== null && late.some(isNews)) return { leftCents, checkOn, ...first, standing: 'overdue' }
  return { leftCents, checkOn, ...first, standing: today >= giveUpOn ? 'unpaid' : 'due' }
}

function endOf(options: readonly Option[]): 'paid' | 'expired' | 'annulled' {
  if (options.some(({ state }) => state === 'paid')) return 'paid'
  return options.some(({ state }) => state === 'expired') ? 'expired' : 'annulled'
}

/** What a message says of the ways to pay. */
export function howToPay(options: readonly Pick<Option, 'number' | 'cents' | 'dueDate'>[]): string {
  const words = ({ cents, dueDate }: Pick<Option, 'cents' | 'dueDate'>) =>
    `${printedMoney(cents)} entro il ${printedDate(dueDate)}`
  const single = options.filter(({ number }) => number === 0).map(words)
  const instalments = options.filter(({ number }) => number > 0).map(words)
  return [
    ...single,
    ...(instalments.length > 0 ? [`oppure in ${instalments.length} rate: ${instalments.join('; ')}`] : []),
  ].join(', ')
}
