import type { LocalDate, Text } from '../../../engine/json.ts'
import { addDays, daysBetween } from '../../../engine/terms/civil.ts'
import type { JournalSample, Movement } from '../../../reconciliation/samples/journal.ts'
import type { ReportRowSample, ReportSample } from '../../../reconciliation/samples/report.ts'
import type { SampleFile } from '../../../reconciliation/traps/trap.ts'
import { bank as treasurer } from '../../../reconciliation/traps/trap.ts'
import { type Amounts, amountOf, amountsOf, centsOf } from './amounts.ts'
import { castOf, centsOfPart, flowName, movementsOf, type Part, type Story } from './cast.ts'
import type { Collection } from './collected.ts'

/** Where a story plays, and what tells its ids and numbers from those of others. */
export interface Stage {
  /** Of all stories told, from 1. */
  number: number
  organization: { fiscalCode: string; name: string }
  /** ABI code of the treasury bank. */
  bank: string
  psp: { code: string; name: string }
  /** When it was paid, and when the provider pays it over. */
  day: LocalDate
  on: LocalDate
}

export type Told = { files: SampleFile[]; used: Collection[] } | { refusal: Text }

/** The day on which stories play, unless they say otherwise. */
const storyDay = '2026-11-20'
const storyPsp = 'BPPIITRRXXX'
/** More movements than any story has. */
const numbersOfAStory = 100

interface Telling {
  stage: Stage
  parts: Part[]
  shift: (date: LocalDate) => LocalDate
}

/** Tells a story, a trap or an ordinary day, with what was really paid: real IUVs, receipts, amounts and days in place of its own. */
export function retell(story: Story, collections: Collection[], stage: Stage): Told {
  const cast = castOf(story, collections)
  if ('refusal' in cast) return cast
  const telling = { stage, parts: cast.parts, shift: shiftOf(story, stage.on) }
  const reports = new Map<SampleFile, ReportSample>()
  for (const file of story.files) if (file.type === 'report') reports.set(file, retellReport(file.report, telling))
  const amounts = amountsOf(cast.parts, flowsOf(story, reports, cast.parts))
  const files = story.files.map((file): SampleFile => {
    switch (file.type) {
      case 'report':
        return { type: 'report', report: reports.get(file) ?? {} }
      case 'journal':
        return { type: 'journal', journal: retellPage(file.journal, telling, amounts) }
      case 'pages':
        return { type: 'pages', pages: file.pages.map(page => retellPage(page, telling, amounts)) }
      case 'text':
      case 'again':
        return file
    }
  })
  return { files, used: cast.parts.flatMap(part => part.collections) }
}

/** Days of a story follow each other from `on`; one that goes across the year's end keeps its days, in years that are over. */
function shiftOf(story: Story, on: LocalDate): (date: LocalDate) => LocalDate {
  const last = story.files
    .flatMap(file => (file.type === 'journal' ? (file.journal.day ?? []) : []))
    .toSorted()
    .at(-1)
  const days = daysBetween(storyDay, on)
  if (last === undefined || last.slice(0, 4) === storyDay.slice(0, 4)) return date => addDays(date, days)
  const isOver = on.slice(5) >= last.slice(5)
  const years = Number(on.slice(0, 4)) - Number(last.slice(0, 4)) - (isOver ? 0 : 1)
  return date => `${Number(date.slice(0, 4)) + years}${date.slice(4)}`
}

function retellReport(report: ReportSample, telling: Telling): ReportSample {
  const { stage, shift } = telling
  const { flowAt = `${storyDay}T08:30:00`, regulationOn = storyDay, rows = [] } = report
  const told = rows.flatMap(row => retellRow(row, telling))
  const sum = (of: ReportRowSample[]) =>
    of.filter(row => row.outcome !== '3').reduce((cents, row) => cents + centsOf(row.amount), 0)
  // What the story's header gets wrong it gets wrong by as much.
  const total = sum(told) + centsOf(report.total ?? amountOf(sum(rows))) - sum(rows)
  return {
    ...report,
    flowId: textOf(report.flowId ?? '', telling),
    trn: `${report.trn ?? 'TRN'}${stage.number}`,
    psp: report.psp === undefined || report.psp === storyPsp ? stage.psp.code : report.psp,
    sender: report.sender ?? stage.psp.name,
    receiver: report.receiver ?? stage.organization.fiscalCode,
    flowAt: `${shift(flowAt.slice(0, 10))}${flowAt.slice(10)}`,
    regulationOn: shift(regulationOn),
    rows: told,
    count: told.length + (report.count ?? rows.length) - rows.length,
    total: amountOf(total),
  }
}

function retellRow(row: ReportRowSample, { stage, parts }: Telling): ReportRowSample[] {
  const outcomeOn = stage.day
  const same = parts.filter(part => part.position.iuv === row.iuv)
  const second = same.find(part => part.position.receiptId !== undefined && part.position.receiptId === row.iur)
  const part = second ?? same[0]
  if (part === undefined) return [{ ...row, outcomeOn }]
  const { iur, amount } = row
  const share = centsOf(amount) / part.position.cents
  return part.collections.flatMap(one =>
    one.transfers.map(({ transfer, cents }) => ({
      ...row,
      outcomeOn,
      iuv: one.iuv,
      iur: iur === undefined || second !== undefined ? one.receiptId : `${iur}-${stage.number}`,
      transfer,
      amount: amountOf(Math.max(1, Math.round(cents * share))),
    })),
  )
}

/** What flows add up to, in the story and in reality. Of two revisions the later one counts; a flow without a report is what was paid. */
function flowsOf(story: Story, reports: Map<SampleFile, ReportSample>, parts: Part[]) {
  const flows = new Map<string, { told: number; real: number; at: string }>()
  const sum = ({ rows = [] }: ReportSample) =>
    rows.filter(row => row.outcome !== '3').reduce((cents, row) => cents + centsOf(row.amount), 0)
  for (const file of story.files) {
    if (file.type !== 'report') continue
    const { flowId = '', flowAt = '' } = file.report
    const name = flowId.slice(flowId.lastIndexOf('-') + 1)
    const known = flows.get(name)
    if (known !== undefined && known.at >= flowAt) continue
    flows.set(name, { told: sum(file.report), real: sum(reports.get(file) ?? {}), at: flowAt })
  }
  const [name] = movementsOf(story).flatMap(one =>
    [...(one.cause ?? '').matchAll(flowName)].map(match => match[1] ?? ''),
  )
  if (flows.size === 0 && name !== undefined) {
    const told = parts.reduce((cents, part) => cents + part.position.cents, 0)
    flows.set(name, { told, real: parts.reduce((cents, part) => cents + centsOfPart(part), 0), at: '' })
  }
  return flows
}

function retellPage(page: JournalSample, telling: Telling, amounts: Amounts): JournalSample {
  const { stage, shift } = telling
  const day = shift(page.day ?? storyDay)
  return {
    ...page,
    day,
    body: page.body ?? stage.organization.fiscalCode,
    bodyName: stage.organization.name,
    bank: page.bank === undefined || page.bank === treasurer ? stage.bank : page.bank,
    exercise: Number(day.slice(0, 4)),
    movements: (page.movements ?? []).map(one => retellMovement(one, page, { telling, amounts })),
  }
}

function retellMovement(
  movement: Movement,
  page: JournalSample,
  { telling, amounts }: { telling: Telling; amounts: Amounts },
): Movement {
  const { stage, shift } = telling
  const numbered = (number: string) => String(stage.number * numbersOfAStory + Number(number))
  const { bill, reverses, movedOn, cause, endToEndId, closes } = movement
  const amount = amounts.of(movement, page)
  return {
    ...movement,
    number: numbered(movement.number),
    amount,
    ...(bill && { bill: numbered(bill) }),
    ...(reverses !== undefined && { reverses: numbered(reverses) }),
    ...(movedOn !== undefined && { movedOn: shift(movedOn) }),
    ...(endToEndId !== undefined && { endToEndId: `${endToEndId}${stage.number}` }),
    ...(cause !== undefined && { cause: textOf(cause, telling).replace(`/${movement.amount}`, `/${amount}`) }),
    ...(closes !== undefined && {
      closes: closes.map(one => ({ number: numbered(one.number), amount: amounts.ofEntry(one, page) })),
    }),
  }
}

/** Ids, days and IUVs of the story within a text, however a bank has broken or changed it. */
function textOf(text: string, { stage, parts, shift }: Telling): string {
  const on = shift(storyDay)
  const named = text
    .replace(flowName, (_id, name: string) => {
      const id = `${stage.psp.code}-${name}${stage.number}`
      return name === name.toLowerCase() ? id.toLowerCase() : id
    })
    .replace(/2026-11-( ?)20/g, `${on.slice(0, 8)}$1${on.slice(8)}`)
    .replace('20261119', stage.day.replaceAll('-', ''))
  return parts.reduce((told, part) => told.replaceAll(part.position.iuv, part.collections[0]?.iuv ?? ''), named)
}
