import { and, eq } from 'drizzle-orm'
import { digestOf } from '../../db/canonical-json.ts'
import type { Db, Tx } from '../../db/client.ts'
import { countCase } from '../../db/queries/count-case.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { openIntent } from '../../db/queries/open-intent.ts'
import { settleIntent } from '../../db/queries/settle-intent.ts'
import { caseEvent, caseView, task } from '../../db/schema/projections.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import { answerOf as worldAnswers } from '../enrolment/world.ts'
import { answerOf, stepDeclaration } from './operation.ts'
import type { TwinStep } from './twin-workflow.ts'

type Row = typeof caseView.$inferSelect

/** What a step of the twin is given. */
export interface TwinStepRequest {
  municipality: string
  caseId: string
  procedure: string
  /** From 1. */
  number: number
  name: string
  operation: string
  enteredAt: string
  document: JsonObject
  done: TwinStep[]
  /** Where the case stands when the step is done. */
  after: Pick<Row, 'status' | 'phase'>
}

export interface TwinActivities {
  /** The effect, its ledger entry and the case's rows; returns the document with what the step wrote. */
  step(request: TwinStepRequest): Promise<JsonObject>
}

/** Intent, call, then outcome and projection in one transaction: the fewest that keep an effect from happening twice. */
export function createTwinActivities(db: Db): TwinActivities {
  return {
    async step(request) {
      const { municipality, caseId, number, operation, document } = request
      const key = `${municipality}:${caseId}:step-${number}#1:1`
      const input = { number, about: document['about'] ?? null }
      const opened = await db.withTenants([municipality], tx =>
        openIntent(tx, {
          municipality,
          key,
          caseId,
          work: `step-${number}#1`,
          attempt: 1,
          operation,
          platform: 'canteen',
          requestDigest: digestOf(input),
          leaseSeconds: 13,
        }),
      )
      const after = (outcome: Json): JsonObject => ({ ...document, [`s${number}`]: outcome })
      if (opened.kind === 'done') return after(opened.outcome)
      if (opened.kind !== 'fresh') throw new Error(`Step ${number} is ${opened.kind}`)
      const outcome = operation === stepDeclaration.name ? answerOf(number, key) : worldAnswers(operation, {})
      return db.withTenants([municipality], async tx => {
        const next = after(outcome)
        await Promise.all([settleIntent(tx, opened.intent, outcome), project(tx, request, next)])
        return next
      })
    },
  }
}

/** The same rows as Iter's projection: the case's line with document and steps, lines of history, its task, a change for live events. */
async function project(tx: Tx, request: TwinStepRequest, document: JsonObject): Promise<void> {
  const { municipality, caseId, number, name, enteredAt, after } = request
  const at = new Date().toISOString()
  const of = { municipalityId: municipality, caseId }
  const line = { ...of, element: `step-${number}`, name, detail: {} }
  await Promise.all([
    tx
      .update(caseView)
      .set(rowOf(request, document, at))
      .where(and(eq(caseView.municipalityId, municipality), eq(caseView.caseId, caseId))),
    tx.insert(caseEvent).values([
      { ...line, idx: number * 2 - 2, at: enteredAt, type: 'entered' },
      { ...line, idx: number * 2 - 1, at, type: 'work-done' },
    ]),
    after.phase === 'working' ? null : move(tx, request),
    after.phase === 'waiting-task' ? tx.insert(task).values({ ...of, ...aTask, openedAt: at }) : null,
    noteChange(tx, { municipality, resource: 'case', resourceId: caseId, version: number }),
  ])
}

function rowOf({ procedure, number, name, enteredAt, done, after }: TwinStepRequest, document: JsonObject, at: string) {
  const steps = [...done, { id: `step-${number}#1`, name, enteredAt, leftAt: at }].map(step => ({
    ...step,
    element: step.id.slice(0, -2),
    kind: 'serviceTask',
    state: 'done' as const,
  }))
  const row = { ...after, endedAt: after.phase === 'ended' ? at : null, revision: number, updatedAt: at }
  const empty = { procedure, outcome: null, deadline: null, tasks: [], incidents: [], terms: [], flows: [] }
  return {
    ...row,
    stepName: after.phase === 'ended' ? null : name,
    since: at,
    historyCount: number * 2,
    document,
    view: { ...empty, ...row, startedAt: done[0]?.enteredAt ?? enteredAt, steps },
  }
}

/** Counted where it stood, which the workflow knows by what it did last, and where it stands now. */
async function move(tx: Tx, { municipality, procedure, after }: TwinStepRequest): Promise<void> {
  const of = { municipalityId: municipality, procedure, outcome: null }
  await countCase(tx, { ...of, status: 'running', phase: 'working' }, { ...of, ...after })
}

const aTask = {
  taskId: 'decide#1',
  element: 'decide',
  name: 'Decidi sulla domanda',
  office: 'scuola',
  confidential: false,
  form: 'decide',
  state: 'open' as const,
  number: '',
  procedure: 'canteen-enrolment',
  caseTitle: '',
}
