import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { workAttempt } from '../../db/schema/projections.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { StepView } from '../../engine/view.ts'
import type { stepView } from '../api/case-views.ts'
import { waitingText } from '../reading/waiting-words.ts'
import type { WaitingNames } from '../reading/waiting-words.ts'
import { currentTries } from './tries.ts'

export type Attempt = typeof workAttempt.$inferSelect

/** Every try of the case's steps, oldest first. */
export async function attemptsOf(tx: Tx, municipality: string, caseId: string): Promise<Attempt[]> {
  return tx
    .select()
    .from(workAttempt)
    .where(and(eq(workAttempt.municipalityId, municipality), eq(workAttempt.caseId, caseId)))
    .orderBy(asc(workAttempt.startedAt))
    .limit(2000)
}

export interface StepFacts {
  attempts: Attempt[]
  plan: JsonObject
  ended: boolean
  outcome: string | null
  /** Elements of other offices' confidence: never told to come either, or their absence would tell that they are done. */
  hidden: ReadonlySet<string>
  names: WaitingNames
  /** How often an element's work is tried at most. */
  mostTries: (element: string) => number | null
}

/** Steps done, running and to come: the list twin of the diagram. */
export function stepsOf(steps: StepView[], facts: StepFacts): z.input<typeof stepView>[] {
  const { attempts, plan, ended, outcome, hidden, names, mostTries } = facts
  const reached = steps.map(step => {
    const tries = currentTries(attempts, step.id)
    const failed = tries.findLast(one => one.errorKind !== null)
    return {
      id: step.id,
      element: step.element,
      name: step.name,
      kind: step.kind,
      state: step.state,
      enteredAt: step.enteredAt,
      leftAt: step.leftAt,
      waitingFor: step.waitingFor ? { ...step.waitingFor, text: waitingText(step.waitingFor, outcome, names) } : null,
      tries: tries.length,
      maxAttempts: mostTries(step.element),
      nextAttemptAt: step.state === 'active' ? (failed?.nextAt ?? null) : null,
      lastError: failed?.message ?? null,
    }
  })
  return ended ? reached : [...reached, ...toCome(steps, plan).filter(step => !hidden.has(step.element))]
}

const planShape = z.object({
  nodes: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), outgoing: z.array(z.number()) })),
  flows: z.array(z.object({ target: z.number() })),
})

const worthNaming = /Task$|^(callActivity|subProcess|endEvent|intermediateCatchEvent)$/

/** Named elements that the case can still reach, nearest first. */
function toCome(steps: StepView[], plan: JsonObject): z.input<typeof stepView>[] {
  const read = planShape.safeParse(plan)
  if (!read.success) return []
  const { nodes, flows } = read.data
  const done = new Set(steps.map(step => step.element))
  const active = new Set(steps.filter(step => step.leftAt === null).map(step => step.element))
  const queue = nodes.flatMap((node, index) => (active.has(node.id) ? [index] : []))
  const seen = new Set(queue)
  for (const index of queue) {
    for (const flow of nodes[index]?.outgoing ?? []) {
      const target = flows[flow]?.target
      if (target === undefined || seen.has(target)) continue
      seen.add(target)
      queue.push(target)
    }
  }
  return queue
    .flatMap(index => nodes[index] ?? [])
    .filter(node => !done.has(node.id) && node.name !== '' && worthNaming.test(node.type))
    .map(node => ({
      id: node.id,
      element: node.id,
      name: node.name.slice(0, 200),
      kind: node.type,
      state: 'to-come' as const,
      enteredAt: null,
      leftAt: null,
      waitingFor: null,
      tries: 0,
      maxAttempts: null,
      nextAttemptAt: null,
      lastError: null,
    }))
}
