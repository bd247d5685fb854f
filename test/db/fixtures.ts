import { randomInt, randomUUID } from 'node:crypto'
import type { CaseView, Fact, IncidentView, StepView, TaskView, TermView } from '../../engine/view.ts'
import type { Db, Tx } from '../../db/client.ts'
import type { Publication } from '../../engine/publication.ts'
import { insertCase } from '../../db/queries/insert-case.ts'
import type { CaseRecord, NewCase } from '../../db/queries/insert-case.ts'
import { definition } from '../../db/schema/definitions.ts'
import { municipality } from '../../db/schema/municipalities.ts'

export const AT = '2026-09-01T08:00:00.000Z'

let towns = randomInt(900_000)

/** A town, by its id. */
export async function aTown(db: Db, name = 'Borgo'): Promise<string> {
  // One after the other: two random codes met once in a while.
  towns += 1
  const code = String(towns).padStart(6, '0')
  const [town] = await db.global(tx =>
    tx
      .insert(municipality)
      .values({ code, name, ipaCode: `c_${code}`, fiscalCode: '00000000000', province: 'MI' })
      .returning(),
  )
  return town!.id
}

export async function aDefinition(db: Db): Promise<string> {
  const [made] = await db.global(tx =>
    tx
      .insert(definition)
      .values({
        procedure: 'canteen-enrolment',
        version: randomInt(1_000_000_000),
        planHash: randomUUID(),
        plan: {},
        bpmn: '<definitions/>',
        forms: [],
        manifest: {},
        requestSchema: {},
        publishedAt: AT,
      })
      .returning(),
  )
  return made!.id
}

export function aNewCase(town: string, definitionId: string, some: Partial<NewCase> = {}): NewCase {
  return {
    municipality: town,
    procedure: 'canteen-enrolment',
    definitionId,
    planHash: 'abc',
    channel: 'front-office',
    numberPrefix: 'MENSA',
    year: 2026,
    title: 'Iscrizione alla mensa di Rossi Luca',
    receivedAt: AT,
    idempotencyKey: randomUUID(),
    requestDigest: 'digest',
    applicant: { name: 'Rossi Anna', fiscalCode: 'RSSNNA80A41F205X' },
    subject: { name: 'Rossi Luca', fiscalCode: 'RSSLCU18A01F205Y' },
    audit: { actor: { kind: 'service', id: randomUUID() } },
    start: made => ({ payload: { number: made.number }, document: { request: {} } }),
    ...some,
  }
}

/** A case that exists, in a town and with a definition of its own. */
export async function aCase(db: Db, some: Partial<NewCase> & { town?: string; definitionId?: string } = {}) {
  const town = some.town ?? (await aTown(db))
  const definitionId = some.definitionId ?? (await aDefinition(db))
  const record = await db.withTenants([town], tx => madeCase(tx, aNewCase(town, definitionId, some)))
  return { town, record, id: record.id }
}

async function madeCase(tx: Tx, wanted: NewCase): Promise<CaseRecord> {
  const made = await insertCase(tx, wanted)
  if (made.kind !== 'created') throw new Error(`The case is ${made.kind}`)
  return made.record
}

export function aView(some: Partial<Omit<CaseView, 'history'>> = {}): Omit<CaseView, 'history'> {
  return {
    procedure: 'canteen-enrolment',
    revision: 1,
    status: 'running',
    phase: 'working',
    outcome: null,
    startedAt: AT,
    updatedAt: AT,
    endedAt: null,
    document: {},
    deadline: null,
    steps: [],
    tasks: [],
    incidents: [],
    terms: [],
    flows: [],
    ...some,
  }
}

export function aPublication(
  of: { town: string; id: string },
  some: Partial<Publication> & { title?: string } = {},
): Publication {
  const revision = some.revision ?? 1
  return {
    municipality: of.town,
    caseId: of.id,
    run: 1,
    historyLength: 3,
    revision,
    rest: false,
    historyFrom: 0,
    history: [],
    ...some,
    view: { ...(some.view ?? aView()), revision },
  }
}

export function aTask(some: Partial<TaskView> = {}): TaskView {
  return {
    id: 'check#1',
    element: 'check',
    name: 'Verifica la scuola',
    office: 'scuola',
    confidential: false,
    role: null,
    form: 'check',
    assignee: null,
    openedAt: AT,
    due: null,
    closedAt: null,
    state: 'open',
    ...some,
  }
}

export function anIncident(some: Partial<IncidentView> = {}): IncidentView {
  return {
    id: 'notice#1/1',
    work: 'notice#1',
    element: 'notice',
    name: 'Crea l’avviso',
    operation: 'pagopa.createNotice',
    failure: { kind: 'unavailable', code: 'gpd-timeout', message: 'pagoPA non risponde', platform: 'pagopa' },
    raisedAt: AT,
    resolvedAt: null,
    allowed: ['retry', 'close'],
    heals: true,
    ...some,
  }
}

export function aTerm(some: Partial<TermView> = {}): TermView {
  return {
    key: 'procedure',
    name: 'Termine del procedimento',
    law: 'L. 241/1990, art. 2',
    state: 'running',
    startedAt: AT,
    due: '2026-10-01',
    length: { days: 30, unit: 'calendar' },
    suspensions: [],
    metAt: null,
    ...some,
  }
}

export function aStep(some: Partial<StepView> = {}): StepView {
  return {
    id: 'check#1',
    element: 'check',
    name: 'Verifica',
    kind: 'userTask',
    state: 'active',
    enteredAt: AT,
    leftAt: null,
    ...some,
  }
}

export function aFact(some: Partial<Fact> = {}): Fact {
  return { at: AT, type: 'entered', element: 'check', name: 'Verifica', actor: null, reason: null, detail: {}, ...some }
}
