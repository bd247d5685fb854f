import type { z } from 'zod'

import type { Cover, WorkRow } from '../../db/queries/list-work.ts'
import type { taskRow } from '../api/tasks.ts'
import { feelText } from '../intake/prepare-request.ts'
import { withListNames } from '../intake/town-lists.ts'
import type { Manifest } from '../procedures/manifest.ts'
import { maskName } from '../reading/masking.ts'
import type { Names } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { inPlaceOf } from './visible.ts'

/** A row of the work list as the API gives it. */
export function taskRowOf(
  row: WorkRow,
  names: Names,
  staff: Staff,
  covers: readonly Cover[] = [],
): z.input<typeof taskRow> {
  const masked = staff.masked(row.municipalityId)
  const manifest = names.definition(row.procedure)?.manifest
  return {
    id: `${row.caseId}:${row.taskId}`,
    caseId: row.caseId,
    taskId: row.taskId,
    name: row.name,
    element: row.element,
    number: row.number,
    protocol: row.protocol,
    procedure: row.procedure,
    procedureTitle: names.procedure(row.procedure),
    subject: masked ? maskName(row.subjectName) : row.subjectName,
    applicant: masked ? maskName(row.applicantName) : row.applicantName,
    about: manifest && !masked ? aboutOf(row, manifest, names) : null,
    municipality: names.municipality(row.municipalityId),
    office: names.office(row.municipalityId, row.office),
    role: row.role,
    confidential: row.confidential,
    assignee: row.assignee && row.assigneeName ? { id: row.assignee, name: row.assigneeName } : null,
    mine: row.assignee === staff.id,
    inPlaceOf: inPlaceOf(staff, covers, row),
    openedAt: row.openedAt,
    due: row.due,
    legalDue: row.legalDue,
    group: row.group,
    state: row.state,
  }
}

/** A few words on what it is about, as the procedure's author wants them: schools by name, whatever the document holds. */
function aboutOf(row: WorkRow, manifest: Manifest, names: Names): string | null {
  if (!manifest.about) return null
  const document = withListNames(manifest, row.document, code => names.school(row.municipalityId, code))
  return feelText(manifest.about, document)?.slice(0, 200) ?? null
}
