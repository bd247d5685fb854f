import { z } from 'zod'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import type { Ast } from '../../engine/feel/ast.ts'

/** Expressions were compiled by us when the table was proposed: their shape is trusted, their presence is not. */
const ast = z.custom<Ast>(value => typeof value === 'object' && value !== null && 'kind' in value)

const schema: z.ZodType<DecisionTable> = z.object({
  key: z.string(),
  name: z.string(),
  inputs: z.array(z.object({ label: z.string(), ast, text: z.string() })),
  outputs: z.array(z.object({ name: z.string(), type: z.string() })),
  rules: z.array(
    z.object({
      tests: z.array(ast),
      outputs: z.array(ast),
      annotation: z.string(),
      cells: z.array(z.string()),
    }),
  ),
  hitPolicy: z.enum(['U', 'A', 'F', 'R', 'C']),
  aggregator: z.enum(['sum', 'min', 'max', 'count']).nullable(),
})

/** A stored decision table; null when it is none. */
export function readTable(stored: unknown): DecisionTable | null {
  return schema.safeParse(stored).data ?? null
}
