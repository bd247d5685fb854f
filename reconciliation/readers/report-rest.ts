import { z } from 'zod'
import { localDate } from '../../engine/terms/instants.ts'
import { FileRefused } from './file-refused.ts'
import type { Outcome, ReportHeader, ReportPiece, ReportRow } from './report.ts'
import { rowCounter } from './report.ts'
import { centsOf, instantOf, isDate } from './values.ts'

/** The states of a payment by the names that the service gives them. */
const outcomeOf = {
  EXECUTED: 0,
  REVOKED: 3,
  STAND_IN: 4,
  STAND_IN_NO_RPT: 8,
  NO_RPT: 9,
} as const satisfies Record<string, Outcome>

const text = (longest: number) => z.string().min(1).max(longest)
const instant = z.string().transform((value, context) => {
  const found = instantOf(value)
  if (found !== null) return found
  context.addIssue({ code: 'custom', message: 'una data con ora' })
  return z.NEVER
})

/**
 * Euros as a JSON number to cents, by the decimal digits that stand for it: multiplying would make 1.15 into 114.99999999999999. A third decimal is
 * refused, never rounded.
 */
const cents = z.number().transform((value, context) => {
  const decimal = String(value)
  if (/^\d{1,9}(?:\.\d{1,2})?$/.test(decimal)) return centsOf(decimal)
  context.addIssue({ code: 'custom', message: 'un importo con al massimo due decimali' })
  return z.NEVER
})
const number = z.int().min(0)

/** The details of a published flow (FdR, organisations' side, 1.1), as far as they are read. */
const flow = z.object({
  fdr: z.string().regex(/^[a-zA-Z0-9_-]{1,35}$/),
  revision: number,
  fdrDate: instant,
  regulation: text(35),
  regulationDate: z.string().refine(isDate),
  sender: z.object({ id: text(35), pspId: text(35), pspName: text(140).optional() }),
  receiver: z.object({ organizationId: text(35) }),
  totPayments: number,
  sumPayments: cents,
  computedTotPayments: number.optional(),
  computedSumPayments: cents.optional(),
})

const payments = z.object({
  data: z.array(
    z.object({
      iuv: text(35),
      iur: text(35),
      idTransfer: z.int().min(1).max(5),
      pay: cents,
      payStatus: z.enum(['EXECUTED', 'REVOKED', 'STAND_IN', 'STAND_IN_NO_RPT', 'NO_RPT']),
      payDate: instant,
    }),
  ),
})

/**
 * Reads a payment report as the service gives it: first the flow's details, then its payments page by page, each piece of the file being one answer. Same
 * shape as from XML; the sender's code is the one that XML carries.
 * @throws FileRefused saying which page and value are not of the contract
 */
export async function* readReportRest(answers: AsyncIterable<Uint8Array>): AsyncGenerator<ReportPiece> {
  const counter = rowCounter()
  let details: z.output<typeof flow> | null = null
  let position = 0
  let page = 0
  for await (const answer of answers) {
    if (details === null) {
      details = read(flow, answer, page)
      yield { type: 'header', header: headerOf(details) }
      continue
    }
    const { data } = read(payments, answer, ++page)
    const rows = data.map(({ iuv, iur, idTransfer, pay, payStatus, payDate }): ReportRow => ({
      position: ++position,
      iuv,
      iur,
      transfer: idTransfer,
      cents: pay,
      outcome: outcomeOf[payStatus],
      outcomeOn: localDate(payDate),
    }))
    for (const row of rows) counter.add(row)
    if (rows.length > 0) yield { type: 'rows', rows }
  }
  if (details === null) throw notOfContract(0, 'fdr')
  const header = headerOf(details)
  const totalCount = details.computedTotPayments ?? header.totalCount
  const totalCents = details.computedSumPayments ?? header.totalCents
  const declared = counter.anomalies(header)
  // What the node says that it counted must be what it handed out.
  const computed = counter
    .anomalies({ ...header, totalCount, totalCents })
    .filter(anomaly => declared.every(other => other.code !== anomaly.code))
  yield { type: 'end', anomalies: [...declared, ...computed] }
}

function headerOf(details: z.output<typeof flow>): ReportHeader {
  const { sender, receiver } = details
  return {
    flowId: details.fdr,
    revision: details.revision,
    flowAt: details.fdrDate,
    regulationId: details.regulation,
    regulationOn: details.regulationDate.slice(0, 10),
    psp: sender.id,
    pspName: sender.pspName ?? sender.id,
    receiver: receiver.organizationId,
    totalCount: details.totPayments,
    totalCents: details.sumPayments,
  }
}

function read<T extends z.ZodType>(schema: T, answer: Uint8Array, page: number): z.output<T> {
  const parsed = schema.safeParse(jsonOf(answer))
  if (parsed.success) return parsed.data
  throw notOfContract(page, parsed.error.issues[0]?.path.join('.') ?? '')
}

function jsonOf(answer: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(answer).toString('utf8'))
  } catch {
    return undefined
  }
}

function notOfContract(page: number, what: string): FileRefused {
  return new FileRefused(
    'answer-wrong',
    {
      it: `La risposta del servizio FdR non segue il suo contratto (${what}): segnalarlo a pagoPA; intanto caricare il flusso in XML.`,
      en: `The FdR service's answer does not follow its contract (${what}): report it to pagoPA; meanwhile upload the XML.`,
    },
    { page },
  )
}
