import { and, eq, inArray, max } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { caseEvent } from '../../db/schema/projections.ts'
import type { Json, JsonObject, Text } from '../../engine/json.ts'
import { valueAt } from '../json-path.ts'
import { attemptsText } from './attempt-words.ts'
import { fare, summaryOf } from './history-words.ts'
import type { Attempt } from './steps.ts'

type Row = typeof caseEvent.$inferSelect

const planNodes = z.object({
  nodes: z.array(
    z.looseObject({
      id: z.string(),
      operation: z.object({ name: z.string(), platform: z.string() }).optional().catch(undefined),
      inputs: z.array(z.object({ name: z.string(), value: z.object({ text: z.string() }) })).catch([]),
      outputs: z.array(z.object({ name: z.string() })).catch([]),
    }),
  ),
})

type PlanNode = z.output<typeof planNodes>['nodes'][number]

// Plans never change: read once.
const known = new WeakMap<JsonObject, PlanNode[]>()

function nodesOf(plan: JsonObject): PlanNode[] {
  const found = known.get(plan)
  if (found) return found
  const read = planNodes.safeParse(plan)
  const made = read.success ? read.data.nodes : []
  known.set(plan, made)
  return made
}

const settling = ['work-done', 'task-completed', 'message-received'] as const satisfies Row['type'][]

/** The last line on which each element settled: the document holds what the last of its writers wrote. */
export async function lastSettled(tx: Tx, municipality: string, caseId: string): Promise<Map<string, number>> {
  const rows = await tx
    .select({ element: caseEvent.element, last: max(caseEvent.idx) })
    .from(caseEvent)
    .where(
      and(
        eq(caseEvent.municipalityId, municipality),
        eq(caseEvent.caseId, caseId),
        inArray(caseEvent.type, [...settling]),
      ),
    )
    .groupBy(caseEvent.element)
  return new Map(rows.map(row => [row.element ?? '', row.last ?? 0]))
}

export interface SummaryFacts {
  plan: JsonObject
  /** As the reader may see it. */
  document: JsonObject
  last: ReadonlyMap<string, number>
  attempts: readonly Attempt[]
  masked: boolean
}

/** What a line says beyond its step's name: what came of the step, and at which attempt. */
export function lineSummary(row: Row, facts: SummaryFacts): Text | null {
  if (row.type === 'decided') return facts.masked ? null : decidedSummary(row, facts.document)
  const nodes = nodesOf(facts.plan)
  const node = nodes.find(one => one.id === row.element)
  if (row.type !== 'work-done' || !node?.operation) return null
  const work = row.detail['work']
  const tries = facts.attempts.filter(one => one.work === work)
  const told = resultOf(row, node, nodes, facts)
  const tried = attemptsText(tries, node.operation.platform)
  if (told && tried) return { it: `${told.it}, ${tried.it}`, en: `${told.en}, ${tried.en}` }
  const name = row.name ?? ''
  return told ?? (tried && { it: `${name}: ${tried.it}`, en: `${name}: ${tried.en}` })
}

function resultOf(row: Row, node: PlanNode, nodes: PlanNode[], { document, last, masked }: SummaryFacts): Text | null {
  const target = node.outputs[0]?.name
  const given = Object.fromEntries(
    node.inputs.flatMap(({ name, value }) => {
      const plain = /^"([^"]*)"$/.exec(value.text.trim())
      return plain?.[1] === undefined ? [] : [[name, plain[1]]]
    }),
  )
  const written = target === undefined ? null : (valueAt(document, target) ?? null)
  const isLast = target === undefined || nodes.every(one => !writes(one, target) || (last.get(one.id) ?? -1) <= row.idx)
  return summaryOf(node.operation?.name ?? '', { given, written: isLast ? written : null, document }, masked)
}

/** Whether an element writes what stands at the path as a whole; what it adds below does not change the rest. */
const writes = (node: PlanNode, path: string): boolean =>
  node.outputs.some(({ name }) => name === path || path.startsWith(`${name}.`))

const rule = z.looseObject({ text: z.string() })

/** A town's table tells in its own line what it gave and why. */
function decidedSummary({ detail }: Row, document: JsonObject): Text | null {
  const { decision, output, rules } = detail
  if (decision !== 'fare' || typeof output !== 'number') return null
  const texts = (Array.isArray(rules) ? rules : []).flatMap((one: Json) => {
    const read = rule.safeParse(one)
    return read.success ? [read.data.text] : []
  })
  const same = valueAt(document, 'fare.cents') === output
  const resolution = same ? valueAt(document, 'fare.table.resolution') : undefined
  return fare(output, texts, typeof resolution === 'string' ? resolution : null)
}
