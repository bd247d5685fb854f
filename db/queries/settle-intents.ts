import type { Json } from '../../engine/json.ts'
import type { Statement } from '../client.ts'
import type { Intent, Opened } from './open-intent.ts'

export interface Settlement {
  intent: Intent
  outcome: Json
}

/** Several effects have happened: what holds of each now, by key. One that was settled before is not in it: `settleIntent` says what holds. */
export const settleIntents = (all: readonly Settlement[]): Statement<Map<string, Opened>> => ({
  name: 'settle-intents',
  text: `
    update effect e set status = 'done', outcome = r.outcome::jsonb, settled_at = now()
    from unnest($1::uuid[], $2::text[], $3::text[]) as r(municipality, key, outcome)
    where e.municipality_id = r.municipality and e.key = r.key and e.status <> 'done'
    returning e.key, e.outcome`,
  values: [
    all.map(it => it.intent.municipality),
    all.map(it => it.intent.key),
    all.map(it => JSON.stringify(it.outcome)),
  ],
  read: rows => new Map(rows.map(({ key, outcome }) => [key, { kind: 'done', outcome }])),
})
