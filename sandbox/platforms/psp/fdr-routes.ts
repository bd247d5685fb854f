import type { Request } from 'express'
import type { ReportRowSample, ReportSample } from '../../../reconciliation/samples/report.ts'
import { instantOf } from '../../../reconciliation/readers/values.ts'
import { authorised } from '../pagopa/routes.ts'
import { pathParam, queryParam, type Answer, type Service } from '../service.ts'
import { centsOf } from './amounts.ts'
import { type Payouts, type Published, publishedOf } from './payouts.ts'

const flows = '/fdr-org/service/v1/organizations/:organization/fdrs'
const flow = `${flows}/:fdr/revisions/:revision/psps/:pspId`
const largestPage = 1_000

/** Outcomes of payments by the names that the service gives them. */
const statusOf: Record<string, string> = {
  '0': 'EXECUTED',
  '3': 'REVOKED',
  '4': 'STAND_IN',
  '8': 'STAND_IN_NO_RPT',
  '9': 'NO_RPT',
}

/** Payment reports as their receivers read them: FdR, organisations' API 1.1. */
export function addFdr(service: Service, payouts: Payouts): void {
  const published = (organization: string): Published[] =>
    payouts
      .all()
      .filter(one => one.organization === organization)
      .flatMap(publishedOf)
      .toSorted((one, other) => one.at.localeCompare(other.at))
  const found = (organization: string, request: Request): Published | undefined =>
    published(organization).find(
      ({ report, revision }) =>
        report.flowId === pathParam(request, 'fdr') &&
        report.psp === pathParam(request, 'pspId') &&
        String(revision) === pathParam(request, 'revision'),
    )
  service.on(
    'get',
    flows,
    'listReports',
    authorised((organization, request) => list(published(organization), request)),
  )
  service.on(
    'get',
    flow,
    'getReport',
    authorised((organization, request) => {
      const one = found(organization, request)
      return one === undefined ? unknown(request) : { status: 200, body: details(one), key: pathParam(request, 'fdr') }
    }),
  )
  service.on(
    'get',
    `${flow}/payments`,
    'getReportPayments',
    authorised((organization, request) => {
      const one = found(organization, request)
      if (one === undefined) return unknown(request)
      return paged(request, (one.report.rows ?? []).map(payment))
    }),
  )
}

function list(published: Published[], request: Request): Answer {
  const after = queryParam(request, 'publishedGt')
  const flowDate = queryParam(request, 'flowDate')
  const psp = queryParam(request, 'pspId')
  if ([after, flowDate].some(it => it !== undefined && Number.isNaN(Date.parse(it)))) {
    return refusal(400, 'FDR-0400', 'publishedGt and flowDate are instants of ISO 8601.')
  }
  const shown = published
    .filter(({ at }) => after === undefined || Date.parse(at) > Date.parse(after))
    .filter(({ report }) => psp === undefined || report.psp === psp)
    .filter(({ report }) => flowDate === undefined || Date.parse(dateOf(report)) >= Date.parse(flowDate))
  return paged(
    request,
    shown.map(({ report, revision, at }) => ({
      fdr: report.flowId,
      pspId: report.psp,
      revision,
      published: at,
      flowDate: dateOf(report),
    })),
  )
}

function details({ report, revision, at }: Published): unknown {
  const { flowId, trn, regulationOn, psp = '', sender, receiver, count, total, rows = [] } = report
  const computed = rows.filter(row => row.outcome !== '3').reduce((sum, row) => sum + centsOf(row.amount), 0)
  return {
    status: 'PUBLISHED',
    revision,
    created: at,
    updated: at,
    published: at,
    fdr: flowId,
    fdrDate: dateOf(report),
    regulation: trn,
    regulationDate: regulationOn,
    bicCodePouringBank: psp,
    sender: { type: 'BIC_CODE', id: psp, pspId: psp, pspName: sender, pspBrokerId: psp, channelId: `${psp}_01` },
    receiver: { id: receiver, organizationId: receiver, organizationName: 'Ente creditore' },
    totPayments: count,
    sumPayments: Number(total),
    computedTotPayments: rows.length,
    computedSumPayments: computed / 100,
  }
}

function payment(row: ReportRowSample, index: number): unknown {
  const { iuv, iur = `R-${iuv}`, transfer = 1, amount, outcome = '0', outcomeOn } = row
  const payStatus = statusOf[outcome]
  return {
    index: index + 1,
    iuv,
    iur,
    idTransfer: transfer,
    pay: Number(amount),
    payStatus,
    payDate: `${outcomeOn}T12:00:00Z`,
  }
}

function paged(request: Request, all: unknown[]): Answer {
  const page = Number(queryParam(request, 'page') ?? 1)
  const size = Number(queryParam(request, 'size') ?? largestPage)
  if (!Number.isInteger(page) || page < 1 || !Number.isInteger(size) || size < 1 || size > largestPage) {
    return refusal(400, 'FDR-0400', `page begins with 1, size is 1 to ${largestPage}.`)
  }
  const data = all.slice((page - 1) * size, page * size)
  const metadata = { pageSize: size, pageNumber: page, totPage: Math.ceil(all.length / size) }
  return { status: 200, body: { metadata, count: data.length, data } }
}

const dateOf = ({ flowAt = '' }: ReportSample): string => instantOf(flowAt) ?? ''

function unknown(request: Request): Answer {
  return refusal(404, 'FDR-3001', `Flow with ID [${pathParam(request, 'fdr')}] not found.`)
}

function refusal(status: number, appErrorCode: string, message: string): Answer {
  const httpStatusDescription = status === 404 ? 'Not Found' : 'Bad Request'
  return { status, body: { httpStatusCode: status, httpStatusDescription, appErrorCode, errors: [{ message }] } }
}
