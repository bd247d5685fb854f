import type { ReportPiece } from '../../reconciliation/readers/report.ts'
import { readReportRest } from '../../reconciliation/readers/report-rest.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { aReport } from './reports.ts'

const details = {
  status: 'PUBLISHED',
  revision: 1,
  fdr: '2026-11-20BPPIITRRXXX-0033',
  fdrDate: '2026-11-20T07:30:00.000000Z',
  regulation: 'TRN-0033',
  regulationDate: '2026-11-20',
  sender: { type: 'BIC_CODE', id: 'BPPIITRRXXX', pspId: '97103880585', pspName: 'Poste Italiane' },
  receiver: { id: '00111190191', organizationId: '00111190191', organizationName: 'Comune' },
  totPayments: 2,
  sumPayments: 134.15,
  computedTotPayments: 2,
  computedSumPayments: 134.15,
}
const payment = (iuv: string, pay: number, payStatus = 'EXECUTED') => ({
  index: 1,
  iuv,
  iur: `R-${iuv}`,
  idTransfer: 1,
  pay,
  payStatus,
  payDate: '2026-11-19T12:00:00Z',
})
const first = { data: [payment('01000000000004285', 84)] }
const second = { data: [payment('01000000000004382', 50.15, 'NO_RPT')] }

async function* chunks(answers: unknown[]): AsyncGenerator<Uint8Array> {
  for (const answer of answers) yield Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer))
}

async function all(pieces: AsyncIterable<ReportPiece>) {
  const read: ReportPiece[] = []
  for await (const piece of pieces) read.push(piece)
  return {
    header: read.flatMap(it => (it.type === 'header' ? [it.header] : [])),
    rows: read.flatMap(it => (it.type === 'rows' ? it.rows : [])),
    anomalies: read.flatMap(it => (it.type === 'end' ? it.anomalies : [])),
  }
}
const rest = (...answers: unknown[]) => all(readReportRest(chunks(answers)))

it('the same flow as XML and from the service is the same', async () => {
  const xml = await all(readReportXml(chunks([aReport()])))
  const { header, ...others } = await rest(details, first, second)
  expect(header).toEqual([{ ...xml.header[0], revision: 1 }])
  expect(others).toEqual({ rows: xml.rows, anomalies: [] })
})

it.each([
  ['EXECUTED', 0],
  ['REVOKED', 3],
  ['STAND_IN', 4],
  ['STAND_IN_NO_RPT', 8],
  ['NO_RPT', 9],
])('%s is outcome %d', async (status, outcome) => {
  const { rows } = await rest(details, { data: [payment('01000000000004285', 1.15, status)] })
  expect(rows).toMatchObject([{ outcome, cents: 115 }])
})

it.each([
  ['fewer rows than declared', [details, first], ['count-differs', 'sum-differs']],
  ['rows that the node did not count', [{ ...details, computedTotPayments: 3 }, first, second], ['count-differs']],
  ['another sum than the node added up', [{ ...details, computedSumPayments: 1 }, first, second], ['sum-differs']],
  ['a row twice', [{ ...details, sumPayments: 168, computedSumPayments: 168 }, first, first], ['row-repeated']],
])('%s: anomalous', async (_name, answers, codes) => {
  expect((await rest(...answers)).anomalies.map(it => it.code)).toEqual(codes)
})

it.each([
  ['nothing', []],
  ['no JSON', ['<html>']],
  ['three decimals', [details, { data: [payment('01000000000004285', 1.005)] }]],
  ['a negative amount', [details, { data: [payment('01000000000004285', -1)] }]],
  ['an unknown state', [details, { data: [payment('01000000000004285', 1, 'LOST')] }]],
  ['no date', [{ ...details, fdrDate: 'yesterday' }]],
  ['an id that is none', [{ ...details, fdr: '../etc' }]],
])('%s: refused', async (_name, answers) => {
  await expect(rest(...answers)).rejects.toMatchObject({ kind: 'file-refused', code: 'answer-wrong' })
})
