import type { z } from 'zod'

import { appendAudit } from '../../db/queries/append-audit.ts'
import { askRun, lastRuns } from '../../db/queries/consistency-runs.ts'
import type { ConsistencyRun } from '../../db/queries/consistency-runs.ts'
import { listFindings } from '../../db/queries/list-findings.ts'
import type { FindingRow } from '../../db/queries/list-findings.ts'
import { municipality } from '../../db/schema/municipalities.ts'
import { listChecks, runChecks } from '../api/checks.ts'
import type { Deps } from '../deps.ts'
import { accepted, ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { findingWords } from './words.ts'

type Answer = z.input<(typeof listChecks.answers)[200]>

/** What the reconciler has found in the towns of who asks, and its next round. */
export function checkRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listChecks, ({ query }, staff) => {
      const towns = narrowed(staff, 'checks.read', query.municipality)
      return db.withTenants(towns, async tx => {
        const names = new Map((await tx.select().from(municipality)).map(one => [one.id, one]))
        const { items, nextCursor } = await listFindings(tx, query.state, query)
        const { last, ended } = await lastRuns(tx)
        return ok({
          items: items.map(row => checkRowOf(row, names.get(row.municipalityId))),
          nextCursor,
          last: last && runOf(last),
          ended: ended && runOf(ended),
        })
      })
    }),
    staffRoute(runChecks, (call, staff) => {
      const towns = staff.townsFor('checks.run')
      return db.withTenants(towns, async tx => {
        const run = await askRun(tx, staff.id)
        for (const town of towns) {
          await appendAudit(tx, {
            municipality: town,
            actor: { ...staff.actor('checks.run', town), session: staff.session },
            action: 'checks.run',
            object: { type: 'check-run', id: run },
            requestId: call.idempotencyKey,
            outcome: 'asked',
          })
        }
        return accepted({ id: run })
      })
    }),
  ]
}

function checkRowOf(row: FindingRow, town: typeof municipality.$inferSelect | undefined): Answer['items'][number] {
  const { id, kind, state, caseId, number, foundAt, seenAt, settledAt } = row
  const detail = JSON.stringify({ subject: row.subject, ...row.detail }).slice(0, 4000)
  const of = { id: row.municipalityId, code: town?.code ?? '', name: town?.name ?? '' }
  return {
    id,
    kind,
    state,
    municipality: of,
    caseId,
    number,
    ...findingWords[kind],
    detail,
    foundAt,
    seenAt,
    settledAt,
  }
}

function runOf(run: ConsistencyRun): NonNullable<Answer['last']> {
  const { id, askedAt, startedAt, endedAt, cases, workflows, found, repaired, error } = run
  return { id, askedAt, startedAt, endedAt, cases, workflows, found, repaired, error }
}
