import { evaluate as oracle } from 'feelin'
import { evaluateExpression } from '../../engine/feel/evaluate.ts'
import { parseExpression } from '../../engine/feel/parse.ts'
import type { JsonObject } from '../../engine/json.ts'
import { fifteenSteps, playCase } from './fifteen-steps.ts'

/** Expressions as procedures have them. */
const expressions = [
  'arrears.cents > 0',
  'if is defined(request.siblings) then request.siblings else 0',
  'request.school.class in ("1A", "2B", "3C")',
  'identity.verified = true and count(completeness.missing) = 0',
  'round half up(fare.cents * 0.85)',
  '{ verified: true, method: request.method, level: 2 }',
  'string join(completeness.missing, ", ")',
  'some day in request.days satisfies day = "wed"',
  'sum(for item in items return item.cents * item.count)',
  '"Pratica " + request.number + ", classe " + request.school.class',
  'fare.cents in [100..600]',
  'date("2026-09-14") + duration("P30D")',
]

const document: JsonObject = {
  request: { number: 'MENSA-2026-000001', method: 'SPID', school: { class: '2B' }, siblings: 2, days: ['mon', 'wed'] },
  arrears: { cents: 0 },
  identity: { verified: true },
  completeness: { missing: [] },
  fare: { cents: 455 },
  items: [1, 2, 3, 4, 5].map(count => ({ cents: 350, count })),
}

export interface Speed {
  advances: number
  cases: number
}

/** Calls of `advance` and whole cases in a second, on one core. */
export async function measureAdvance(seconds: number): Promise<Speed> {
  const plan = await fifteenSteps()
  // Compiled by the machine before anything is counted.
  ratePerSecond(() => playCase(plan), 0.5)
  const calls = playCase(plan)
  const cases = ratePerSecond(() => playCase(plan), seconds)
  return { advances: cases * calls, cases }
}

export interface FeelSpeed {
  ours: number
  /** Parsing included, which a plan has behind it. */
  oursParsing: number
  feelin: number
}

/** Evaluations a second over the same document; feelin reads the text at every call, there is no other way to call it. */
export function measureFeel(seconds: number): FeelSpeed {
  const trees = expressions.map(text => {
    const parsed = parseExpression(text)
    if (!('ast' in parsed)) throw new Error(`${text}: ${parsed.error.message.en}`)
    return { text, ast: parsed.ast }
  })
  const ours = () => trees.forEach(({ ast }) => evaluateExpression(ast, document))
  const parsing = () => trees.forEach(({ text }) => parseExpression(text))
  const theirs = () => trees.forEach(({ text }) => oracle(text, document))
  for (const run of [ours, parsing, theirs]) ratePerSecond(run, 0.3)
  const rate = (run: () => void) => ratePerSecond(run, seconds) * trees.length
  const [evaluated, parsed, feelin] = [rate(ours), rate(parsing), rate(theirs)]
  return { ours: evaluated, oursParsing: 1 / (1 / evaluated + 1 / parsed), feelin }
}

/** In seconds of the processor, not of the clock: whatever else the machine does meanwhile changes little. */
function ratePerSecond(run: () => unknown, seconds: number): number {
  const begin = process.cpuUsage()
  let used = 0
  let times = 0
  while (used < seconds) {
    for (let batch = 0; batch < 10; batch += 1) run()
    times += 10
    const { user, system } = process.cpuUsage(begin)
    used = (user + system) / 1_000_000
  }
  return times / used
}
