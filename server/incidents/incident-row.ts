import type { z } from 'zod'

import { declarationOf } from '../../activities/catalogue.ts'
import { verifiableFrom } from '../../engine/verify-from.ts'
import type { Attempt } from '../cases/steps.ts'
import type { IncidentRow } from '../../db/queries/list-incidents.ts'
import type { incidentRow } from '../api/incidents.ts'
import { maskName } from '../reading/masking.ts'
import type { Names } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'

/** A failure as the API gives it; `subject` and `due` come with its case. */
export function incidentRowOf(
  row: IncidentRow & { subjectName: string | null; due: string | null },
  attempts: readonly Attempt[],
  names: Names,
  staff: Staff,
): z.input<typeof incidentRow> {
  const tries = attempts.filter(one => one.caseId === row.caseId && one.work === row.work)
  return {
    id: `${row.caseId}:${row.incidentId}`,
    incidentId: row.incidentId,
    caseId: row.caseId,
    number: row.number,
    subject: staff.masked(row.municipalityId) ? maskName(row.subjectName) : row.subjectName,
    municipality: names.municipality(row.municipalityId),
    procedure: row.procedure,
    element: row.element,
    name: row.name,
    operation: row.operation,
    platform: row.platform,
    kind: row.kind,
    code: row.code,
    message: row.message,
    detail: row.detail,
    touched: row.touched,
    heals: row.heals,
    raisedAt: row.raisedAt,
    resolvedAt: row.resolvedAt,
    due: row.due,
    tries: tries.length,
    nextAttemptAt: tries.at(-1)?.nextAt ?? null,
    allowed: row.resolvedAt === null ? row.allowed : [],
    verifyFrom: verifyFromOf(row),
  }
}

/** From when somebody may say what came of it; null where nothing is to be verified any more. */
export function verifyFromOf(row: IncidentRow): string | null {
  const { timeoutSeconds = 0 } = declarationOf(row.operation) ?? {}
  return row.resolvedAt === null ? verifiableFrom(row, timeoutSeconds) : null
}
