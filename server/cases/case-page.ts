import { and, count, eq, inArray, isNull, or } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { listWork } from '../../db/queries/list-work.ts'
import { document as documentTable } from '../../db/schema/cases.ts'
import { messageOut, notice } from '../../db/schema/payments.ts'
import { incident } from '../../db/schema/projections.ts'
import type { JsonObject, LocalDate } from '../../engine/json.ts'
import type { CaseView } from '../../engine/view.ts'
import type { casePage } from '../api/case-views.ts'
import type { Deps } from '../deps.ts'
import { incidentRowOf } from '../incidents/incident-row.ts'
import { valueAt } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'
import { readableDocument, readableView } from '../reading/confidential.ts'
import { maskDocument } from '../reading/masking.ts'
import { loadNames } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { taskRowOf } from '../tasks/task-row.ts'
import { visibleWork } from '../tasks/visible.ts'
import { storedPlan } from '../relay/plan-loader.ts'
import { actContext } from './act-context.ts'
import { allowedActs } from './allowed-acts.ts'
import { caseRowOf, waitingNames } from './case-row.ts'
import { dataItemsOf } from './data-items.ts'
import { decisionsOf } from './decisions.ts'
import { secondsAhead } from './find-case.ts'
import type { FoundCase } from './find-case.ts'
import { sentenceOf } from './sentence.ts'
import { attemptsOf, stepsOf } from './steps.ts'
import { termOf } from './terms.ts'
import { mostTries } from './tries.ts'

type Page = z.input<typeof casePage>

/** Everything that the case page leads with and lists, for this reader. */
export async function casePageOf(tx: Tx, deps: Deps, staff: Staff, found: FoundCase, now: string): Promise<Page> {
  const { line, view: stored, definition } = found
  const { municipalityId: town, caseId } = line
  const { view, elsewhere, hidden } = readableView(stored.view, staff, town)
  const document = readableDocument(stored.document, definition, staff.officesIn(town))
  const masked = staff.masked(town)
  // Asked together: they travel as one.
  const [names, work, raised, attempts, ahead, decisions, counts] = await Promise.all([
    loadNames(tx),
    listWork(tx, { ...visibleWork(staff), caseId }, { sort: 'openedAt', direction: 'asc', limit: 200 }),
    incidentsOf(tx, town, caseId),
    attemptsOf(tx, town, caseId),
    secondsAhead(tx, town, caseId),
    decisionsOf(tx, town, caseId, document),
    countsOf(tx, staff, town, caseId),
  ])
  const incidents = raised.filter(one => !hidden.has(one.element))
  const caseNow = new Date(Date.parse(now) + ahead * 1000).toISOString()
  const ended = line.endedAt !== null
  const words = waitingNames(line, names)
  const plan = storedPlan.parse(definition.row.plan)
  const triesOf = (element: string) => mostTries(plan, element)
  return {
    ...caseRowOf(line, names, staff),
    sentence: sentenceOf({
      ...line,
      steps: view.steps,
      tasks: openTasks(view, work.items),
      incidents: view.incidents,
      attempts,
      decidedAt: view.terms.find(term => term.key === 'procedure')?.metAt ?? null,
      elsewhere,
      names: words,
      expectedBy: message => expectedDay(definition.manifest, document, message),
      mostTries: triesOf,
    }),
    terms: view.terms.map(term => termOf(term, caseNow)),
    steps: stepsOf([...view.steps, ...(elsewhere ? [elsewhere] : [])], {
      attempts,
      plan: definition.row.plan,
      ended,
      outcome: line.outcome,
      hidden,
      names: words,
      mostTries: triesOf,
    }),
    flows: view.flows,
    tasks: work.items.map(row => taskRowOf(row, names, staff)),
    incidents: incidents.map(row =>
      incidentRowOf({ ...row, subjectName: line.subjectName, due: line.due }, attempts, names, staff),
    ),
    acts: allowedActs(
      {
        municipality: town,
        status: line.status,
        ended,
        incidents,
        tasks: work.items,
        steps: view.steps,
        hidden,
        document,
        plan,
        definition,
        ...(await actContext(tx, staff, {
          town,
          caseId,
          blocked: incidents.some(one => one.resolvedAt === null),
          tasks: work.items.length > 0,
        })),
      },
      staff,
    ),
    document: masked ? maskDocument(document) : document,
    data: dataItemsOf(document, definition.manifest, masked, code => names.school(town, code)),
    decisions,
    counts,
    masked,
    clock: ahead > 0 ? caseNow : null,
    deadline: view.deadline,
    canAdvanceTime: deps.config.rehearsal && !ended && staff.may('cases.advance-time', town),
  }
}

function expectedDay({ expectedBy }: Manifest, document: JsonObject, message: string): LocalDate | null {
  const path = expectedBy[message]
  const day = path === undefined ? undefined : valueAt(document, path)
  return typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null
}

function openTasks(view: Pick<CaseView, 'tasks'>, visible: { taskId: string; assigneeName: string | null }[]) {
  const seen = new Map(visible.map(row => [row.taskId, row.assigneeName]))
  return view.tasks.flatMap(task => (seen.has(task.id) ? [{ ...task, assigneeName: seen.get(task.id) ?? null }] : []))
}

async function incidentsOf(tx: Tx, municipality: string, caseId: string) {
  return tx
    .select()
    .from(incident)
    .where(and(eq(incident.municipalityId, municipality), eq(incident.caseId, caseId)))
    .orderBy(incident.raisedAt)
    .limit(200)
}

async function countsOf(tx: Tx, staff: Staff, municipality: string, caseId: string): Promise<Page['counts']> {
  const office = documentTable.confidentialOffice
  const of = (found: { count: number }[]) => found[0]?.count ?? 0
  const documents = tx
    .select({ count: count() })
    .from(documentTable)
    .where(
      and(
        eq(documentTable.municipalityId, municipality),
        eq(documentTable.caseId, caseId),
        or(isNull(office), inArray(office, staff.officesIn(municipality))),
      ),
    )
  const payments = tx
    .select({ count: count() })
    .from(notice)
    .where(and(eq(notice.municipalityId, municipality), eq(notice.caseId, caseId)))
  const messages = tx
    .select({ count: count() })
    .from(messageOut)
    .where(and(eq(messageOut.municipalityId, municipality), eq(messageOut.caseId, caseId)))
  const found = await Promise.all([documents, payments, messages])
  return { documents: of(found[0]), payments: of(found[1]), messages: of(found[2]) }
}
