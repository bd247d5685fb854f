import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { definition } from '../../db/schema/definitions.ts'
import { manifest } from './manifest.ts'
import type { Manifest } from './manifest.ts'

type DefinitionRow = typeof definition.$inferSelect

/** A published procedure with its manifest read and its request schema ready to check. */
export interface Definition {
  row: DefinitionRow
  manifest: Manifest
  request: z.ZodType
}

// Plans never change once published, manifests and wording hardly ever: building the request's checks anew each time would cost most of a
// request's time.
const known = new Map<string, { definition: Definition; until: number }>()
const keepFor = 30_000

/** The version in force; undefined when there is no such procedure. */
export async function latestDefinition(tx: Tx, procedure: string): Promise<Definition | undefined> {
  const [latest] = await tx
    .select({ id: definition.id })
    .from(definition)
    .where(eq(definition.procedure, procedure))
    .orderBy(desc(definition.version))
    .limit(1)
  return latest && (await definitionById(tx, latest.id))
}

/** The version that a case is pinned to. */
export async function definitionById(tx: Tx, id: string): Promise<Definition | undefined> {
  const found = known.get(id)
  if (found && found.until > Date.now()) return found.definition
  const [row] = await tx.select().from(definition).where(eq(definition.id, id))
  if (!row) return undefined
  const made = { row, manifest: manifest.parse(row.manifest), request: requestSchema(row) }
  known.set(id, { definition: made, until: Date.now() + keepFor })
  return made
}

/** Every procedure's version in force. */
export async function latestDefinitions(tx: Tx): Promise<Definition[]> {
  const rows = await tx
    .selectDistinctOn([definition.procedure], { id: definition.id })
    .from(definition)
    .orderBy(definition.procedure, desc(definition.version))
  const found: Definition[] = []
  for (const row of rows) {
    const one = await definitionById(tx, row.id)
    if (one) found.push(one)
  }
  return found
}

function requestSchema(row: DefinitionRow): z.ZodType {
  return z.fromJSONSchema(row.requestSchema)
}
