import { parts } from '../../reconciliation/import-report.ts'
import { classWords, codeWords, dotWords, euros, flowStatusWords, partWords } from '../../reconciliation/words.ts'
import type { FileOutcome, Outcome } from './outcome.ts'

/** The outcome as a person reads it: files with their import reports, entries with class, rule and reason, flows, payments with their dots. */
export function* printed({ town, positions, files, entries, flows, payments }: Outcome): Generator<string> {
  yield `${town.name} (${town.fiscalCode})`
  yield `positions.csv: ${positions.taken} righe prese, ${positions.refused.length} rifiutate`
  for (const refusal of positions.refused) yield `  ${placed(refusal)}`
  yield* heading(`File (${files.length})`)
  for (const file of files) yield* fileLines(file)
  yield* heading(`Provvisori (${entries.length})`)
  for (const entry of entries) yield* entryLines(entry)
  yield* heading(`Flussi (${flows.length})`)
  for (const flow of flows) yield flowLine(flow)
  yield* heading(`Pagamenti (${payments.length}): pagato, rendicontato, riconciliato`)
  for (const payment of payments) yield paymentLine(payment)
}

function* heading(text: string): Generator<string> {
  yield ''
  yield text
  yield '-'.repeat(text.length)
}

function* fileLines({ name, state, sameAs, problem, report, journal }: FileOutcome): Generator<string> {
  if (problem !== null) {
    yield `${name}: RIFIUTATO. ${placed(problem)}`
    return
  }
  if (state === 'known') {
    yield `${name}: già noto${sameAs === null ? '' : ` (uguale a ${sameAs})`}, nulla è cambiato`
    return
  }
  if (report !== null) {
    yield `${name}: flusso ${report.flowId} di ${report.psp}, ${report.rows} righe, ${euros(report.totalCents)} €`
    for (const { text } of report.anomalies) yield `  ANOMALO: ${text.it}`
  }
  if (journal !== null) yield* journalLines(name, journal)
}

function* journalLines(name: string, { format, frozen, now }: NonNullable<FileOutcome['journal']>): Generator<string> {
  const row = (label: string, then: Part | undefined, today: Part | undefined) =>
    `  ${label.padEnd(44)}${counted(then)}   ${counted(today)}`
  yield `${name}: giornale di cassa ${format}`
  yield `  ${''.padEnd(44)}${'all’importazione: n., €, flussi'.padStart(31)}   ${'oggi: n., €, flussi'.padStart(31)}`
  yield row('Movimenti letti', frozen.movements, now.movements)
  for (const part of parts) yield row(partWords[part].it, frozen.parts[part], now.parts[part])
}

type Part = NonNullable<FileOutcome['journal']>['now']['movements']

const counted = (part: Part | undefined): string =>
  `${String(part?.count ?? 0).padStart(6)} ${euros(part?.cents ?? 0).padStart(16)} € ${String(part?.flows ?? 0).padStart(5)}`

function* entryLines(entry: Outcome['entries'][number]): Generator<string> {
  const { number, exercise, movedOn, cents, reversedCents, code, rule, reasons, candidates } = entry
  const reversed = reversedCents === 0 ? '' : ` (stornati ${euros(reversedCents)} €)`
  const what = [
    `${number}/${exercise}`,
    movedOn,
    `${euros(cents)} €${reversed}`,
    wordOf(classWords, entry.class),
    code,
    rule,
  ]
  yield what.join('  ')
  for (const reason of reasons) yield `    ${reason.it}`
  for (const it of candidates) {
    yield `    candidato: ${it.flowId} di ${it.psp}, ${euros(it.totalCents)} € (concorda: ${it.by.map(by => agreement[by] ?? by).join(', ')})`
  }
}

const agreement: Record<string, string> = { trn: 'TRN', amount: 'importo', date: 'data' }

function flowLine({ flowId, psp, state, status, totalCents, creditedCents }: Outcome['flows'][number]): string {
  const stands = { current: wordOf(flowStatusWords, status), replaced: 'sostituito', anomalous: 'ANOMALO' }[state]
  return `${flowId}  ${psp}  ${euros(totalCents)} €, accreditati ${euros(creditedCents)} €  ${stands}`
}

function paymentLine({
  iuv,
  cents,
  paid,
  reported,
  reconciled,
  code,
  duplicates,
}: Outcome['payments'][number]): string {
  const isOn = [paid === 'paid' || paid === 'no-receipt', reported === 'reported', reconciled === 'reconciled']
  const dots = isOn.map(on => (on ? '●' : '○')).join('')
  const words = [
    wordOf(dotWords.paid, paid),
    wordOf(dotWords.reported, reported),
    wordOf(dotWords.reconciled, reconciled),
  ]
  const again = duplicates === 0 ? '' : `  ${duplicates} ricevute in più`
  return `${dots}  ${iuv}  ${euros(cents)} €  ${words.join(', ')}  ${codeOf(code)}${again}`
}

const codeOf = (code: string | null): string => (code === null ? '' : `${code} (${wordOf(codeWords, code)})`)

function placed({ text, place = {} }: Outcome['positions']['refused'][number]): string {
  const { page, line, column } = place
  const where = [
    ...(page === undefined ? [] : [`pagina ${page}`]),
    ...(line === undefined ? [] : [`riga ${line}`]),
    ...(column === undefined ? [] : [`colonna ${column}`]),
  ]
  return where.length === 0 ? text.it : `${where.join(', ')}: ${text.it}`
}

const wordOf = (words: Record<string, { it: string }>, key: string): string => words[key]?.it ?? key
