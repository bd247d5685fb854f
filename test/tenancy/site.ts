import { randomUUID } from 'node:crypto'

import { eq } from 'drizzle-orm'

import { publishCase } from '../../db/queries/publish-case.ts'
import { consistencyFinding } from '../../db/schema/consistency.ts'
import { decisionTable, membership, serviceToken } from '../../db/schema/municipalities.ts'
import { restart } from '../../db/schema/restarts.ts'
import { person } from '../../db/schema/people.ts'
import { aPublication, anIncident, aTask, aTerm, aView } from '../db/fixtures.ts'
import { bearer } from '../server/api.ts'
import type { Api, Browser } from '../server/api.ts'
import { aRequest } from '../server/procedure.ts'
import { somePayments } from '../support/payment-facts.ts'
import { aFile, aPdf, aTable, taskId } from './samples.ts'

/** Ids of things of one town, for calls that name them. What a call uses up is made anew for each. */
export interface Site {
  town: string
  caseId: string
  documentId: string
  importId: string
  paymentFileId: string
  journalId: string
  paymentId: string
  flowId: string
  entryId(): Promise<string>
  assigned(): Promise<{ entryId: string; assignmentId: string }>
  actId: string
  restartId: string
  fareId: string
  officeId: string
  draftFare(): Promise<string>
  membershipId(): Promise<string>
  tokenId(): Promise<string>
  /** A view that a colleague shared with the town. */
  viewId(): Promise<string>
  anAbsence(): Promise<object>
}

const stranger = '00000000-0000-4000-8000-00000000000b'
const days = { firstDay: '2099-01-01', lastDay: '2099-01-31' }

/** A town in which nothing exists, nor it: what a foreign thing must look like. */
export const nowhere: Site = {
  town: '00000000-0000-4000-8000-000000000000',
  caseId: '00000000-0000-4000-8000-000000000001',
  documentId: '00000000-0000-4000-8000-000000000002',
  importId: '00000000-0000-4000-8000-000000000003',
  paymentFileId: '00000000-0000-4000-8000-000000000013',
  journalId: '00000000-0000-4000-8000-000000000014',
  paymentId: '00000000-0000-4000-8000-000000000015',
  flowId: '00000000-0000-4000-8000-000000000016',
  entryId: () => Promise.resolve('00000000-0000-4000-8000-000000000017'),
  assigned: () =>
    Promise.resolve({
      entryId: '00000000-0000-4000-8000-000000000017',
      assignmentId: '00000000-0000-4000-8000-000000000018',
    }),
  actId: '00000000-0000-4000-8000-000000000004',
  restartId: '00000000-0000-4000-8000-000000000009',
  fareId: '00000000-0000-4000-8000-000000000005',
  officeId: '00000000-0000-4000-8000-00000000000a',
  draftFare: () => Promise.resolve('00000000-0000-4000-8000-000000000006'),
  membershipId: () => Promise.resolve('00000000-0000-4000-8000-000000000007'),
  tokenId: () => Promise.resolve('00000000-0000-4000-8000-000000000008'),
  viewId: () => Promise.resolve('00000000-0000-4000-8000-00000000000a'),
  anAbsence: () => Promise.resolve({ person: stranger, substitute: stranger, ...days }),
}

/** A case with an open task, a failure, a document and an act under way; a file of requests, a fare, platforms. */
export async function aSite(api: Api, town: string, portal: string): Promise<Site> {
  const caseId = await aFiledCase(api, town, portal)
  const clerk = await api.signIn({ role: 'clerk', office: 'scuola', town })
  const actId = randomUUID()
  const claim = `/api/v1/tasks/${caseId}/${encodeURIComponent(taskId)}/claim`
  await clerk.send('POST', claim, {}, { 'Idempotency-Key': actId })
  const file = { name: 'documento.pdf', kind: 'attachment', mediaType: 'application/pdf', content: aPdf }
  const documentId = (await clerk.send('POST', `/api/v1/cases/${caseId}/documents`, file)).body.id
  const importId = (await clerk.send('POST', '/api/v1/imports', aFile(town))).body.id
  await aPlatform(api, town)
  // One that is there whenever views are listed.
  await aSharedView(clerk, town)
  const proposer = randomUUID()
  const draftFare = () => aFare(api, town, proposer)
  await aFinding(api, town)
  return {
    town,
    caseId,
    documentId,
    importId,
    paymentFileId: await aPaymentFile(api, town),
    ...(await somePayments(api.database, town)),
    actId,
    restartId: await aRestart(api, town),
    fareId: await draftFare(),
    officeId: await anOffice(clerk, town),
    draftFare,
    membershipId: () => aMembership(api, town),
    tokenId: () => aToken(api, town),
    viewId: () => aSharedView(clerk, town),
    anAbsence: () => anAbsence(api, town),
  }
}

async function aPaymentFile(api: Api, town: string): Promise<string> {
  const accountant = await api.signIn({ role: 'accountant', town })
  const form = new FormData()
  form.set('municipality', town)
  form.set('file', new Blob(['<FlussoRiversamento/>']), 'fdr.xml')
  return (await accountant.send('POST', '/api/v1/payments/files', form)).body.id
}

async function aFiledCase(api: Api, town: string, portal: string): Promise<string> {
  const filed = await bearer(api.origin, portal).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest(),
  })
  const caseId: string = filed.body.id
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const tasks = [aTask({ id: taskId, element: 'school', name: 'Verifica la scuola', form: 'check-school' })]
  const view = aView({
    tasks,
    incidents: [anIncident()],
    terms: [aTerm()],
    phase: 'blocked',
    document: rows[0].document,
  })
  await api.database.db.withTenants([town], tx =>
    publishCase(tx, aPublication({ town, id: caseId }, { revision: 3, rest: true, view })),
  )
  return caseId
}

async function anOffice(clerk: Browser, town: string): Promise<string> {
  const { body } = await clerk.get(`/api/v1/municipalities/${town}/offices`)
  return body.items.find(({ code }: { code: string }) => code === 'scuola').id
}

async function aPlatform(api: Api, town: string): Promise<void> {
  const administrator = await api.signIn({ role: 'administrator', town })
  const settings = { baseUrl: 'http://127.0.0.1:1', secrets: { subscriptionKey: 'k' }, keyExpiresAt: null }
  await administrator.send('PUT', `/api/v1/municipalities/${town}/platforms/io`, settings)
}

async function aFare(api: Api, town: string, proposer: string): Promise<string> {
  const supervisor = await api.signIn({ role: 'supervisor', town })
  const draft = { key: 'fare', resolution: 'DGC 12/2026', validFrom: '2026-09-01', table: aTable }
  const { body } = await supervisor.send('POST', `/api/v1/municipalities/${town}/fares`, draft)
  // Proposed by nobody who will be asked to approve it.
  await api.database.db.withTenants([town], tx =>
    tx.update(decisionTable).set({ proposedBy: proposer }).where(eq(decisionTable.id, body.id)),
  )
  return body.id
}

/** Of one new clerk, with another to stand in. */
async function anAbsence(api: Api, town: string): Promise<object> {
  const [away, standIn] = [
    await api.signIn({ role: 'clerk', office: 'scuola', town }),
    await api.signIn({ role: 'clerk', office: 'scuola', town }),
  ]
  return { person: away.personId, substitute: standIn.personId, ...days }
}

async function aMembership(api: Api, town: string): Promise<string> {
  const made = await api.database.db.withTenants([town], async tx => {
    const [somebody] = await tx.insert(person).values({ subject: randomUUID(), name: 'Persona' }).returning()
    return tx
      .insert(membership)
      .values({ municipalityId: town, personId: somebody!.id, role: 'clerk', officeCode: 'scuola' })
      .returning()
  })
  return made[0]!.id
}

async function aToken(api: Api, town: string): Promise<string> {
  const [made] = await api.database.db.withTenants([town], tx =>
    tx
      .insert(serviceToken)
      .values({ municipalityId: town, name: 'Portale', hash: randomUUID(), scopes: [] })
      .returning(),
  )
  return made!.id
}

async function aSharedView(clerk: Browser, town: string): Promise<string> {
  const view = { name: 'In ritardo', municipality: town, audience: 'town', query: { late: 'true' } }
  return (await clerk.send('POST', '/api/v1/views', view)).body.id
}

/** A mass retry that is over. */
async function aRestart(api: Api, town: string): Promise<string> {
  const id = randomUUID()
  const at = new Date().toISOString()
  const cause = { platform: 'io', kind: 'misconfigured', code: 'io-key-refused', message: 'IO rifiuta la chiave.' }
  const rest = {
    reason: 'chiave sostituita',
    actor: { kind: 'staff', id },
    perSecond: 1,
    leftOut: 0,
    nextAt: at,
  } as const
  await api.database.db.withTenants([town], tx =>
    tx.insert(restart).values({ municipalityId: town, id, cause, state: 'done', endedAt: at, ...rest }),
  )
  return id
}

/** What a round of checks found in the town. */
async function aFinding(api: Api, town: string): Promise<void> {
  const at = new Date().toISOString()
  await api.database.db.withTenants([town], tx =>
    tx.insert(consistencyFinding).values({
      municipalityId: town,
      kind: 'workflow-without-case',
      subject: `case/${town}`,
      detail: {},
      state: 'open',
      foundAt: at,
      seenAt: at,
      runId: randomUUID(),
    }),
  )
}
