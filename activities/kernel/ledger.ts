import type { Db, Tx } from '../../db/client.ts'
import { type Intent, type IntentRequest, type Opened, openIntent } from '../../db/queries/open-intent.ts'
import { openIntents } from '../../db/queries/open-intents.ts'
import { settleIntent } from '../../db/queries/settle-intent.ts'
import { type Settlement, settleIntents } from '../../db/queries/settle-intents.ts'
import type { Json } from '../../engine/json.ts'
import { createRounds } from './rounds.ts'

/** Where an effect is declared before it happens, and its outcome kept after. What it answers is committed. */
export interface Ledger {
  /** See `openIntent`. */
  open: (request: IntentRequest) => Promise<Opened>
  /** See `settleIntent`. */
  settle: (intent: Intent, outcome: Json) => Promise<Json>
}

type Transaction = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

/** Each entry in a transaction of its own. */
export const ledgerOf = (transaction: Transaction): Ledger => ({
  open: request => transaction(tx => openIntent(tx, request)),
  settle: (intent, outcome) => transaction(tx => settleIntent(tx, intent, outcome)),
})

/**
 * Entries of many cases, of any town, that meet share a transaction: a step costs two, and most of what a transaction costs does not depend on what is
 * in it. What is not plainly new or plainly settled now, and all of a round that failed, is entered alone.
 */
export function createSharedLedger(db: Db): Ledger {
  const aloneIn = (municipality: string) => ledgerOf(fn => db.withTenants([municipality], fn))
  const enter = createRounds<Entry, Opened | null>(entries =>
    enterTogether(db, entries).catch(() => entries.map(() => null)),
  )
  return {
    async open(request) {
      const opened = await enter({ municipality: request.municipality, key: request.key, request })
      return opened ?? aloneIn(request.municipality).open(request)
    },
    async settle(intent, outcome) {
      const settled = await enter({
        municipality: intent.municipality,
        key: intent.key,
        settlement: { intent, outcome },
      })
      return settled?.kind === 'done' ? settled.outcome : aloneIn(intent.municipality).settle(intent, outcome)
    },
  }
}

type Entry = { municipality: string; key: string } & ({ request: IntentRequest } | { settlement: Settlement })

/** Null for what must be looked at alone. */
async function enterTogether(db: Db, entries: readonly Entry[]): Promise<(Opened | null)[]> {
  const requests = entries.flatMap(entry => ('request' in entry ? [entry.request] : []))
  const settlements = entries.flatMap(entry => ('request' in entry ? [] : [entry.settlement]))
  const towns = new Set(entries.map(entry => entry.municipality))
  const answers = await db.atOnce(
    [...towns],
    [
      ...(requests.length > 0 ? [openIntents(requests)] : []),
      ...(settlements.length > 0 ? [settleIntents(settlements)] : []),
    ],
  )
  const opened = requests.length > 0 ? answers.shift() : undefined
  const [settled] = answers
  return entries.map(entry => {
    if (!('request' in entry)) return settled?.get(entry.key) ?? null
    const answer = opened?.get(entry.key) ?? null
    // Of two who ask for one effect only the first may call.
    opened?.delete(entry.key)
    return answer
  })
}
