import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'

import { operationSpecs } from '../activities/catalogue.ts'
import { digestOf } from '../db/canonical-json.ts'
import type { Db, Tx } from '../db/client.ts'
import { definition } from '../db/schema/definitions.ts'
import { compile } from '../engine/compile/compile.ts'
import { compileTables } from '../engine/compile/decision-tables.ts'
import type { Diagnostic } from '../engine/compile/diagnostic.ts'
import type { DecisionTable } from '../engine/decisions/table.ts'
import type { JsonObject } from '../engine/json.ts'
import { jsonObject } from './api/common.ts'
import { form as formSchema } from './api/forms.ts'
import { manifest as manifestSchema } from './procedures/manifest.ts'

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
 * stored as the next version. Nothing changes when it is the latest already. Throws with every diagnostic when the diagram is not sound.
 */
export async function publishProcedure(db: Db, folder: string): Promise<Published> {
  const files = await readFolder(folder)
  const { plan, diagnostics } = await compile(files.bpmn, {
    operations: operationSpecs().map(spec => ({ ...spec, input: jsonOf(spec.input), output: jsonOf(spec.output) })),
    forms: files.forms,
    tables: files.tables.flatMap(one => one.tables),
  })
  const all = [...files.tables.flatMap(one => one.diagnostics), ...diagnostics]
  const faults = all.filter(one => one.severity === 'error')
  if (plan === null || faults.length > 0)
    throw new Error(`${folder} cannot be published:\n${faults.map(line).join('\n')}`)
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
  return { procedure: row.procedure, planHash: row.planHash, ...stored, warnings: all.filter(isWarning).map(line) }
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

async function readFolder(folder: string) {
  const read = async (name: string): Promise<JsonObject> =>
    jsonObject.parse(JSON.parse(await readFile(join(folder, name), 'utf8')))
  const names = await readdir(folder)
  const tables: { tables: DecisionTable[]; diagnostics: Diagnostic[] }[] = []
  for (const name of names.filter(one => one.endsWith('.dmn')).toSorted()) {
    tables.push(await compileTables(await readFile(join(folder, name), 'utf8')))
  }
  const forms: unknown = JSON.parse(await readFile(join(folder, 'forms.json'), 'utf8'))
  return {
    bpmn: await readFile(join(folder, 'process.bpmn'), 'utf8'),
    forms: z
      .union([z.array(formSchema), z.object({ forms: z.array(formSchema) }).transform(one => one.forms)])
      .parse(forms),
    manifest: await read('procedure.json'),
    requestSchema: await read('request.schema.json'),
    tables,
  }
}

const isWarning = (diagnostic: Diagnostic): boolean => diagnostic.severity !== 'error'

function line({ severity, element, name, message, remedy }: Diagnostic): string {
  const place = element === null ? '' : ` ${element}${name ? ` ("${name}")` : ''}:`
  return `  ${severity}${place} ${message.en} ${remedy.en}`
}

/** What is JSON already, as the type that says so. */
const jsonOf = (value: unknown): JsonObject => jsonObject.parse(JSON.parse(JSON.stringify(value)))
