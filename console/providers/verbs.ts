import type { JsonObject } from '../../engine/json.ts'
import type * as Api from '../api-types.d.ts'
import { totalsOf } from '../deadlines/totals.ts'
import type { Http } from './http.ts'
import { lists } from './list-verbs.ts'
import { payments } from './payment-verbs.ts'

export type Answer = Api.ActAnswer | Api.ActPending

export interface Counts {
  open: number
  late: number
}

export interface Reasoned {
  act: Api.ActBody
  reason: string
  revision: number
}

/** What the console can ask and do beyond lists: one method a route, named after the act. `key` makes a repeat of the same act harmless. */
export const createVerbs = (http: Http) => ({
  ...session(http),
  ...tasks(http),
  ...cases(http),
  ...imports(http),
  ...municipalities(http),
  ...lists(http),
  ...payments(http),
})

export type Verbs = ReturnType<typeof createVerbs>

const session = (http: Http) => ({
  session: () => http<Api.Session>('/session'),
  sessions: () => http<Api.ListSessionsAnswer>('/sessions'),
  endSession: (id: string) => http<null>(`/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  /** How many are open, and how many are late, for the menu; of terms, those that end this week. */
  counts: async (of: 'tasks' | 'cases' | 'deadlines' | 'incidents', municipality: string): Promise<Counts> => {
    const town = municipality && `&municipality=${municipality}`
    switch (of) {
      case 'tasks': {
        const { counts } = await http<Api.ListTasksAnswer>(`/tasks?limit=1${town}`)
        return { open: counts.total + counts.cover.total, late: counts.late + counts.cover.late }
      }
      case 'cases': {
        const { counts } = await http<Api.ListCasesAnswer>(`/cases?limit=1${town}`)
        return { open: counts.open, late: counts.late }
      }
      case 'deadlines': {
        const { late, weeks } = totalsOf(await http<Api.ListDeadlinesAnswer>(`/deadlines?${town.slice(1)}`))
        return { open: weeks[0] ?? 0, late }
      }
      case 'incidents': {
        const { items } = await http<Api.ListIncidentGroupsAnswer>(`/incident-groups?${town.slice(1)}`)
        return { open: items.length, late: 0 }
      }
    }
  },
  procedures: () => http<Api.ListProceduresAnswer>('/procedures'),
  procedure: (key: string) => http<Api.ProcedurePage>(`/procedures/${encodeURIComponent(key)}`),
})

const tasks = (http: Http) => {
  const at = (caseId: string, taskId: string) => `/tasks/${encodeURIComponent(caseId)}/${encodeURIComponent(taskId)}`
  return {
    tasks: (scope: string, municipality: string, cursor: string) => {
      const query = new URLSearchParams({ scope, limit: '100' })
      if (municipality) query.set('municipality', municipality)
      if (cursor) query.set('cursor', cursor)
      return http<Api.ListTasksAnswer>(`/tasks?${query}`)
    },
    task: (caseId: string, taskId: string) => http<Api.TaskPage>(at(caseId, taskId)),
    taskAct: (
      caseId: string,
      taskId: string,
      verb: 'claim' | 'release' | 'complete' | 'reassign',
      body: JsonObject,
      key?: string,
    ) => http<Answer>(`${at(caseId, taskId)}/${verb}`, { method: 'POST', body, key }),
    saveDraft: (caseId: string, taskId: string, values: JsonObject, basedOn: string | null) =>
      http<Api.SaveDraftAnswer>(`${at(caseId, taskId)}/draft`, { method: 'PUT', body: { values, basedOn } }),
    absences: (municipality: string) => http<Api.ListAbsencesAnswer>(absencesOf(municipality)),
    setAbsence: (municipality: string, body: JsonObject) =>
      http<Api.AbsenceRow>(absencesOf(municipality), { method: 'POST', body }),
    endAbsence: (municipality: string, id: string) =>
      http<null>(`${absencesOf(municipality)}/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  }
}

const absencesOf = (municipality: string) => `/municipalities/${encodeURIComponent(municipality)}/absences`

const cases = (http: Http) => {
  const at = (id: string) => `/cases/${encodeURIComponent(id)}`
  return {
    searchCases: (q: string, municipality: string) =>
      http<Api.SearchCasesAnswer>('/cases/search', {
        method: 'POST',
        body: { q, ...(municipality ? { municipality } : {}) },
      }),
    case: (id: string) => http<Api.CasePage>(at(id)),
    history: (id: string) => http<Api.GetHistoryAnswer>(`${at(id)}/history?limit=500`),
    diagram: (id: string) => http<Api.GetDiagramAnswer>(`${at(id)}/diagram`),
    documents: (id: string) => http<Api.ListDocumentsAnswer>(`${at(id)}/documents`),
    payments: (id: string) => http<Api.ListPaymentsAnswer>(`${at(id)}/payments`),
    messages: (id: string) => http<Api.ListMessagesAnswer>(`${at(id)}/messages`),
    caseAudit: (id: string) => http<Api.ListCaseAuditAnswer>(`${at(id)}/audit?limit=200&order=desc`),
    addDocument: (id: string, document: JsonObject) =>
      http<Api.DocumentRow>(`${at(id)}/documents`, { method: 'POST', body: document }),
    createCase: (body: { procedure: string; municipality: string; request: JsonObject }, key: string) =>
      http<Api.CreateCaseAtCounterAnswer>('/cases', { method: 'POST', body, key }),
    act: (id: string, body: Reasoned, key: string) =>
      http<Answer>(`${at(id)}/acts`, { method: 'POST', body, key, revision: body.revision }),
    previewAct: (id: string, act: Api.ActBody) =>
      http<Api.ActPreview>(`${at(id)}/act-previews`, { method: 'POST', body: { act } }),
    actState: (id: string, requestId: string) =>
      http<Api.GetActAnswer>(`${at(id)}/acts/${encodeURIComponent(requestId)}`),
    advanceTime: (id: string, to: string, key: string) =>
      http<Answer>(`${at(id)}/advance-time`, { method: 'POST', body: { to }, key }),
    incidents: (group: string, municipality: string) => {
      const query = new URLSearchParams({ group, limit: '100', ...(municipality ? { municipality } : {}) })
      return http<Api.ListIncidentsAnswer>(`/incidents?${query}`)
    },
    previewRestart: (body: { group: string; municipality?: string }) =>
      http<Api.RestartPreview>('/restart-previews', { method: 'POST', body }),
    startRestart: (body: { group: string; municipality?: string; reason: string }, key: string) =>
      http<Api.Restart>('/restarts', { method: 'POST', body, key }),
    restarts: (municipality: string) =>
      http<Api.ListRestartsAnswer>(`/restarts${municipality ? `?municipality=${municipality}` : ''}`),
    restartItems: (id: string, state: string) =>
      http<Api.ListRestartItemsAnswer>(`/restarts/${encodeURIComponent(id)}/items${state ? `?state=${state}` : ''}`),
    stopRestart: (id: string, reason: string) =>
      http<Api.Restart>(`/restarts/${encodeURIComponent(id)}/stop`, { method: 'POST', body: { reason } }),
    incidentGroups: (municipality: string) =>
      http<Api.ListIncidentGroupsAnswer>(`/incident-groups${municipality ? `?municipality=${municipality}` : ''}`),
  }
}

const imports = (http: Http) => ({
  /** The server answers 201 to a file that it takes, 200 to one that it has already. */
  upload: async (municipality: string, procedure: string, file: File) => {
    const body = new FormData()
    // The server reads the parts in this order.
    body.set('municipality', municipality)
    body.set('procedure', procedure)
    body.set('file', file)
    let isKnown = false
    const taken = await http<Api.ImportFile>('/imports', {
      method: 'POST',
      body,
      onStatus: status => {
        isKnown = status === 200
      },
    })
    return { file: taken, isKnown }
  },
  import: (id: string) => http<Api.ImportFile>(`/imports/${encodeURIComponent(id)}`),
  importLines: (id: string, state: string, cursor: string | null) => {
    const query = new URLSearchParams({ limit: '50', ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) })
    return http<Api.ListImportLinesAnswer>(`/imports/${encodeURIComponent(id)}/rows?${query}`)
  },
  confirmImport: (id: string) =>
    http<Api.ImportFile>(`/imports/${encodeURIComponent(id)}/confirm`, { method: 'POST', body: {} }),
})

const municipalities = (http: Http) => {
  const at = (id: string, ...rest: string[]) => `/municipalities/${[id, ...rest].map(encodeURIComponent).join('/')}`
  return {
    municipalities: () => http<Api.ListMunicipalitiesAnswer>('/municipalities?limit=200'),
    municipality: (id: string) => http<Api.GetMunicipalityAnswer>(at(id)),
    offices: (id: string) => http<Api.ListOfficesAnswer>(at(id, 'offices')),
    addOffice: (id: string, body: JsonObject) => http<Api.Office>(at(id, 'offices'), { method: 'POST', body }),
    changeOffice: (id: string, office: string, body: JsonObject) =>
      http<Api.Office>(at(id, 'offices', office), { method: 'PUT', body }),
    calendar: (id: string) => http<Api.OfficeCalendar>(at(id, 'calendar')),
    saveCalendar: (id: string, revision: number, body: object) =>
      http<Api.OfficeCalendar>(at(id, 'calendar'), { method: 'PUT', body, revision }),
    paymentServices: (id: string) => http<Api.ListPaymentServicesAnswer>(at(id, 'payment-services')),
    savePaymentService: (id: string, code: string, body: JsonObject) =>
      http<Api.PaymentService>(at(id, 'payment-services', code), { method: 'PUT', body }),
    staff: (id: string, cursor: string | null) =>
      http<Api.ListStaffAnswer>(`${at(id, 'staff')}${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`),
    addStaff: (id: string, body: JsonObject) => http<Api.StaffRow>(at(id, 'staff'), { method: 'POST', body }),
    removeStaff: (id: string, membership: string) => http<null>(at(id, 'staff', membership), { method: 'DELETE' }),
    fares: (id: string) => http<Api.ListFaresAnswer>(at(id, 'fares')),
    fare: (id: string, fare: string) => http<Api.FarePage>(at(id, 'fares', fare)),
    proposeFare: (id: string, body: object) => http<Api.FarePage>(at(id, 'fares'), { method: 'POST', body }),
    approveFare: (id: string, fare: string, body: JsonObject) =>
      http<Api.FarePage>(at(id, 'fares', fare, 'approve'), { method: 'POST', body }),
    withdrawFare: (id: string, fare: string, body: JsonObject) =>
      http<null>(at(id, 'fares', fare, 'withdraw'), { method: 'POST', body }),
    tryFare: (id: string, fare: string, body: JsonObject) =>
      http<Api.TryFareAnswer>(at(id, 'fares', fare, 'trial'), { method: 'POST', body }),
    platforms: (id: string) => http<Api.ListPlatformsAnswer>(at(id, 'platforms')),
    savePlatform: (id: string, platform: string, revision: number, body: JsonObject) =>
      http<Api.PlatformRow>(at(id, 'platforms', platform), { method: 'PUT', body, revision }),
    testPlatform: (id: string, platform: string) =>
      http<Api.TestPlatformAnswer>(at(id, 'platforms', platform, 'test'), { method: 'POST', body: {} }),
    tokens: (id: string) => http<Api.ListServiceTokensAnswer>(at(id, 'service-tokens')),
    createToken: (id: string, body: JsonObject) =>
      http<Api.CreateServiceTokenAnswer>(at(id, 'service-tokens'), { method: 'POST', body }),
    revokeToken: (id: string, token: string) => http<null>(at(id, 'service-tokens', token), { method: 'DELETE' }),
    checks: (query: string) => http<Api.ListChecksAnswer>(`/checks${query}`),
    runChecks: () => http<Api.RunChecksAnswer>('/checks/runs', { method: 'POST', body: {} }),
    verifyAudit: (municipality: string) =>
      http<Api.VerifyAuditAnswer>('/audit/verify', { method: 'POST', body: { municipality } }),
  }
}
