import { aStage, type Stage } from './database.ts'
import { journalOf, reportOf, take, type Took, upload } from './files.ts'
import { measureGrowth } from './growth.ts'
import { measureOracle } from './oracle.ts'

const bigRows = 80_000

/** `npm run bench:reconciliation [-- --quick]`: one big report against libxml2, and one more file after a million payments. */
async function main(): Promise<void> {
  const isQuick = process.argv.includes('--quick')
  const stage = await aStage()
  try {
    const big = await measureBigReport(stage)
    const growth = await measureGrowth(stage, isQuick ? { flows: 500, files: 20 } : { flows: 5_000, files: 200 })
    for (const { what, first, last } of growth) {
      line(what, `${both(first)} at first, ${both(last)} at last: ${ratio(last, first)} (wanted: 1.3 at most)`)
    }
    line('memory, at most', `${memory()} MB (wanted: less than 400)`)
    await compare(big)
  } finally {
    await stage.end()
  }
}

async function measureBigReport(stage: Stage): Promise<{ content: Buffer; report: Took }> {
  // Once small, so that nobody is measured while warming up.
  await take(stage, await upload(stage, 'report', Buffer.from(reportOf(1, { rows: 100, firstIuv: 1 }))))
  const content = Buffer.from(reportOf(2, { rows: bigRows, firstIuv: 1_000 }))
  const report = await take(stage, await upload(stage, 'report', content))
  const journal = Buffer.from(journalOf(2, { rows: bigRows, others: 10 }))
  const credit = await take(stage, await upload(stage, 'journal', journal))
  const { rows } = await stage.sql(`select count(*) from payment where reconciled = 'reconciled'`)
  if (Number(rows[0]?.count) !== bigRows) throw new Error('The big report was not reconciled')
  line('a report of 80,000 rows', `${both(report)} read, checked, stored, matched; ${both(credit)} for its money`)
  return { content, report }
}

/** Last, for libxml2 holds the whole document, and memory is counted before. */
async function compare({ content, report }: { content: Buffer; report: Took }): Promise<void> {
  // The first time it is compiled.
  await measureOracle(content)
  const oracle = await measureOracle(content)
  if (oracle === null) return line('libxml2', 'not measured: the official schema is not here')
  line('libxml2, parse and schema', `${both(oracle)}: ${ratio(report, oracle)} (wanted: 5 at most)`)
}

const line = (name: string, figure: string): void => void process.stdout.write(`${name.padEnd(34)} ${figure}\n`)
const ms = (seconds: number): string => `${Math.round(seconds * 1000)} ms`
const both = ({ seconds, cpu }: Took): string => `${ms(seconds)} (processors ${ms(cpu)})`
const ratio = (one: Took, other: Took): string =>
  `${(one.seconds / other.seconds).toFixed(2)}x (processors ${(one.cpu / other.cpu).toFixed(2)}x)`
const memory = (): number => Math.round(process.resourceUsage().maxRSS / 1024)

await main()
