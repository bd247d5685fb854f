import type { z } from 'zod'

import type { CaseLine } from '../../db/queries/list-cases.ts'
import type { caseRow } from '../api/case-views.ts'
import { maskName } from '../reading/masking.ts'
import type { Names } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'

const channels = ['front-office', 'import', 'counter'] as const

/** A line of the list of cases as the API gives it. */
export function caseRowOf(line: CaseLine, names: Names, staff: Staff): z.input<typeof caseRow> {
  const masked = staff.masked(line.municipalityId)
  return {
    id: line.caseId,
    number: line.number,
    protocol: line.protocol,
    procedure: line.procedure,
    procedureTitle: names.procedure(line.procedure),
    // The title may hold the child's name.
    title: masked ? names.procedure(line.procedure).it : line.title,
    subject: masked ? maskName(line.subjectName) : line.subjectName,
    applicant: masked ? maskName(line.applicantName) : line.applicantName,
    municipality: names.municipality(line.municipalityId),
    channel: channels.find(one => one === line.channel) ?? 'front-office',
    status: line.status,
    phase: line.phase,
    outcome: line.outcome,
    late: line.late,
    stepName: line.stepName,
    waitingFor: waitingFor(line, names),
    since: line.since,
    due: line.due,
    receivedAt: line.receivedAt,
    startedAt: line.startedAt,
    updatedAt: line.updatedAt,
    endedAt: line.endedAt,
    revision: line.revision,
  }
}

/** Offices by their name, platforms and messages as the diagram names them. */
function waitingFor(line: CaseLine, names: Names): string | null {
  const waiting = line.waitingFor
  if (!waiting) return null
  return waiting.kind === 'task' ? names.office(line.municipalityId, waiting.what).name : waiting.what
}
