import { eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Db } from '../../db/client.ts'
import { definition } from '../../db/schema/definitions.ts'
import type { Plan } from '../../engine/plan.ts'
import type { PlanLoader } from './deliver.ts'

/** Plans by definition; they never change, so each is read once. */
export function planLoader(db: Db): PlanLoader {
  const known = new Map<string, { plan: Plan; planHash: string }>()
  return async id => {
    const found = known.get(id)
    if (found) return found
    const [row] = await db.global(tx => tx.select().from(definition).where(eq(definition.id, id)))
    if (!row) throw new Error(`There is no definition ${id}`)
    const made = { plan: storedPlan.parse(row.plan), planHash: row.planHash }
    known.set(id, made)
    return made
  }
}

// Only `publishProcedure` writes plans, and their hash names them: their shape is checked by the format alone.
export const storedPlan = z.custom<Plan>(
  value => z.looseObject({ format: z.literal(1), nodes: z.array(z.unknown()) }).safeParse(value).success,
)
