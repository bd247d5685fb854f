import { parseArgs } from 'node:util'

const known = ['a', 'b', 'c', 'd'] as const
export type SectionKey = (typeof known)[number]

export interface BenchArgs {
  sections: SectionKey[]
  /** Small sizes: shows that everything runs, its figures say little. */
  quick: boolean
  json: boolean
  /** Seeded cases of section d. */
  cases: number
  /** A folder to keep the servers' data in, so that seeded cases serve again. */
  keep: string | null
}

/** Throws with the usage when something is not understood. */
export function readArgs(argv: string[]): BenchArgs {
  const { values, positionals } = parseArgs({
    args: argv.filter(word => word !== '--'),
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      cases: { type: 'string' },
      keep: { type: 'string' },
    },
  })
  const sections = known.filter(key => positionals.length === 0 || positionals.includes(key))
  const cases = Number(values.cases ?? (values.quick ? 2_000 : 1_000_000))
  const strangers = positionals.filter(word => !known.some(key => key === word))
  if (strangers.length > 0 || !Number.isInteger(cases) || cases < 1_000) throw new Error(usage)
  return { sections, quick: values.quick, json: values.json, cases, keep: values.keep ?? null }
}

const usage =
  'Usage: npm run bench -- [a] [b] [c] [d] [--quick] [--json] [--cases 1000000] [--keep FOLDER]; at least 1000 cases.'
