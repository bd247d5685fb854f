import type * as Api from '../api-types.d.ts'
import type { AssignmentTarget, MapLine } from '../payments/types.ts'
import type { Http } from './http.ts'

const at = (...path: string[]) => `/${path.map(encodeURIComponent).join('/')}`
const of = (municipality: string) => (municipality ? `?municipality=${municipality}` : '')

/** Payments and reconciliation. Lists live in the console's addresses: their query goes to the server as it stands there. */
export const payments = (http: Http) => ({
  paymentList: (query: string) => http<Api.ListTownPaymentsAnswer>(`/payments?${query}`),
  /** By POST: what is typed may name a person. */
  searchPayments: (q: string, municipality: string) =>
    http<Api.SearchPaymentsAnswer>('/payments/search', {
      method: 'POST',
      body: { q, ...(municipality ? { municipality } : {}) },
    }),
  paymentTotals: (query: string) => http<Api.PaymentTotalsAnswer>(`/payments/totals?${query}`),
  paymentBadges: (municipality: string) => http<Api.PaymentBadgesAnswer>(`/payments/badges${of(municipality)}`),
  paymentDifferences: (query: string) => http<Api.PaymentDifferencesAnswer>(`/payments/differences?${query}`),
  payment: (id: string) => http<Api.PaymentDetail>(at('payments', id)),
  flows: (query: string) => http<Api.ListFlowsAnswer>(`/flows?${query}`),
  flow: (id: string) => http<Api.PaymentFlowDetail>(at('flows', id)),
  flowRows: (id: string, query: string) => http<Api.ListFlowRowsAnswer>(`${at('flows', id, 'rows')}?${query}`),
  askReceipts: (id: string) => http<Api.PaymentFlow>(at('flows', id, 'receipt-requests'), { method: 'POST', body: {} }),
  paymentFiles: (query: string) => http<Api.ListPaymentFilesAnswer>(`/payments/files?${query}`),
  paymentFile: (id: string) => http<Api.PaymentFileDetail>(at('payments', 'files', id)),
  fileMovements: (id: string, query: string) =>
    http<Api.ListFileMovementsAnswer>(`${at('payments', 'files', id, 'movements')}?${query}`),
  /** The server answers 202 to a file that it will read, 200 to one that it has already. */
  uploadPaymentFile: async (municipality: string, file: File) => {
    const body = new FormData()
    // The server reads the parts in this order.
    body.set('municipality', municipality)
    body.set('file', file)
    let isKnown = false
    const taken = await http<Api.PaymentFile>('/payments/files', {
      method: 'POST',
      body,
      onStatus: status => {
        isKnown = status === 200
      },
    })
    return { file: taken, isKnown }
  },
  exceptions: (query: string) => http<Api.ListExceptionsAnswer>(`/exceptions?${query}`),
  paymentAlarms: (municipality: string) => http<Api.ListPaymentAlarmsAnswer>(`/payments/alarms${of(municipality)}`),
  entry: (id: string) => http<Api.TreasuryEntryDetail>(at('entries', id)),
  assignEntry: (id: string, body: AssignmentTarget & { reason: string; basedOn: string }) =>
    http<Api.TreasuryEntry>(at('entries', id, 'assignments'), { method: 'POST', body }),
  revokeAssignment: (id: string, assignment: string, reason: string) =>
    http<Api.TreasuryEntry>(at('entries', id, 'assignments', assignment, 'revoke'), {
      method: 'POST',
      body: { reason },
    }),
  regularisation: (query: string) => http<Api.ListRegularisationAnswer>(`/regularisation?${query}`),
  accountingMap: (municipality: string) =>
    http<Api.AccountingMap>(at('municipalities', municipality, 'accounting-map')),
  saveAccountingMap: (municipality: string, items: MapLine[], basedOn: number) =>
    http<Api.AccountingMap>(at('municipalities', municipality, 'accounting-map'), {
      method: 'PUT',
      body: { items, basedOn },
    }),
})
