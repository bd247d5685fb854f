import { Gauge } from 'prom-client'

import { lastRuns } from '../../db/queries/consistency-runs.ts'
import { countFindings } from '../../db/queries/count-findings.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { findingKinds } from '../../db/schema/consistency.ts'
import type { Deps } from '../deps.ts'
import type { Part } from './parts.ts'

// Rounds come every hour unless told otherwise; a whole day without one means that nobody looks.
const overdueMilliseconds = 26 * 3_600_000

/** The reconciler: how much waits for a person, and whether it still looks. Findings do not make the installation `degraded`; not looking does. */
export async function consistencyPart({ db }: Pick<Deps, 'db'>): Promise<Part> {
  const name = 'reconciler'
  try {
    const { last, ended } = await db.global(lastRuns)
    const since = Date.parse(ended?.endedAt ?? last?.askedAt ?? new Date().toISOString())
    if (Date.now() - since > overdueMilliseconds) return { name, state: 'down', detail: 'no round for more than a day' }
    const findings = await openFindings({ db })
    const waiting = [...findings.values()].reduce((sum, one) => sum + one, 0)
    return { name, state: 'up', detail: `${waiting} findings` }
  } catch {
    return { name, state: 'down', detail: 'the findings cannot be read' }
  }
}

/** `iter_consistency_findings{kind}`: an alarm on its sum is never wrong, for it is 0 on a healthy day. */
export function findingsGauge(deps: Pick<Deps, 'db'>): Gauge<'kind'> {
  return new Gauge({
    name: 'iter_consistency_findings',
    help: 'Findings of the reconciler that wait for a person, by kind',
    labelNames: ['kind'],
    registers: [],
    async collect() {
      // A scrape must not fail because the database is away: then the number is simply not there.
      const findings = await openFindings(deps).catch(() => null)
      this.reset()
      if (findings !== null) for (const kind of findingKinds) this.set({ kind }, findings.get(kind) ?? 0)
    },
  })
}

async function openFindings({ db }: Pick<Deps, 'db'>): Promise<Map<string, number>> {
  const towns = await db.global(listMunicipalityIds)
  const counted = await db.withTenants(towns, countFindings)
  return new Map(counted.map(one => [one.kind, one.count]))
}
