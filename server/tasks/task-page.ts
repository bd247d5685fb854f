import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import type { Cover, WorkRow } from '../../db/queries/list-work.ts'
import { caseRecord, confidentialRecord } from '../../db/schema/cases.ts'
import { taskDraft } from '../../db/schema/projections.ts'
import type { Form } from '../../engine/form.ts'
import { formFacts } from '../../engine/forms.ts'
import type { JsonObject } from '../../engine/json.ts'
import { workforceOf, worksFor } from '../acts/people.ts'
import { form as formSchema } from '../api/forms.ts'
import { jsonObject } from '../api/common.ts'
import type { taskPage } from '../api/tasks.ts'
import { documentRows } from '../cases/document-rows.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../http/problem.ts'
import { withListNames } from '../intake/town-lists.ts'
import { leaves } from '../json-path.ts'
import { sealContexts } from '../keys.ts'
import { definitionById } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'
import { readableDocument } from '../reading/confidential.ts'
import { loadNames } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { taskRowOf } from './task-row.ts'
import { inPlaceOf, workRefusal } from './visible.ts'

/** All that a clerk needs to decide: form, facts, draft, documents, and what is allowed now. */
export async function taskPageOf(
  tx: Tx,
  deps: Deps,
  staff: Staff,
  { row, covers }: { row: WorkRow; covers: readonly Cover[] },
): Promise<z.input<typeof taskPage>> {
  const { record, definition } = await caseOf(tx, row)
  const form = formOf(definition, row.form)
  const opened = await openConfidential(tx, deps, staff, row)
  const draft = await findDraft(tx, staff, row)
  const names = await loadNames(tx)
  const named = withListNames(definition.manifest, row.document, code => names.school(row.municipalityId, code))
  return {
    ...taskRowOf(row, names, staff, covers),
    revision: row.revision,
    case: {
      title: record.title,
      status: record.closedAt ? 'completed' : 'running',
      phase: 'waiting-task',
      receivedAt: record.receivedAt,
      channel: record.channel,
    },
    form,
    document: {
      ...readableDocument(row.document, definition, staff.officesIn(row.municipalityId)),
      ...(opened && { confidential: opened }),
    },
    facts: factsOf(form, named, opened, definition),
    draft: draft?.values ?? null,
    draftSavedAt: draft?.updatedAt ?? null,
    documents: await documentRows(tx, staff, row.municipalityId, row.caseId),
    allowed: allowedOn(staff, row, covers),
    ...(await takersOf(tx, row)),
  }
}

/** The case's record and the definition it is pinned to. */
export async function caseOf(tx: Tx, row: { municipalityId: string; caseId: string }) {
  const [record] = await tx
    .select()
    .from(caseRecord)
    .where(and(eq(caseRecord.municipalityId, row.municipalityId), eq(caseRecord.id, row.caseId)))
  const definition = record && (await definitionById(tx, record.definitionId))
  return record && definition ? { record, definition } : notFound()
}

export function formOf(definition: Definition, key: string): Form {
  const found = definition.row.forms.find(one => one['key'] === key)
  return found ? formSchema.parse(found) : { key, title: { it: '', en: '' }, facts: [], fields: [] }
}

/** What only this task's office may read, opened for its members when the task is a confidential one. */
async function openConfidential(tx: Tx, deps: Deps, staff: Staff, row: WorkRow): Promise<JsonObject | null> {
  if (!row.confidential || !staff.officesIn(row.municipalityId).includes(row.office)) return null
  const records = await tx
    .select()
    .from(confidentialRecord)
    .where(
      and(
        eq(confidentialRecord.municipalityId, row.municipalityId),
        eq(confidentialRecord.caseId, row.caseId),
        eq(confidentialRecord.officeCode, row.office),
      ),
    )
  let opened: JsonObject = {}
  for (const record of records) {
    const clear = await deps.keys.openFor(row.municipalityId, record.content, sealContexts.confidential(record.id))
    opened = { ...opened, ...jsonObject.parse(JSON.parse(clear.toString('utf8'))) }
  }
  return opened
}

function factsOf(form: Form, document: JsonObject, opened: JsonObject | null, definition: Definition) {
  const scope = opened ? { ...document, confidential: opened } : document
  const [italian, english] = [formFacts(form, scope, 'it'), formFacts(form, scope, 'en')]
  const facts = italian.map((fact, index) => ({
    label: { it: fact.label, en: english[index]?.label ?? fact.label },
    value: { it: fact.value, en: english[index]?.value ?? fact.value },
    badge: fact.badge && {
      tone: fact.badge.tone,
      text: { it: fact.badge.text, en: english[index]?.badge?.text ?? '' },
    },
  }))
  // The author's facts come first; what the office alone may read is shown when no fact names it.
  const told = form.facts.map(fact => fact.value).join(' ')
  const untold = leaves(opened ?? {}).filter(({ path }) => !told.includes(`confidential.${path}`))
  const own = untold.map(({ path, value }) => {
    const label = definition.manifest.labels[path] ?? definition.manifest.csv.find(one => one.path === path)?.label
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return { label: label ?? { it: path, en: path }, value: { it: text, en: text }, badge: null }
  })
  return [...facts, ...own].slice(0, 100)
}

function allowedOn(
  staff: Staff,
  row: WorkRow,
  covers: readonly Cover[],
): ('claim' | 'release' | 'complete' | 'reassign')[] {
  if (row.state !== 'open') return []
  const works = workRefusal(staff, row, covers) === null
  const mine = row.assignee === staff.id
  return [
    ...(works && (row.assignee === null || inPlaceOf(staff, covers, row)) ? (['claim'] as const) : []),
    ...(works && mine ? (['release'] as const) : []),
    ...(works && (mine || row.assignee === null) ? (['complete'] as const) : []),
    ...(staff.may('tasks.reassign', row.municipalityId) || mine ? (['reassign'] as const) : []),
  ]
}

async function findDraft(tx: Tx, staff: Staff, row: WorkRow) {
  const [draft] = await tx
    .select()
    .from(taskDraft)
    .where(and(eq(taskDraft.caseId, row.caseId), eq(taskDraft.taskId, row.taskId), eq(taskDraft.personId, staff.id)))
  return draft
}

async function takersOf(tx: Tx, row: WorkRow) {
  const { people, offices } = await workforceOf(tx, row.municipalityId)
  const fit = people.filter(one => one.id !== row.assignee && worksFor(one, row.office, row.confidential))
  const colleagues = new Map(fit.map(({ id, name }) => [id, { id, name }]))
  return {
    colleagues: [...colleagues.values()],
    offices: row.confidential ? [] : offices.filter(one => one.code !== row.office),
  }
}
