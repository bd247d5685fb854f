import { and, eq, inArray } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { importRow } from '../../db/schema/imports.ts'
import { caseView } from '../../db/schema/projections.ts'
import type { JsonObject } from '../../engine/json.ts'
import { jsonObject } from '../api/common.ts'
import type { Definition } from '../procedures/definitions.ts'
import { rowKeyOf } from './read-row.ts'

/** Outcomes after which the same request may be made again. */
const overWithout = ['rejected', 'withdrawn']

/** Requests that are cases already, however they came: key -> the case's number. */
export async function knownRequests(
  tx: Tx,
  definition: Definition,
  rows: readonly { key: string; request: JsonObject }[],
): Promise<Map<string, string>> {
  const known = new Map<string, string>()
  const keys = rows.map(row => row.key)
  const codes = [...new Set(rows.flatMap(row => subjectCode(row.request)))]
  for (const part of chunks(keys, 1000)) {
    const created = await tx
      .select({ key: importRow.rowKey, number: caseRecord.number, outcome: caseView.outcome })
      .from(importRow)
      .innerJoin(
        caseRecord,
        and(eq(caseRecord.municipalityId, importRow.municipalityId), eq(caseRecord.id, importRow.caseId)),
      )
      .innerJoin(
        caseView,
        and(eq(caseView.municipalityId, caseRecord.municipalityId), eq(caseView.caseId, caseRecord.id)),
      )
      .where(inArray(importRow.rowKey, part))
    for (const row of created) if (row.key && counts(row.outcome)) known.set(row.key, row.number)
  }
  for (const part of chunks(codes, 1000)) {
    const filed = await tx
      .select({ number: caseRecord.number, outcome: caseView.outcome, document: caseView.document })
      .from(caseRecord)
      .innerJoin(
        caseView,
        and(eq(caseView.municipalityId, caseRecord.municipalityId), eq(caseView.caseId, caseRecord.id)),
      )
      .where(and(eq(caseRecord.procedure, definition.row.procedure), inArray(caseRecord.subjectFiscalCode, part)))
    for (const row of filed) {
      const request = jsonObject.safeParse(row.document['request'])
      if (request.success && counts(row.outcome)) known.set(rowKeyOf(definition.manifest, request.data), row.number)
    }
  }
  return known
}

const counts = (outcome: string | null): boolean => outcome === null || !overWithout.includes(outcome)

function subjectCode(request: JsonObject): string[] {
  const child = jsonObject.safeParse(request['child'] ?? request['debtor'])
  const code = child.success ? child.data['fiscalCode'] : undefined
  return typeof code === 'string' ? [code] : []
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size)
}
