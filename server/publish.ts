import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'

import { digestOf } from '../db/canonical-json.ts'
import type { Db, Tx } from '../db/client.ts'
import { definition } from '../db/schema/definitions.ts'
import type { Diagnostic } from '../engine/compile/diagnostic.ts'
import type { JsonObject } from '../engine/json.ts'
import { jsonObject } from './api/common.ts'
import { manifest as manifestSchema } from './procedures/manifest.ts'
import { jsonOf, lineOf, readProcedure } from './procedures/read-procedure.ts'

export interface Published {
  procedure: string
  version: number
  planHash: string
  /** False: this very plan, with these forms and this manifest, was the latest already. */
  fresh: boolean
  warnings: string[]
}

/**
 * Publishes a procedure's folder (process.bpmn, forms.json, procedure.json, request.schema.json, *.dmn): compiled against the catalogue,
 * stored as the next version. Nothing changes when it is the latest already. Throws with every error when the diagram is not sound (`check`).
 */
export async function publishProcedure(db: Db, folder: string): Promise<Published> {
  const { files, plan, diagnostics } = await readProcedure(folder)
  const faults = diagnostics.filter(one => one.severity === 'error')
  if (plan === null || faults.length > 0)
    throw new Error(`${folder} cannot be published:\n${faults.map(lineOf).join('\n')}`)
  // Checked now, not when the first request comes.
  z.fromJSONSchema(files.requestSchema)
  const manifest = manifestSchema.parse(files.manifest)
  const row = {
    procedure: manifest.key,
    planHash: digestOf(plan),
    plan: jsonOf(plan),
    bpmn: files.bpmn,
    forms: files.forms.map(jsonOf),
    manifest: withPlaces(files.manifest),
    requestSchema: files.requestSchema,
  }
  const stored = await db.global(tx => store(tx, row))
  return {
    procedure: row.procedure,
    planHash: row.planHash,
    ...stored,
    warnings: diagnostics.filter(isWarning).map(lineOf),
  }
}

/** Labels with their place in the file: a jsonb column does not keep the order of members. */
function withPlaces(manifest: JsonObject): JsonObject {
  const { labels } = manifest
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return manifest
  const placed = Object.entries(labels).map(([path, label], place) => [path, { ...jsonObject.parse(label), place }])
  return { ...manifest, labels: Object.fromEntries(placed) }
}

type NewDefinition = Omit<typeof definition.$inferInsert, 'version' | 'publishedAt' | 'id'>

async function store(tx: Tx, row: NewDefinition): Promise<{ version: number; fresh: boolean }> {
  const [latest] = await tx
    .select()
    .from(definition)
    .where(eq(definition.procedure, row.procedure))
    .orderBy(desc(definition.version))
    .limit(1)
  if (latest && digestOf(partsOf(latest)) === digestOf(partsOf(row))) return { version: latest.version, fresh: false }
  const version = (latest?.version ?? 0) + 1
  const [known] = await tx
    .select({ id: definition.id, version: definition.version })
    .from(definition)
    .where(and(eq(definition.procedure, row.procedure), eq(definition.planHash, row.planHash)))
  if (known) {
    // The plan is the definition: a new manifest, wording or layout beside the same plan amends it; going back to an earlier plan makes it
    // the newest again. Cases are pinned to the plan either way.
    const newest = known.version === latest?.version ? known.version : version
    await tx
      .update(definition)
      .set({ ...row, version: newest })
      .where(eq(definition.id, known.id))
    return { version: newest, fresh: true }
  }
  await tx.insert(definition).values({ ...row, version, publishedAt: new Date().toISOString() })
  return { version, fresh: true }
}

const partsOf = ({ planHash, bpmn, forms, manifest, requestSchema }: NewDefinition) => ({
  planHash,
  bpmn,
  forms,
  manifest,
  requestSchema,
})

const isWarning = (diagnostic: Diagnostic): boolean => diagnostic.severity !== 'error'
