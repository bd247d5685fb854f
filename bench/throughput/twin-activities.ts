import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { digestOf } from '../../db/canonical-json.ts'
import type { Db, Tx } from '../../db/client.ts'
import { countCase } from '../../db/queries/count-case.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { openIntent } from '../../db/queries/open-intent.ts'
import { settleIntent } from '../../db/queries/settle-intent.ts'
import { caseEvent, caseView } from '../../db/schema/projections.ts'
import type { JsonObject } from '../../engine/json.ts'
import { answerOf } from './operation.ts'
import type { TwinStep } from './twin-workflow.ts'

/** What a step of the twin is given. */
export interface TwinStepRequest {
  municipality: string
  caseId: string
  number: number
  enteredAt: string
  document: JsonObject
  done: TwinStep[]
}

export interface TwinActivities {
  /** The effect, its ledger entry and the case's rows; returns the document with what the step wrote. */
  step(request: TwinStepRequest): Promise<JsonObject>
}

const last = 12
const written = z.object({ steps: z.record(z.string(), z.json()) })

/** Intent, call, then outcome and projection in one transaction: the fewest that keep an effect from happening twice. */
export function createTwinActivities(db: Db): TwinActivities {
  return {
    async step(request) {
      const { municipality, caseId, number, document } = request
      const key = `${municipality}:${caseId}:step-${number}#1:1`
      const input = { number, about: document['about'] ?? null }
      const opened = await db.withTenants([municipality], tx =>
        openIntent(tx, {
          municipality,
          key,
          caseId,
          work: `step-${number}#1`,
          attempt: 1,
          operation: 'bench.step',
          platform: 'canteen',
          requestDigest: digestOf(input),
          leaseSeconds: 13,
        }),
      )
      const after = (outcome: JsonObject): JsonObject => ({
        ...document,
        steps: { ...written.parse(document).steps, [`s${number}`]: outcome },
      })
      if (opened.kind === 'done') return after(written.shape.steps.parse(opened.outcome))
      if (opened.kind !== 'fresh') throw new Error(`Step ${number} is ${opened.kind}`)
      const outcome = answerOf(number, key)
      return db.withTenants([municipality], async tx => {
        await settleIntent(tx, opened.intent, outcome)
        const next = after(outcome)
        await project(tx, request, next)
        return next
      })
    },
  }
}

/** The same rows as Iter's projection: the case's line with document and steps, two lines of history, a change for live events. */
async function project(
  tx: Tx,
  { municipality, caseId, number, enteredAt, done }: TwinStepRequest,
  document: JsonObject,
) {
  const at = new Date().toISOString()
  const isLast = number === last
  const name = `Step ${number}`
  const steps = [...done, { id: `step-${number}#1`, name, enteredAt, leftAt: at }].map(step => ({
    ...step,
    element: step.id.slice(0, -2),
    kind: 'serviceTask',
    state: 'done' as const,
  }))
  const status = isLast ? ('completed' as const) : ('running' as const)
  const phase = isLast ? ('ended' as const) : ('working' as const)
  const endedAt = isLast ? at : null
  const row = { status, phase, endedAt, revision: number, updatedAt: at }
  await tx
    .update(caseView)
    .set({
      ...row,
      stepName: isLast ? null : name,
      since: at,
      historyCount: number * 2,
      document,
      view: { ...emptyView, ...row, startedAt: done[0]?.enteredAt ?? enteredAt, steps },
    })
    .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId)))
  const line = { municipalityId: municipality, caseId, element: `step-${number}`, name, detail: {} }
  await tx.insert(caseEvent).values([
    { ...line, idx: number * 2 - 2, at: enteredAt, type: 'entered' },
    { ...line, idx: number * 2 - 1, at, type: 'work-done' },
  ])
  const counted = { municipalityId: municipality, procedure: 'twelve-steps', outcome: null }
  if (isLast) await countCase(tx, { ...counted, status: 'running', phase: 'working' }, { ...counted, status, phase })
  await noteChange(tx, { municipality, resource: 'case', resourceId: caseId, version: number })
}

const emptyView = {
  procedure: 'twelve-steps',
  outcome: null,
  deadline: null,
  tasks: [],
  incidents: [],
  terms: [],
  flows: [],
}
