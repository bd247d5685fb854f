import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { operationSpecs } from '../../activities/catalogue.ts'
import { compile } from '../../engine/compile/compile.ts'
import { compileTables } from '../../engine/compile/decision-tables.ts'
import type { Diagnostic } from '../../engine/compile/diagnostic.ts'
import { documentSchema } from '../../engine/compile/types/document-schema.ts'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import type { Form } from '../../engine/form.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import { check } from '../../engine/soundness/check.ts'
import type { Report } from '../../engine/soundness/report.ts'
import { jsonObject } from '../api/common.ts'
import { form as formSchema } from '../api/forms.ts'

export interface Procedure {
  files: { bpmn: string; forms: Form[]; manifest: JsonObject; requestSchema: JsonObject }
  /** Null when the diagram does not compile. */
  plan: Plan | null
  /** Everything that is to be said of the tables, the diagram and what its cases may do. An error prevents publishing. */
  diagnostics: Diagnostic[]
  /** What the exploration of its markings found; null without a plan. */
  report: Report | null
}

/** Reads a procedure's folder (process.bpmn, forms.json, procedure.json, request.schema.json, *.dmn), compiles it against the catalogue and checks it. */
export async function readProcedure(folder: string): Promise<Procedure> {
  const { tables, declared, ...files } = await readFolder(folder)
  const { plan, diagnostics } = await compile(files.bpmn, {
    operations: operationSpecs().map(spec => ({ ...spec, input: jsonOf(spec.input), output: jsonOf(spec.output) })),
    forms: files.forms,
    tables: tables.flatMap(one => one.tables),
    document: documentSchema(files.requestSchema, declared),
  })
  const report = plan === null ? null : check(plan)
  const all = [...tables.flatMap(one => one.diagnostics), ...diagnostics, ...(report?.findings ?? [])]
  return { files, plan, diagnostics: all, report }
}

/** What is JSON already, as the type that says so. */
export const jsonOf = (value: unknown): JsonObject => jsonObject.parse(JSON.parse(JSON.stringify(value)))

/** One line for a terminal. */
export function lineOf({ severity, element, name, message, remedy }: Diagnostic): string {
  const place = element === null ? '' : ` ${element}${name ? ` ("${name}")` : ''}:`
  return `  ${severity}${place} ${message.en} ${remedy.en}`
}

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
    // What the case's document begins with beside the request, where a procedure says so.
    declared: names.includes('document.schema.json') ? await read('document.schema.json') : {},
    tables,
  }
}
