import type { SuiteAdapter, SuiteCase, Verdict } from './suite.ts'

export interface Score {
  /** A row a group of the suite. */
  groups: { group: string; inside: number; passed: number; outside: number; refused: number }[]
  inside: number
  passed: number
  outside: number
  /** Of those outside, refused with the diagnostic that says why. */
  refused: number
  /** What did not go as the suite says and is a known exception. */
  excepted: Finding[]
  /** What did not, and should have; and exceptions that pass, whose entry is to be removed. */
  unexpected: Finding[]
}

export interface Finding {
  title: string
  why: string
}

/** Plays every case of a suite. */
export async function runSuite(adapter: SuiteAdapter, folder: string): Promise<Score> {
  const groups = new Map<string, Score['groups'][number]>()
  const excepted: Finding[] = []
  const unexpected: Finding[] = []
  for (const it of adapter.cases(folder)) {
    const row = groups.get(it.group) ?? { group: it.group, inside: 0, passed: 0, outside: 0, refused: 0 }
    groups.set(it.group, row)
    const verdict = await it.play()
    row[it.outside === null ? 'inside' : 'outside']++
    const isRight = isAsExpected(it, verdict)
    if (isRight) row[it.outside === null ? 'passed' : 'refused']++
    const reason = adapter.exceptions[it.id]
    if (isRight && reason !== undefined)
      unexpected.push({ title: it.title, why: 'passes, though listed as an exception' })
    if (!isRight)
      (reason === undefined ? unexpected : excepted).push({ title: it.title, why: reason ?? wordsOf(verdict) })
  }
  const rows = [...groups.values()]
  const sum = (key: 'inside' | 'passed' | 'outside' | 'refused') => rows.reduce((total, row) => total + row[key], 0)
  const totals = { inside: sum('inside'), passed: sum('passed'), outside: sum('outside'), refused: sum('refused') }
  return { groups: rows, ...totals, excepted, unexpected }
}

/** `178 of 183, 27 of 27 refused`. */
export function lineOf({ passed, inside, refused, outside }: Score): string {
  return `${passed} of ${inside}, ${refused} of ${outside} refused`
}

function isAsExpected({ outside }: SuiteCase, verdict: Verdict): boolean {
  if (outside === null) return verdict.kind === 'passed'
  return verdict.kind === 'refused' && verdict.reasons.some(it => outside.test(it))
}

function wordsOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'passed':
      return 'runs, though it uses what is refused'
    case 'failed':
      return `expected ${verdict.expected.join()}, got ${verdict.got.join()}`
    case 'refused':
      return `refused: ${verdict.reasons.join(' ')}`
  }
}
