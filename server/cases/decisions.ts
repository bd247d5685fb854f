import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { caseEvent } from '../../db/schema/projections.ts'
import type { casePage } from '../api/case-views.ts'
import type { JsonObject } from '../../engine/json.ts'
import { json } from '../api/common.ts'
import { valueAt } from '../json-path.ts'

type Decision = z.input<typeof casePage>['decisions'][number]

const rule = z.union([
  z.number().transform(number => ({ number, text: '' })),
  z.object({ number: z.number(), text: z.string().catch('') }),
])

/** What a `decided` line of the history tells; tables in the plan name their rules by number, those of a town with text and resolution. */
const decided = z.looseObject({
  decision: z.string().catch(''),
  rules: z.array(rule).catch([]),
  output: json.catch(null),
  table: z.unknown().optional().transform(readTable),
})

const table = z.looseObject({ resolution: z.string(), validFrom: z.string().nullish() })

function readTable(value: unknown): z.output<typeof table> | null {
  const read = table.safeParse(value)
  return read.success ? read.data : null
}

/** Where the diagram keeps what the operation said of the town's table: `fare.table`, or beside the result. */
function tableIn(document: JsonObject, decision: string): z.output<typeof table> | null {
  return readTable(valueAt(document, `${decision}.table`)) ?? readTable(valueAt(document, decision))
}

/** Which rows of which table matched, so that "why this fare?" has an answer. */
export async function decisionsOf(
  tx: Tx,
  municipality: string,
  caseId: string,
  document: JsonObject,
): Promise<Decision[]> {
  const rows = await tx
    .select()
    .from(caseEvent)
    .where(and(eq(caseEvent.municipalityId, municipality), eq(caseEvent.caseId, caseId), eq(caseEvent.type, 'decided')))
    .orderBy(asc(caseEvent.idx))
    .limit(100)
  return rows.map(row => {
    const { decision, rules, output, ...told } = decided.parse(row.detail)
    const table = told.table ?? tableIn(document, decision)
    return {
      name: row.name ?? decision,
      at: row.at,
      rules: rules.map(one => ({ number: one.number, text: one.text.slice(0, 200) })),
      output,
      resolution: table?.resolution ?? null,
      validFrom: table?.validFrom ?? null,
    }
  })
}
