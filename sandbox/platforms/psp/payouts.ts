import { z } from 'zod'
import type { Text } from '../../../engine/json.ts'
import { localDate } from '../../../engine/terms/instants.ts'
import { traps } from '../../../reconciliation/traps.ts'
import {
  journal,
  own,
  paid,
  payout as textOfPayout,
  report,
  type SampleFile,
} from '../../../reconciliation/traps/trap.ts'
import { openJournal } from '../journal.ts'
import { townByFiscalCode } from '../towns.ts'
import type { Story } from './cast.ts'
import { type CollectedDay, collectionSchema, type IsReported } from './collected.ts'
import { retell } from './retell.ts'

const payoutSchema = z.object({
  number: z.int(),
  organization: z.string(),
  psp: z.object({ code: z.string(), name: z.string() }),
  day: z.string(),
  on: z.string(),
  /** Id of the trap; null for an ordinary day. */
  trap: z.string().nullable(),
  collections: z.array(collectionSchema),
})
const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('payout'), payout: payoutSchema }),
  z.object({ type: z.literal('handed'), number: z.int(), file: z.int(), at: z.string() }),
])

/** What a provider pays over for a day, with the reports and journals that come of it, in the order in which they come. */
export interface Payout extends z.output<typeof payoutSchema> {
  files: SampleFile[]
  /** When each was published or handed to the town; null for those that are still to come. */
  handed: (string | null)[]
}

/** What provider and bank remember: only what was paid over, for files follow from that. */
export interface Payouts {
  all: () => Payout[]
  find: (number: number) => Payout | undefined
  isReported: IsReported
  /** Tells a day as that trap, or as an ordinary one; reports that come before any money are published at once. */
  make: (day: CollectedDay, trap: string | null) => Payout | { refusal: Text }
  /** Hands over the next file. */
  next: (payout: Payout) => void
}

/** A day without any trap: a report, its money, and money that has nothing to do with pagoPA. */
const ordinaryDay: Story = {
  positions: [paid(1, 6_000)],
  files: [
    report('A', [{ iuv: own(1), amount: '60.00' }]),
    journal('2026-11-20', [
      { number: '1', amount: '60.00', cause: textOfPayout('A') },
      { number: '2', amount: '12.50', cause: 'INCASSO POS' },
    ]),
  ],
}

export function openPayouts(file: string, now: () => Date): Payouts {
  const log = openJournal(file, recordSchema)
  const payouts = new Map<number, Payout>()
  const apply = (entry: z.output<typeof recordSchema>): void => {
    if (entry.type === 'handed') {
      const found = payouts.get(entry.number)
      if (found !== undefined) found.handed[entry.file] = entry.at
      return
    }
    const told = tell(entry.payout)
    const files = 'refusal' in told ? [] : told.files
    payouts.set(entry.payout.number, { ...entry.payout, files, handed: files.map(() => null) })
  }
  for (const entry of log.entries) apply(entry)
  const write = (entry: z.output<typeof recordSchema>): void => {
    log.append(entry)
    apply(entry)
  }
  const next = ({ number, handed }: Payout): void => {
    const index = handed.indexOf(null)
    if (index >= 0) write({ type: 'handed', number, file: index, at: now().toISOString() })
  }
  return {
    all: () => [...payouts.values()],
    find: number => payouts.get(number),
    isReported: (organization, receiptId) =>
      [...payouts.values()].some(
        one => one.organization === organization && one.collections.some(it => it.receiptId === receiptId),
      ),
    make: (day, trap) => {
      const number = payouts.size + 1
      const payout = { ...day, number, trap, on: localDate(now().toISOString()) }
      const told = tell(payout)
      if ('refusal' in told) return told
      const collections = day.collections.filter(one => told.used.includes(one))
      write({ type: 'payout', payout: { ...payout, collections } })
      const made = payouts.get(number) ?? { ...payout, files: [], handed: [] }
      for (const file of told.files) {
        if (file.type !== 'report') break
        next(made)
      }
      return made
    },
    next,
  }
}

function tell({ organization, number, psp, day, on, trap, collections }: z.output<typeof payoutSchema>) {
  const town = townByFiscalCode(organization)
  const stage = {
    number,
    organization: { fiscalCode: organization, name: `Comune di ${town?.name ?? ''}` },
    // Characters 6 to 10 of an Italian IBAN: the treasurer is where the town has its account.
    bank: town?.iban.slice(5, 10) ?? '',
    psp,
    day,
    on,
  }
  return retell(storyOf(trap), collections, stage)
}

export const storyOf = (trap: string | null): Story => traps.find(one => one.id === trap) ?? ordinaryDay

/** What of a day's files the FdR service offers: each revision of a report once. */
export interface Published {
  report: NonNullable<Extract<SampleFile, { type: 'report' }>['report']>
  revision: number
  at: string
}

export function publishedOf({ files, handed }: Payout): Published[] {
  const reports = files.flatMap((file, index) =>
    file.type === 'report' ? { report: file.report, at: handed[index] ?? null } : [],
  )
  const seen = new Set<string>()
  return reports.flatMap(({ report: one, at }) => {
    const same = reports.filter(it => it.report.flowId === one.flowId && it.report.psp === one.psp)
    const dates = [...new Set(same.map(it => it.report.flowAt ?? ''))].toSorted()
    const revision = dates.indexOf(one.flowAt ?? '') + 1
    const key = `${one.flowId} ${one.psp} ${revision}`
    if (at === null || seen.has(key)) return []
    seen.add(key)
    return { report: one, revision, at }
  })
}
