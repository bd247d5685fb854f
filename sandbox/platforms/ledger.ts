import { z } from 'zod'
import { openJournal } from './journal.ts'

export const platforms = ['io', 'pagopa', 'anpr', 'spid', 'register', 'staff'] as const

/** A platform that the sandbox plays. */
export type PlatformName = (typeof platforms)[number]

const effectSchema = z.object({
  kind: z.enum([
    'message',
    'position',
    'publication',
    'annulment',
    'payment',
    'receipt',
    'push',
    'report',
    'journal',
    'protocol',
    'query',
    'identity',
  ]),
  id: z.string(),
})

/** Something that came to be on a platform because of a call. */
export type Effect = z.infer<typeof effectSchema>

const entrySchema = z.object({
  seq: z.int(),
  at: z.string(),
  platform: z.enum(platforms),
  call: z.string(),
  method: z.string(),
  path: z.string(),
  correlation: z.string().nullable(),
  key: z.string().nullable(),
  /** Null when the connection was cut before an answer. */
  status: z.int().nullable(),
  fault: z.string().optional(),
  effect: effectSchema.optional(),
})

export type LedgerEntry = z.infer<typeof entrySchema>

export interface LedgerFilter {
  platform?: string | undefined
  correlation?: string | undefined
  kind?: string | undefined
  key?: string | undefined
  call?: string | undefined
  after?: number | undefined
}

/** The outside witness: every call that reached a platform and every effect it had, in order. */
export interface Ledger {
  record: (entry: Omit<LedgerEntry, 'seq' | 'at'>) => void
  find: (filter: LedgerFilter) => LedgerEntry[]
}

/** Opens the ledger kept in `file`; `now` gives the instant of each entry. */
export function openLedger(file: string, now: () => Date): Ledger {
  const journal = openJournal(file, entrySchema)
  return {
    record: entry => journal.append({ seq: journal.entries.length + 1, at: now().toISOString(), ...entry }),
    find: filter => journal.entries.filter(entry => matches(entry, filter)),
  }
}

function matches(entry: LedgerEntry, filter: LedgerFilter): boolean {
  return (
    same(filter.platform, entry.platform) &&
    same(filter.correlation, entry.correlation) &&
    same(filter.kind, entry.effect?.kind) &&
    same(filter.key, entry.key) &&
    same(filter.call, entry.call) &&
    entry.seq > (filter.after ?? 0)
  )
}

function same(wanted: string | undefined, found: string | null | undefined): boolean {
  return wanted === undefined || wanted === found
}
