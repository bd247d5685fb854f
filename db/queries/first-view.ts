import type { JsonObject } from '../../engine/json.ts'
import type { caseRecord } from '../schema/cases.ts'
import type { caseView } from '../schema/projections.ts'

/** The projection of a case that its workflow has not published yet: revision 0 of run 0, so that any publication replaces it. */
export function firstView(record: typeof caseRecord.$inferSelect, document: JsonObject): typeof caseView.$inferSelect {
  const { receivedAt } = record
  return {
    municipalityId: record.municipalityId,
    caseId: record.id,
    number: record.number,
    procedure: record.procedure,
    title: record.title,
    subjectName: record.subjectName,
    applicantName: record.applicantName,
    protocol: null,
    channel: record.channel,
    status: 'running',
    phase: 'working',
    outcome: null,
    stepName: null,
    waitingFor: null,
    confidentialStep: null,
    since: receivedAt,
    due: null,
    termSuspended: false,
    office: null,
    receivedAt,
    startedAt: receivedAt,
    updatedAt: receivedAt,
    endedAt: null,
    revision: 0,
    run: 0,
    historyLength: 0,
    rest: false,
    historyCount: 0,
    document,
    view: {
      procedure: record.procedure,
      revision: 0,
      status: 'running',
      phase: 'working',
      outcome: null,
      startedAt: receivedAt,
      updatedAt: receivedAt,
      endedAt: null,
      deadline: null,
      steps: [],
      tasks: [],
      incidents: [],
      terms: [],
      flows: [],
    },
    searchText: searchText(record),
  }
}

/** What a clerk may type to find a case: its number, its title, the two names, the two fiscal codes. */
function searchText(record: typeof caseRecord.$inferSelect): string {
  const words = [
    record.number,
    record.title,
    record.subjectName,
    record.applicantName,
    record.subjectFiscalCode,
    record.applicantFiscalCode,
  ]
  return boundedWords(words.filter(word => word !== null).join(' '))
}

/** An entry of an index holds 2,704 bytes, a letter takes up to four. */
const MOST_LETTERS = 600

/** What is searched of a case, `more` (its protocol) in any case. */
export function boundedWords(words: string, more = ''): string {
  return `${words.slice(0, MOST_LETTERS - more.length)}${more}`.toLowerCase()
}
