import { and, eq, isNull, like } from 'drizzle-orm'
import { digestOf } from '../../db/canonical-json.ts'
import { createDb, type Db } from '../../db/client.ts'
import { createKeys } from '../../db/keys.ts'
import { definition } from '../../db/schema/definitions.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { caseView, incident, task } from '../../db/schema/projections.ts'
import type { Json } from '../../engine/json.ts'
import { viewOf } from '../../engine/view-of.ts'
import { lazyClient } from '../../server/temporal/connect.ts'
import { caseWorkflowId, stateQuery } from '../../workflows/messages.ts'
import type { Plan } from '../../engine/plan.ts'
import { z } from 'zod'
import type { DatabaseUrls } from '../programs.ts'

/** Where an installation's data and workflows are. */
export interface Installation {
  urls: DatabaseUrls
  masterKey: Buffer
  temporalAddress: string
  namespace: string
}

/** What is wrong between a case's workflow and what the screen reads, by case id. */
export interface Compared {
  /** Requests that made a case: as many rows as the installation holds from front offices. */
  cases: string[]
  /** Cases without a workflow. */
  withoutWorkflow: string[]
  stale: Map<string, string>
}

/** Compares every case's projection with its workflow's own state, past the API. */
export async function compareWithTemporal(iter: Installation): Promise<Compared> {
  const db = createDb({ url: iter.urls.owner, name: 'chaos', max: 4 })
  const keys = createKeys({ db, masterKey: iter.masterKey })
  const temporal = lazyClient({ address: iter.temporalAddress, namespace: iter.namespace, keys })
  try {
    const rows = await filedCases(db)
    const client = await temporal.client()
    const found: Compared = { cases: rows.map(row => row.id), withoutWorkflow: [], stale: new Map() }
    for (let from = 0; from < rows.length; from += 8) {
      await Promise.all(
        rows.slice(from, from + 8).map(async row => {
          const handle = client.workflow.getHandle(caseWorkflowId(row.municipality, row.id))
          const snapshot = await handle.query(stateQuery).catch((error: unknown) => error)
          if (snapshot instanceof Error) {
            found.withoutWorkflow.push(`${row.id}: ${snapshot.message}`)
            return
          }
          const { state } = snapshotSchema.parse(snapshot)
          const difference = await differenceOf(db, row, state)
          if (difference !== null) found.stale.set(row.id, difference)
        }),
      )
    }
    return found
  } finally {
    await temporal.close()
    await db.end()
  }
}

type State = Parameters<typeof viewOf>[1]

const snapshotSchema = z.object({
  state: z.custom<State>(value => z.looseObject({ revision: z.int() }).safeParse(value).success),
})
const planSchema = z.custom<Plan>(value => z.looseObject({ nodes: z.array(z.unknown()) }).safeParse(value).success)

interface Filed {
  id: string
  municipality: string
  plan: Plan
}

/** What came through front offices: the seed's cases of last year never had a workflow. */
async function filedCases(db: Db): Promise<Filed[]> {
  const rows = await db.global(tx =>
    tx
      .select({ id: caseRecord.id, municipality: caseRecord.municipalityId, plan: definition.plan })
      .from(caseRecord)
      .innerJoin(definition, eq(definition.id, caseRecord.definitionId))
      .where(like(caseRecord.idempotencyKey, 'service/%')),
  )
  return rows.map(row => ({ ...row, plan: planSchema.parse(row.plan) }))
}

async function differenceOf(db: Db, { id, plan }: Filed, state: State): Promise<string | null> {
  const { history, document, ...view } = viewOf(plan, state)
  const [stored] = await db.global(tx => tx.select().from(caseView).where(eq(caseView.caseId, id)))
  if (stored === undefined) return 'no row'
  if (stored.revision !== view.revision) return `revision ${stored.revision}, the workflow is at ${view.revision}`
  const same = (left: Json, right: unknown) => digestOf(left) === digestOf(JSON.parse(JSON.stringify(right)))
  const kept: Record<string, Json> = JSON.parse(JSON.stringify(stored.view))
  const parts = Object.entries(view).filter(([name, value]) => !same(kept[name] ?? null, value ?? null))
  if (parts.length > 0) return `the view differs in ${parts.map(([name]) => name).join(', ')}`
  if (!same(stored.document, document)) return 'the document differs'
  if (stored.historyCount !== history.length) return `${stored.historyCount} of ${history.length} facts`
  const tasks = await db.global(tx =>
    tx
      .select()
      .from(task)
      .where(and(eq(task.caseId, id), eq(task.state, 'open'))),
  )
  const open = view.tasks.filter(one => one.closedAt === null).length
  if (tasks.length !== open) return `${tasks.length} open tasks, the workflow has ${open}`
  const incidents = await db.global(tx =>
    tx
      .select()
      .from(incident)
      .where(and(eq(incident.caseId, id), isNull(incident.resolvedAt))),
  )
  const failing = view.incidents.filter(one => one.resolvedAt === null).length
  return incidents.length === failing ? null : `${incidents.length} open incidents, the workflow has ${failing}`
}
