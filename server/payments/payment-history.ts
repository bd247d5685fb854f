import type { z } from 'zod'

import type { factsOfPayment } from '../../db/queries/payments-office/find-payment.ts'
import type { PaymentLine } from '../../db/queries/payments-office/list-payments.ts'
import type { Instant, Text } from '../../engine/json.ts'
import { startOfDay } from '../../engine/terms/instants.ts'
import { euros } from '../../reconciliation/words.ts'
import type { paymentDetail } from '../api/payments.ts'
import { personRef } from '../reading/names.ts'
import { assignmentWords } from './entry-row.ts'
import { outcomeWords } from './outcome-words.ts'

type Facts = Awaited<ReturnType<typeof factsOfPayment>>
type News = z.input<typeof paymentDetail>['history'][number]

/** What became of a payment, from the facts themselves, newest first. */
export function historyOf(line: PaymentLine, facts: Facts, people: Map<string, string>): News[] {
  const told = [...ofNotice(line, facts), ...ofReceipts(line, facts), ...ofReports(facts), ...ofEntries(facts)]
  const decided = facts.assignments.flatMap((one): News[] => {
    const text = assignmentWords(one)
    const entry = facts.entries.find(it => it.id === one.entryId)
    const about = entry ? ` (${entry.number}/${entry.exercise})` : ''
    const made = news('assigned', one.createdAt, withAbout(text, about), personRef(people, one.createdBy))
    if (one.revokedAt === null) return [made]
    const undone = { it: `Assegnazione annullata${about}`, en: `Assignment taken back${about}` }
    return [made, news('revoked', one.revokedAt, undone, personRef(people, one.revokedBy))]
  })
  return [...told, ...decided].toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, 500)
}

const news = (kind: News['kind'], at: Instant, text: Text, by: News['by'] = null): News => ({ at, kind, text, by })

const withAbout = ({ it, en }: Text, about: string): Text => ({ it: it + about, en: en + about })

function ofNotice({ changedAt }: PaymentLine, { notice }: Facts): News[] {
  if (notice === null) return []
  const amount = euros(notice.cents)
  const made = news('notice', notice.createdAt, {
    it: `Avviso di pagamento creato, ${amount} €`,
    en: `Payment notice made, € ${amount}`,
  })
  const ended = news('annulled', changedAt, { it: 'Avviso annullato', en: 'Notice annulled' })
  return notice.state === 'invalid' ? [made, ended] : [made]
}

function ofReceipts({ receiptId }: PaymentLine, { receipts }: Facts): News[] {
  return receipts.map(one => {
    const isSecond = one.receiptId !== receiptId
    const what = isSecond
      ? { it: 'Seconda ricevuta per lo stesso debito', en: 'A second receipt for the same debt' }
      : { it: 'Pagato: ricevuta', en: 'Paid: receipt' }
    return news('receipt', one.paidAt, withAbout(what, ` ${one.receiptId}, € ${euros(one.cents)}`))
  })
}

function ofReports({ rows }: Facts): News[] {
  return rows.map(row =>
    news('reported', row.arrivedAt, {
      it: `Rendicontato nel flusso ${row.flowName}, riga ${row.position}: ${outcomeWords(row.outcome).it.toLowerCase()}, € ${euros(row.cents)}`,
      en: `Reported in ${row.flowName}, row ${row.position}: ${outcomeWords(row.outcome).en.toLowerCase()}, € ${euros(row.cents)}`,
    }),
  )
}

/** On the day of the money: the hour is not known. */
function ofEntries({ entries }: Facts): News[] {
  return entries.map(one => {
    const number = `${one.number}/${one.exercise}`
    const amount = euros(one.cents - one.reversedCents)
    return news('entry', startOfDay(one.movedOn), {
      it: `Accredito nel giornale di cassa, provvisorio ${number}, € ${amount}`,
      en: `Credit in the cash journal, entry ${number}, € ${amount}`,
    })
  })
}
