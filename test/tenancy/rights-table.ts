import { randomUUID } from 'node:crypto'

import type { Role } from '../../server/api/common.ts'
import { aRequest } from '../server/procedure.ts'
import { aFile, aPdf, aTable, taskId } from './samples.ts'
import { judgedAt } from '../support/payment-facts.ts'
import type { Site } from './site.ts'

/** How an operation is called; the path's parameters by their names. */
export interface Call {
  params?: Record<string, string>
  query?: Record<string, string>
  body?: object | FormData
}

/**
 * What an operation touches, and so what a stranger is told: `thing` and `town` are named by the call (404, like one that does not
 * exist), `list` can be narrowed to a town (404) and otherwise leaves the others out, `own` shows the caller's own, `all` belongs to nobody.
 */
type Reach = 'thing' | 'town' | 'list' | 'own' | 'all'

interface Row {
  operation: string
  /** One operation may need another right for another act. */
  variant?: string
  reach: Reach
  call(site: Site): Call | Promise<Call>
}

/** For people of the staff: the roles that may, with their answer. Every other role of the same town is told 403. */
export interface StaffRow extends Row {
  may: readonly Role[]
  answer: 200 | 201 | 202 | 204 | 404 | 409 | 503
  /** Roles that are let in before the thing is looked at: strangers among them are told 404, the others 403. As `may` when not said. */
  admits?: readonly Role[]
  /** Of a colleague of another office with the first of these roles; as anybody with the role when it is not said. */
  otherOffice?: 403
}

/** For programs: the scope that the token must carry. */
export interface ServiceRow extends Row {
  scope: 'cases' | 'receipts' | 'payments'
  answer: 200 | 201 | 202
}

const everybody = ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'] as const
const workers = ['clerk', 'supervisor'] as const
const counter = ['clerk', 'supervisor', 'accountant'] as const
const managers = ['administrator'] as const
const watchers = ['supervisor', 'auditor', 'administrator', 'operator'] as const
const verifiers = ['auditor', 'administrator', 'operator'] as const
const files = ['clerk', 'supervisor', 'auditor'] as const
const actors = ['clerk', 'supervisor', 'operator'] as const
const proposers = ['supervisor', 'accountant', 'analyst', 'administrator'] as const
const accounting = ['supervisor', 'accountant', 'auditor', 'operator'] as const
const colleagues = ['clerk', 'supervisor', 'accountant', 'auditor', 'administrator', 'operator'] as const

const nobody = '00000000-0000-4000-8000-00000000000a'
const ofCase = ({ caseId }: Site): Call => ({ params: { caseId } })
const ofTask = ({ caseId }: Site): Call => ({ params: { caseId, taskId } })
const ofTown = ({ town }: Site): Call => ({ params: { municipalityId: town } })
const inTown = ({ town }: Site): Call => ({ query: { municipality: town } })
const ofImport = ({ importId }: Site): Call => ({ params: { importId } })
const act =
  (one: object) =>
  (site: Site): Call => ({ ...ofCase(site), body: { act: one, reason: 'prova dei permessi qui' } })
const incident = 'notice#1/1'
const aCause = 'io~misconfigured~nothing-of-the-kind~'
const ofRestart = (operation: string, may: readonly Role[], body?: object) =>
  ({
    operation,
    reach: 'thing',
    call: ({ restartId }: Site): Call => ({ params: { restartId }, ...(body && { body }) }),
    may,
    answer: 200,
  }) as const
const aPaymentService = {
  name: 'Minigrest',
  office: null,
  category: '9/0101110SP/',
  iban: null,
  postalIban: null,
  postalHolder: null,
  segregationCode: null,
  shares: [],
  isTax: false,
  expires: false,
  remindAfterDays: 10,
  isActive: true,
}
const stated = { iupd: 'ITER-1', iuv: '0'.repeat(17), nav: '3'.repeat(18) }
const seen = (operation: string, call: Row['call']) =>
  ({ operation, reach: 'thing', call, may: everybody, answer: 200 }) as const
const work = (operation: string, body: object) =>
  ({
    operation,
    reach: 'thing',
    call: (site: Site) => ({ ...ofTask(site), body }),
    may: workers,
    answer: operation === 'saveDraft' ? 200 : 202,
    otherOffice: 403,
  }) as const
const acted = (variant: string, one: object, may: readonly Role[]) =>
  ({ operation: 'actOnCase', variant, reach: 'thing', call: act(one), may, admits: actors, answer: 202 }) as const
const listed = (operation: string, may: readonly Role[]) =>
  ({ operation, reach: 'list', call: inTown, may, answer: 200 }) as const
const read = (operation: string, may: readonly Role[]) =>
  ({ operation, reach: 'town', call: ofTown, may, answer: 200 }) as const

const ofFlow = (operation: string) =>
  ({
    operation,
    reach: 'thing',
    call: ({ flowId }: Site): Call => ({ params: { flowId } }),
    may: accounting,
    answer: 200,
  }) as const
const ofJournal = (operation: string) =>
  ({
    operation,
    reach: 'thing',
    call: ({ journalId }: Site): Call => ({ params: { fileId: journalId } }),
    may: accounting,
    answer: 200,
  }) as const

/** Every operation that a person of the staff may call. */
export const staffRows: readonly StaffRow[] = [
  { operation: 'getSession', reach: 'own', call: () => ({}), may: everybody, answer: 200 },
  { operation: 'listSessions', reach: 'all', call: () => ({}), may: everybody, answer: 200 },
  // A name that is none of the caller's own sessions, whoever's it may be.
  {
    operation: 'endSession',
    reach: 'all',
    call: () => ({ params: { sessionId: 'f'.repeat(16) }, body: {} }),
    may: everybody,
    answer: 404,
  },
  { operation: 'streamEvents', reach: 'own', call: () => ({}), may: everybody, answer: 200 },

  listed('listTasks', workers),
  { operation: 'getTask', reach: 'thing', call: ofTask, may: workers, answer: 200 },
  work('saveDraft', { values: { outcome: 'ok' } }),
  work('claimTask', {}),
  work('releaseTask', {}),
  work('completeTask', { values: { outcome: 'ok' } }),
  {
    operation: 'reassignTask',
    reach: 'thing',
    call: site => ({ ...ofTask(site), body: { office: 'scuola', reason: 'prova' } }),
    may: ['supervisor'],
    answer: 202,
  },

  read('listAbsences', workers),
  {
    operation: 'setAbsence',
    variant: 'a colleague’s',
    reach: 'town',
    call: async (site: Site) => ({ ...ofTown(site), body: await site.anAbsence() }),
    may: ['supervisor'],
    admits: workers,
    answer: 201,
  },
  {
    operation: 'endAbsence',
    reach: 'town',
    call: ({ town }: Site) => ({ params: { municipalityId: town, absenceId: nobody }, body: {} }),
    may: workers,
    answer: 404,
  },

  listed('listCases', everybody),
  {
    operation: 'searchCases',
    reach: 'list',
    call: ({ town }) => ({ body: { q: 'MENSA-2026-000001', municipality: town } }),
    may: everybody,
    answer: 200,
  },
  seen('getCase', ofCase),
  seen('getHistory', ofCase),
  seen('listPayments', ofCase),
  seen('listMessages', ofCase),
  seen('listCaseAudit', ofCase),
  seen('getDiagram', ofCase),
  seen('listDocuments', ofCase),
  {
    operation: 'getDocument',
    reach: 'thing',
    call: ({ caseId, documentId }) => ({ params: { caseId, documentId } }),
    may: ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator'],
    admits: everybody,
    answer: 200,
  },
  {
    operation: 'addDocument',
    reach: 'thing',
    call: site => ({
      ...ofCase(site),
      body: { name: 'a.pdf', kind: 'attachment', mediaType: 'application/pdf', content: aPdf },
    }),
    may: workers,
    answer: 201,
  },
  {
    operation: 'createCaseAtCounter',
    reach: 'town',
    call: ({ town }) => ({ body: { procedure: 'canteen-enrolment', municipality: town, request: aRequest() } }),
    may: workers,
    answer: 201,
  },
  listed('exportCases', everybody),
  listed('listDeadlines', everybody),
  { operation: 'listViews', reach: 'own', call: () => ({}), may: everybody, answer: 200 },
  {
    operation: 'createView',
    reach: 'town',
    call: ({ town }) => ({ body: { name: 'Mia', municipality: town, audience: 'me', query: { late: 'true' } } }),
    may: everybody,
    answer: 201,
  },
  {
    operation: 'changeView',
    reach: 'thing',
    call: async site => ({ params: { viewId: await site.viewId() }, body: { name: 'Vista', audience: 'town' } }),
    may: ['supervisor', 'administrator'],
    admits: everybody,
    answer: 200,
  },
  {
    operation: 'deleteView',
    reach: 'thing',
    call: async site => ({ params: { viewId: await site.viewId() }, body: {} }),
    may: ['supervisor', 'administrator'],
    admits: everybody,
    answer: 204,
  },
  { operation: 'getPreferences', reach: 'all', call: () => ({}), may: everybody, answer: 200 },
  { operation: 'savePreferences', reach: 'all', call: () => ({ body: {} }), may: everybody, answer: 200 },
  seen('getAct', ({ caseId, actId }) => ({ params: { caseId, requestId: actId } })),
  {
    operation: 'previewAct',
    reach: 'thing',
    call: site => ({ ...ofCase(site), body: { act: { type: 'suspend' } } }),
    may: actors,
    admits: everybody,
    // The case itself is asked, and nothing runs it here.
    answer: 503,
  },
  acted('retry', { type: 'retry', incident }, actors),
  acted('amend', { type: 'amend', set: [{ path: 'request.school.class', value: '3A' }] }, workers),
  acted('record-outcome', { type: 'record-outcome', incident, output: stated, source: 'telefono' }, actors),
  acted('not-done', { type: 'not-done', incident, source: 'telefono' }, actors),
  acted('suspend', { type: 'suspend' }, actors),
  acted('resume', { type: 'resume' }, actors),
  acted('move', { type: 'move', from: 'notice#1', to: 'decide' }, ['supervisor']),
  acted('message', { type: 'message', name: 'withdrawal', data: {} }, workers),
  acted('close', { type: 'close', ground: 'renounced' }, ['supervisor']),
  {
    operation: 'advanceTime',
    reach: 'thing',
    call: site => ({ ...ofCase(site), body: { to: new Date(Date.now() + aheadOf()).toISOString() } }),
    may: actors,
    answer: 202,
  },

  listed('listIncidents', everybody),
  listed('listIncidentGroups', everybody),
  {
    operation: 'previewRestart',
    reach: 'town',
    call: ({ town }) => ({ body: { group: aCause, municipality: town } }),
    may: ['supervisor', 'operator'],
    answer: 200,
  },
  {
    operation: 'startRestart',
    reach: 'town',
    call: ({ town }) => ({ body: { group: aCause, municipality: town, reason: 'prova dei permessi' } }),
    may: ['supervisor', 'operator'],
    // Nothing stands still for that cause.
    answer: 409,
  },
  listed('listRestarts', everybody),
  ofRestart('getRestart', everybody),
  ofRestart('listRestartItems', everybody),
  ofRestart('stopRestart', ['supervisor', 'operator'], { reason: 'prova' }),

  listed('listImports', files),
  {
    operation: 'createImport',
    reach: 'town',
    call: ({ town }) => ({ body: aFile(town) }),
    may: workers,
    answer: 201,
  },
  { operation: 'getImport', reach: 'thing', call: ofImport, may: files, answer: 200 },
  { operation: 'listImportLines', reach: 'thing', call: ofImport, may: files, answer: 200 },
  { operation: 'getBadRows', reach: 'thing', call: ofImport, may: files, answer: 200 },
  {
    operation: 'confirmImport',
    reach: 'thing',
    call: site => ({ ...ofImport(site), body: {} }),
    may: workers,
    answer: 202,
  },

  listed('listTownPayments', accounting),
  listed('exportPayments', accounting),
  listed('paymentTotals', accounting),
  listed('paymentBadges', accounting),
  listed('paymentDifferences', accounting),
  {
    operation: 'searchPayments',
    reach: 'list',
    call: ({ town }) => ({ body: { q: '01000000000004285', municipality: town } }),
    may: accounting,
    answer: 200,
  },
  {
    operation: 'getPayment',
    reach: 'thing',
    call: ({ paymentId }) => ({ params: { paymentId } }),
    may: accounting,
    answer: 200,
  },
  listed('listFlows', accounting),
  listed('exportFlows', accounting),
  ofFlow('getFlow'),
  ofFlow('listFlowRows'),
  {
    operation: 'askReceipts',
    reach: 'thing',
    call: ({ flowId }) => ({ params: { flowId }, body: {} }),
    may: ['accountant'],
    answer: 202,
  },
  listed('listPaymentAlarms', accounting),
  listed('listExceptions', accounting),
  listed('exportExceptions', accounting),
  {
    operation: 'getEntry',
    reach: 'thing',
    call: async site => ({ params: { entryId: await site.entryId() } }),
    may: accounting,
    answer: 200,
  },
  {
    operation: 'assignEntry',
    reach: 'thing',
    call: async site => ({
      params: { entryId: await site.entryId() },
      body: { target: 'not-pagopa', reason: 'bonifico di un privato', basedOn: judgedAt },
    }),
    may: ['accountant'],
    answer: 202,
  },
  {
    operation: 'revokeAssignment',
    reach: 'thing',
    call: async site => ({ params: { ...(await site.assigned()) }, body: { reason: 'assegnato per errore' } }),
    may: ['accountant'],
    answer: 202,
  },
  listed('listRegularisation', accounting),
  listed('exportRegularisation', accounting),
  read('getAccountingMap', accounting),
  {
    operation: 'saveAccountingMap',
    reach: 'town',
    call: ({ town }) => ({ params: { municipalityId: town }, body: { items: [], basedOn: 0 } }),
    may: ['accountant'],
    answer: 200,
  },
  ofJournal('listFileMovements'),
  ofJournal('exportFileReport'),
  ofJournal('exportFileMovements'),
  listed('listPaymentFiles', accounting),
  {
    operation: 'uploadPaymentFile',
    reach: 'town',
    call: ({ town }) => ({ body: aFile(town) }),
    may: ['accountant'],
    answer: 202,
  },
  {
    operation: 'getPaymentFile',
    reach: 'thing',
    call: ({ paymentFileId }) => ({ params: { fileId: paymentFileId } }),
    may: ['supervisor', 'accountant', 'auditor', 'operator'],
    answer: 200,
  },

  listed('listMunicipalities', everybody),
  read('getMunicipality', everybody),
  read('listOffices', everybody),
  {
    operation: 'addOffice',
    reach: 'town',
    call: site => ({
      ...ofTown(site),
      body: { code: `o-${randomUUID().slice(0, 8)}`, name: 'Tributi', confidential: false },
    }),
    may: managers,
    answer: 201,
  },
  {
    operation: 'changeOffice',
    reach: 'thing',
    call: ({ town, officeId }) => ({
      params: { municipalityId: town, officeId },
      body: { name: 'Ufficio scuola', confidential: false },
    }),
    may: managers,
    answer: 200,
  },
  read('getCalendar', everybody),
  {
    operation: 'saveCalendar',
    reach: 'town',
    call: site => ({ ...ofTown(site), body: { workingDays: [1, 2, 3, 4, 5], closures: [], patron: null } }),
    may: managers,
    answer: 200,
  },
  read('listPaymentServices', everybody),
  {
    operation: 'savePaymentService',
    reach: 'town',
    call: site => ({ params: { municipalityId: site.town, code: 'minigrest' }, body: aPaymentService }),
    may: managers,
    answer: 200,
  },
  read('listStaff', colleagues),
  {
    operation: 'addStaff',
    reach: 'town',
    call: site => ({
      ...ofTown(site),
      body: { name: 'Nuova', email: `${randomUUID()}@example.org`, role: 'clerk', office: 'scuola' },
    }),
    may: managers,
    answer: 201,
  },
  {
    operation: 'removeStaff',
    reach: 'thing',
    call: async site => ({ params: { municipalityId: site.town, membershipId: await site.membershipId() }, body: {} }),
    may: managers,
    answer: 204,
  },
  read('listServiceTokens', managers),
  {
    operation: 'createServiceToken',
    reach: 'town',
    call: site => ({ ...ofTown(site), body: { name: 'Portale', scopes: ['cases'], expiresAt: tomorrow() } }),
    may: managers,
    answer: 201,
  },
  {
    operation: 'revokeServiceToken',
    reach: 'thing',
    call: async site => ({ params: { municipalityId: site.town, tokenId: await site.tokenId() }, body: {} }),
    may: managers,
    answer: 204,
  },
  read('listPlatforms', ['administrator', 'operator']),
  {
    operation: 'savePlatform',
    reach: 'town',
    call: ({ town }) => ({
      params: { municipalityId: town, platform: 'io' },
      body: { baseUrl: 'http://127.0.0.1:1', keyExpiresAt: null },
    }),
    may: ['administrator', 'operator'],
    answer: 200,
  },
  {
    operation: 'testPlatform',
    reach: 'town',
    call: ({ town }) => ({ params: { municipalityId: town, platform: 'io' }, body: {} }),
    may: ['administrator', 'operator'],
    answer: 200,
  },
  read('getCanteenList', counter),

  read('listFares', everybody),
  {
    operation: 'getFare',
    reach: 'thing',
    call: ({ town, fareId }) => ({ params: { municipalityId: town, fareId } }),
    may: everybody,
    answer: 200,
  },
  {
    operation: 'proposeFare',
    reach: 'town',
    call: site => ({
      ...ofTown(site),
      body: { key: 'fare', resolution: 'DGC 13/2026', validFrom: '2026-10-01', table: aTable },
    }),
    may: proposers,
    answer: 201,
  },
  {
    operation: 'approveFare',
    reach: 'thing',
    call: async site => ({ params: { municipalityId: site.town, fareId: await site.draftFare() }, body: {} }),
    may: ['supervisor', 'administrator'],
    answer: 200,
  },
  {
    operation: 'withdrawFare',
    reach: 'thing',
    call: async site => ({ params: { municipalityId: site.town, fareId: await site.draftFare() }, body: {} }),
    may: proposers,
    answer: 204,
  },
  {
    operation: 'tryFare',
    reach: 'thing',
    call: ({ town, fareId }) => ({ params: { municipalityId: town, fareId }, body: {} }),
    may: everybody,
    answer: 200,
  },

  listed('listProcedures', everybody),
  { operation: 'getProcedure', reach: 'all', call: () => ({ params: aProcedure }), may: everybody, answer: 200 },
  { operation: 'getCsvTemplate', reach: 'all', call: () => ({ params: aProcedure }), may: everybody, answer: 200 },

  listed('listAudit', watchers),
  listed('auditChoices', watchers),
  { operation: 'exportAudit', reach: 'town', call: inTown, may: watchers, answer: 200 },
  { operation: 'exportAuditChain', reach: 'town', call: inTown, may: verifiers, answer: 200 },
  { operation: 'exportCheckpoints', reach: 'town', call: inTown, may: verifiers, answer: 200 },
  {
    operation: 'verifyAudit',
    reach: 'town',
    call: ({ town }) => ({ body: { municipality: town } }),
    may: verifiers,
    answer: 200,
  },

  listed('listChecks', ['auditor', 'administrator', 'operator']),
  { operation: 'runChecks', reach: 'all', call: () => ({ body: {} }), may: ['administrator', 'operator'], answer: 202 },
]

/** Every operation that a program with a service token may call. */
export const serviceRows: readonly ServiceRow[] = [
  {
    operation: 'createCase',
    reach: 'own',
    call: () => ({ body: { procedure: 'canteen-enrolment', request: aRequest() } }),
    scope: 'cases',
    answer: 201,
  },
  { operation: 'getOwnCase', reach: 'thing', call: ofCase, scope: 'cases', answer: 200 },
  { operation: 'listOwnDocuments', reach: 'thing', call: ofCase, scope: 'cases', answer: 200 },
  {
    operation: 'getOwnDocument',
    reach: 'thing',
    call: ({ caseId, documentId }) => ({ params: { caseId, documentId } }),
    scope: 'cases',
    answer: 200,
  },
  {
    operation: 'sendMessage',
    reach: 'thing',
    call: site => ({ ...ofCase(site), body: { name: 'isee', data: { valueCents: 1 } } }),
    scope: 'cases',
    answer: 202,
  },
  { operation: 'pushReceipt', reach: 'own', call: () => ({ body: aReceipt() }), scope: 'receipts', answer: 200 },
  { operation: 'listPaymentEvents', reach: 'own', call: () => ({}), scope: 'payments', answer: 200 },
  {
    operation: 'getPaymentState',
    reach: 'own',
    call: () => ({ params: { iuv: '01000000000004285' } }),
    scope: 'payments',
    answer: 200,
  },
  { operation: 'exportPaymentStates', reach: 'own', call: () => ({}), scope: 'payments', answer: 200 },
]

/** Operations that ask for nobody. */
export const publicOperations: readonly string[] = ['getStatus']

const aProcedure = { key: 'canteen-enrolment' }

const aReceipt = () => ({
  receiptId: randomUUID(),
  noticeNumber: '302000000000000099',
  fiscalCode: '00000000000',
  outcome: 'OK',
  creditorReferenceId: '02000000000000099',
  paymentAmount: 1,
  paymentDateTimeFormatted: '2026-11-22T10:00:00',
})

const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString()

// Time only goes forward: each call asks for a later one.
let ahead = 86_400_000
const aheadOf = (): number => (ahead += 3_600_000)
