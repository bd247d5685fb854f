import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import type { WorkRow } from '../../db/queries/list-work.ts'
import type { Act } from '../../engine/event.ts'
import type { JsonObject } from '../../engine/json.ts'
import { hasWords } from '../../engine/reason.ts'
import { hiddenElements } from '../../engine/redact-view.ts'
import type { actBody } from '../api/acts.ts'
import type { FoundCase } from '../cases/find-case.ts'
import { refuse } from '../http/problem.ts'
import type { FieldError } from '../http/problem.ts'
import { valueAt } from '../json-path.ts'
import { holderOf, readableDocument } from '../reading/confidential.ts'
import type { Staff } from '../sign-in/staff.ts'
import { findTask } from '../tasks/find-task.ts'
import { readAmendment } from './amend-fields.ts'
import { groundOf } from './grounds.ts'
import { readOutcome } from './outcome-fields.ts'
import { workforceOf, worksFor } from './people.ts'
import { rules } from './rules.ts'
import { readStaffMessage } from './staff-messages.ts'

type Body = z.output<typeof actBody>
type BodyOf<T extends Body['type']> = Extract<Body, { type: T }>

export interface ReadAct {
  act: Act
  /** What the audit keeps of it: codes and ids. */
  detail: JsonObject
  /** Values that stood where the act writes; about people, so never in the audit's chain. */
  before?: JsonObject
}

/** The act as the engine takes it, for a person who may do it; refuses what this reader may not know of and what cannot be meant. */
export async function readAct(tx: Tx, staff: Staff, found: FoundCase, body: Body): Promise<ReadAct> {
  const town = found.line.municipalityId
  switch (body.type) {
    case 'retry':
    case 'not-done':
      staff.require(rules[body.type].right, town)
      return { act: body, detail: {} }
    case 'suspend':
    case 'resume':
      staff.require(rules[body.type].right, town)
      return { act: body, detail: {} }
    case 'record-outcome':
      staff.require(rules[body.type].right, town)
      return { act: { ...body, output: outcomeOf(found, body) }, detail: {} }
    case 'amend':
      staff.require(rules[body.type].right, town)
      return amendment(staff, found, body)
    case 'reassign':
      return handOver(tx, staff, found, body)
    case 'move':
      staff.require(rules[body.type].right, town)
      return move(staff, found, body)
    case 'message':
      staff.require(rules[body.type].right, town)
      return telling(staff, found, body)
    case 'close':
      staff.require(rules[body.type].right, town)
      return closing(body)
  }
}

/** Refuses a reason that explains nothing, for acts that rest on it. */
export function requireReason(type: Body['type'], reason: string): void {
  const { reasonWords } = rules[type]
  if (hasWords(reason, reasonWords)) return
  const message = reasonWords === 1 ? 'Serve un motivo.' : `Il motivo va detto in almeno ${reasonWords} parole.`
  refuse('invalid', message, [{ path: 'reason', message }])
}

function outcomeOf(found: FoundCase, { incident, output }: BodyOf<'record-outcome'>): JsonObject {
  const failed = found.view.view.incidents.find(one => one.id === incident)
  // An unknown failure is the engine's to refuse, with its own words.
  if (!failed) return output
  const read = readOutcome(failed.operation, output)
  return 'errors' in read ? invalid(read.errors) : read.output
}

function amendment(staff: Staff, found: FoundCase, body: BodyOf<'amend'>): ReadAct {
  const town = found.line.municipalityId
  if (staff.masked(town)) refuse('forbidden', 'Chi vede dati oscurati non li corregge.')
  const document = readableDocument(found.view.document, found.definition, staff.officesIn(town))
  const read = readAmendment(body.set, { definition: found.definition, document })
  const set = 'errors' in read ? invalid(read.errors) : read.set
  const { incident } = body
  const [confidentialOffice = null] = set.map(({ path }) => holderOf(path, found.definition)).filter(Boolean)
  return {
    act: { type: 'amend', set, ...(incident !== undefined && { incident }) },
    // What was corrected is told to its office only, as the datum itself.
    detail: confidentialOffice === null ? {} : { confidentialOffice },
    before: Object.fromEntries(set.map(({ path }) => [path, valueAt(document, path) ?? null])),
  }
}

async function handOver(tx: Tx, staff: Staff, found: FoundCase, body: BodyOf<'reassign'>): Promise<ReadAct> {
  const task = await findTask(tx, staff, found.line.caseId, body.task)
  return readHandOver(tx, staff, task, body)
}

/** To whom a task goes, checked against the town's people and offices. */
export async function readHandOver(
  tx: Tx,
  staff: Staff,
  task: WorkRow,
  { assignee, office }: { assignee?: string | undefined; office?: string | undefined },
): Promise<ReadAct & { act: Extract<Act, { type: 'reassign' }> }> {
  const town = task.municipalityId
  if (task.assignee !== staff.id) staff.require('tasks.reassign', town)
  const { people, offices } = await workforceOf(tx, town)
  const target = office ?? task.office
  const errors: FieldError[] = []
  if (assignee === undefined && office === undefined)
    errors.push({ path: 'assignee', message: 'Serve una persona o un ufficio.' })
  if (!offices.some(one => one.code === target))
    errors.push({ path: 'office', message: 'Il comune non ha questo ufficio.' })
  if (assignee !== undefined && !people.some(one => one.id === assignee && worksFor(one, target, task.confidential)))
    errors.push({ path: 'assignee', message: 'Questa persona non lavora le attività dell’ufficio.' })
  if (errors.length > 0) invalid(errors)
  const act = {
    type: 'reassign',
    task: task.taskId,
    ...(assignee !== undefined && { assignee }),
    ...(office !== undefined && { office }),
  } as const
  const confidential = task.confidential ? { confidentialOffice: task.office } : {}
  return {
    act,
    detail: {
      element: task.element,
      ...confidential,
      before: { assignee: task.assignee, office: task.office },
      after: { assignee: assignee ?? null, office: target },
    },
  }
}

/** A step of another office's confidence is neither left nor entered by who may not know of it. */
function move(staff: Staff, found: FoundCase, { from, to }: BodyOf<'move'>): ReadAct {
  const hidden = hiddenElements(found.view.view, staff.officesIn(found.line.municipalityId))
  const left = from.slice(0, from.lastIndexOf('#'))
  if (hidden.has(left) || hidden.has(to)) refuse('not-allowed', 'Questo passo è di un altro ufficio.')
  return { act: { type: 'move', from, to }, detail: { from: left, to } }
}

/** What a portal would tell, told by the office: only what the procedure has a form for. */
function telling(staff: Staff, found: FoundCase, { name, data }: BodyOf<'message'>): ReadAct {
  if (staff.masked(found.line.municipalityId)) refuse('forbidden', 'Chi vede dati oscurati non li scrive.')
  const message = found.definition.manifest.staffMessages[name]
  if (message === undefined) return invalid([{ path: 'name', message: 'Questa comunicazione non è prevista.' }])
  const read = readStaffMessage(message.fields, data, found.view.document)
  if ('errors' in read) return invalid(read.errors)
  return { act: { type: 'message', name, data: read.data }, detail: { message: name } }
}

function closing({ ground, text }: BodyOf<'close'>): ReadAct {
  const known = groundOf(ground)
  if (!known) return invalid([{ path: 'ground', message: 'Questo motivo di chiusura non è previsto.' }])
  const said = text?.trim() ?? ''
  if (known.needsText && said === '')
    return invalid([{ path: 'text', message: 'Per questo motivo serve la motivazione.' }])
  return { act: { type: 'close', ground, ...(said !== '' && { text: said }) }, detail: { ground, law: known.law } }
}

function invalid(errors: FieldError[]): never {
  return refuse('invalid', errors[0]?.message, errors)
}
