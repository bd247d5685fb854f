import type { Statement } from '../client.ts'
import type { IntentRequest, Opened } from './open-intent.ts'

/**
 * Declares several effects: those under whose key nobody has touched the outside, by key. One that is known already is not in it: `openIntent` says what
 * that means. Of two requests with one key, one may call.
 */
export function openIntents(requests: readonly IntentRequest[]): Statement<Map<string, Opened>> {
  const of = (name: keyof IntentRequest) => requests.map(request => request[name] ?? null)
  return {
    name: 'open-intents',
    // Keys in their order: two who have some in common wait for each other, never both at once.
    text: `
      insert into effect
        (municipality_id, key, case_id, work, attempt, operation, platform, request_digest, status, lease_until)
      select municipality, key, case_id, work, coalesce(attempt, 1), operation, platform, digest, 'intent',
        now() + make_interval(secs => lease)
      from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[], $8::text[], $9::float8[])
        as r(municipality, key, case_id, work, attempt, operation, platform, digest, lease)
      order by key
      on conflict (municipality_id, key) do nothing
      returning municipality_id as municipality, key, generation`,
    values: [
      of('municipality'),
      of('key'),
      of('caseId'),
      of('work'),
      of('attempt'),
      of('operation'),
      of('platform'),
      of('requestDigest'),
      of('leaseSeconds'),
    ],
    read: rows =>
      new Map(
        rows.map(row => [
          row['key'],
          {
            kind: 'fresh',
            intent: { municipality: row['municipality'], key: row['key'], generation: row['generation'] },
          },
        ]),
      ),
  }
}
