import type { z } from 'zod'

import type { CaseLine } from '../../db/queries/list-cases.ts'
import type { Text } from '../../engine/json.ts'
import type { caseRow } from '../api/case-views.ts'
import { anotherOffice, placeOf } from '../reading/confidential.ts'
import { maskName } from '../reading/masking.ts'
import type { Names } from '../reading/names.ts'
import { awaitedText, waitingText } from '../reading/waiting-words.ts'
import type { Staff } from '../sign-in/staff.ts'

const channels = ['front-office', 'import', 'counter'] as const

/** A line of the list of cases as the API gives it. */
export function caseRowOf(line: CaseLine, names: Names, staff: Staff): z.input<typeof caseRow> {
  const masked = staff.masked(line.municipalityId)
  const place = placeOf(line, staff)
  const words = waitingNames(line, names)
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
    stepName: place.stepName,
    stepText: place.hidden ? anotherOffice : sameText(place.stepName),
    waitingFor: place.waitingFor ? (awaitedText(place.waitingFor, words)?.it ?? null) : null,
    waitingForText: waitingText(place.waitingFor, line.outcome, words),
    since: line.since,
    due: line.due,
    termSuspended: line.termSuspended,
    receivedAt: line.receivedAt,
    startedAt: line.startedAt,
    updatedAt: line.updatedAt,
    endedAt: line.endedAt,
    revision: line.revision,
  }
}

/** Offices by their name, messages as the procedure calls them. */
export function waitingNames(line: Pick<CaseLine, 'municipalityId' | 'procedure'>, names: Names) {
  return {
    office: (code: string) => names.office(line.municipalityId, code).name,
    message: (name: string) => names.definition(line.procedure)?.manifest.messages[name],
  }
}

/** What the diagram calls a step is in its author's language only. */
const sameText = (name: string | null): Text | null => (name === null ? null : { it: name, en: name })
