import type * as Api from '../api-types.d.ts'
import type { Http } from './http.ts'

export interface ViewInput {
  name: string
  audience: Api.SavedView['audience']
  office?: string
}

/** Lists whose address is the console's own: the query goes to the server as it stands there. */
export const lists = (http: Http) => ({
  cases: (query: string) => http<Api.ListCasesAnswer>(`/cases?${query}`),
  deadlines: (query: string) => http<Api.ListDeadlinesAnswer>(`/deadlines?${query}`),
  audit: (query: string) => http<Api.ListAuditAnswer>(`/audit?${query}`),
  auditChoices: (municipality: string) =>
    http<Api.AuditChoicesAnswer>(`/audit/choices${municipality ? `?municipality=${municipality}` : ''}`),
  views: (list: Api.SavedView['list']) => http<Api.ListViewsAnswer>(`/views?list=${list}`),
  saveView: (body: ViewInput & { list: Api.SavedView['list']; municipality: string; query: Api.ViewQuery }) =>
    http<Api.SavedView>('/views', { method: 'POST', body }),
  changeView: (id: string, revision: number, body: ViewInput & { query?: Api.ViewQuery }) =>
    http<Api.SavedView>(`/views/${encodeURIComponent(id)}`, { method: 'PUT', body, revision }),
  deleteView: (id: string) => http<null>(`/views/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  preferences: () => http<Api.Preferences>('/preferences'),
  savePreferences: (body: Api.Preferences) => http<Api.Preferences>('/preferences', { method: 'PUT', body }),
})
