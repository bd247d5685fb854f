import type { PaymentLine } from '../../db/queries/payments-office/list-payments.ts'

import { localDate } from '../../engine/terms/instants.ts'
import type { Instant, LocalDate, Text } from '../../engine/json.ts'
import { bankDaysAfter } from '../../reconciliation/bank-days.ts'
import { euros } from '../../reconciliation/words.ts'

export interface Awaited {
  text: Text | null
  /** By when it should have come. */
  expectedOn: LocalDate | null
  late: boolean
}

/** Providers pay out on the day after the payment and report on the day after that. */
const daysToReport = 2
const daysToCredit = 2

/** What is missing of a payment, in a sentence. `today` as it is counted in Italy. */
export function awaitedOf(line: PaymentLine, today: LocalDate): Awaited {
  if (line.paid === 'revoked') return settled({ it: 'Pagamento revocato', en: 'Payment revoked' })
  switch (line.missing) {
    case 'payment':
      return toPay(line.dueOn, today)
    case 'receipt':
      return settled(receiptWords(line.flow?.receiptNextAt ?? null))
    case 'report':
      return line.reported === 'anomalous' ? settled(anomalous(line)) : toReport(line, today)
    case 'credit':
      return toCredit(line, today)
    case 'difference':
      return settled(line.flow ? flowDiffers(line.flow) : entryDiffers(line))
    case 'nothing':
      return settled(line.duplicates > 0 ? paidTwice(line.duplicates) : null)
  }
}

const settled = (text: Text | null): Awaited => ({ text, expectedOn: null, late: false })

function toPay(dueOn: LocalDate | null, today: LocalDate): Awaited {
  if (dueOn === null) return settled({ it: 'Non ancora pagato', en: 'Not paid yet' })
  const late = dueOn < today
  const text = late
    ? { it: `Non pagato: è scaduto ${dayIn(dueOn, 'it')}`, en: `Not paid: it was due on ${dayIn(dueOn, 'en')}` }
    : { it: `Da pagare entro ${dayIn(dueOn, 'it')}`, en: `To be paid by ${dayIn(dueOn, 'en')}` }
  return { text, expectedOn: dueOn, late }
}

function toReport({ paidAt }: PaymentLine, today: LocalDate): Awaited {
  if (paidAt === null)
    return settled({ it: 'Flusso del PSP non ancora arrivato', en: 'The provider’s report is not here' })
  const expectedOn = bankDaysAfter(localDate(paidAt), daysToReport)
  return expected(expectedOn, today, {
    it: 'Flusso del PSP',
    en: 'The provider’s report',
  })
}

function toCredit({ reportedOn }: PaymentLine, today: LocalDate): Awaited {
  const what = { it: 'Accredito non ancora nel giornale di cassa', en: 'Credit not yet in the cash journal' }
  if (reportedOn === null) return settled(what)
  const expectedOn = bankDaysAfter(reportedOn, daysToCredit)
  const late = expectedOn < today
  const text = late
    ? {
        it: `${what.it}: era atteso entro ${dayIn(expectedOn, 'it')}`,
        en: `${what.en}: expected by ${dayIn(expectedOn, 'en')}`,
      }
    : {
        it: `${what.it}, atteso entro ${dayIn(expectedOn, 'it')}`,
        en: `${what.en}, expected by ${dayIn(expectedOn, 'en')}`,
      }
  return { text, expectedOn, late }
}

function expected(expectedOn: LocalDate, today: LocalDate, what: Text): Awaited {
  const late = expectedOn < today
  const text = late
    ? {
        it: `${what.it} in ritardo: era atteso ${dayIn(expectedOn, 'it')}`,
        en: `${what.en} is late: expected on ${dayIn(expectedOn, 'en')}`,
      }
    : { it: `${what.it} atteso ${dayIn(expectedOn, 'it')}`, en: `${what.en} is expected on ${dayIn(expectedOn, 'en')}` }
  return { text, expectedOn, late }
}

function receiptWords(nextAt: Instant | null): Text {
  if (nextAt === null)
    return { it: 'Ricevuta mancante: pagoPA non l’ha inviata', en: 'Receipt missing: pagoPA has not sent it' }
  return {
    it: `Ricevuta richiesta al nodo, prossimo tentativo ${momentIn(nextAt, 'it')}`,
    en: `Receipt asked for, next try ${momentIn(nextAt, 'en')}`,
  }
}

type Flow = NonNullable<PaymentLine['flow']>

/** A difference belongs to the report, not to one payment. */
function flowDiffers({ flowId, totalCount, totalCents, creditedCents }: Flow): Text {
  const name = shortFlowId(flowId)
  const it = `Flusso ${name} di ${totalCount} ${totalCount === 1 ? 'pagamento' : 'pagamenti'}`
  const en = `Report ${name} of ${totalCount} ${totalCount === 1 ? 'payment' : 'payments'}`
  const difference = euros(creditedCents - totalCents, { isSigned: true })
  return {
    it: `${it}: accreditati ${difference} € sul totale`,
    en: `${en}: credited € ${difference} against its total`,
  }
}

function entryDiffers({ entry, cents }: PaymentLine): Text {
  if (entry === null) return { it: 'Importi diversi', en: 'Amounts differ' }
  const [number, found, due] = [`${entry.number}/${entry.exercise}`, euros(entry.cents), euros(cents)]
  return {
    it: `Provvisorio ${number}: accreditati ${found} € invece di ${due} €`,
    en: `Entry ${number}: € ${found} credited instead of € ${due}`,
  }
}

const anomalous = ({ flow }: PaymentLine): Text => ({
  it: `Flusso ${shortFlowId(flow?.flowId ?? '')} anomalo: serve una revisione del PSP`,
  en: `Report ${shortFlowId(flow?.flowId ?? '')} is anomalous: the provider must send a revision`,
})

const paidTwice = (further: number): Text => ({
  it: `Pagato più volte: ${further + 1} ricevute per lo stesso debito`,
  en: `Paid more than once: ${further + 1} receipts for one debt`,
})

/** Without the date that begins every id. */
const shortFlowId = (flowId: string): string => flowId.replace(/^\d{4}-\d\d-\d\d/, '…')

/** "lunedì 23 novembre": which year it is, who works on it knows. */
function dayIn(day: LocalDate, language: keyof Text): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', options).format(new Date(`${day}T12:00:00Z`))
}

function momentIn(at: Instant, language: keyof Text): string {
  const options = { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Rome' } as const
  const time = new Intl.DateTimeFormat('it-IT', options).format(new Date(at))
  const day = dayIn(localDate(at), language)
  return language === 'it' ? `${day} alle ${time}` : `${day} at ${time}`
}
