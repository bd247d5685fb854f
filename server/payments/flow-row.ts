import type { z } from 'zod'

import type { Alarm, Flow, FlowLine } from '../../db/queries/payments-office/list-flows.ts'
import type { Text } from '../../engine/json.ts'
import { flowStatusWords } from '../../reconciliation/words.ts'
import type { alarm, flowRow } from '../api/payment-views.ts'
import type { PaymentNames } from './payment-names.ts'

export type FlowRow = z.input<typeof flowRow>
export type AlarmView = z.input<typeof alarm>

/** A report as the API gives it. */
export function flowRowOf(line: FlowLine, names: PaymentNames): FlowRow {
  const { alarms, municipalityId, flowKey: _key, anomalies: _anomalies, ...flow } = line
  return {
    ...flow,
    pspName: flow.pspName.slice(0, 200),
    municipality: names.municipality(municipalityId),
    differenceCents: differenceOf(line),
    statusText: statusText(line),
    alarms: alarms.map(one => alarmOf(one, names, line.id)),
  }
}

/** Credited less reported; null while nothing has come, or nothing is due. */
function differenceOf({ status, creditedCents, totalCents }: Flow): number | null {
  return status === 'nothing-due' || status === 'other-partner' || creditedCents === 0
    ? null
    : creditedCents - totalCents
}

export const statusText = ({ state, status }: Pick<Flow, 'state' | 'status'>): Text =>
  state === 'anomalous'
    ? { it: 'Anomalo: testata e righe non concordano', en: 'Anomalous: header and rows disagree' }
    : flowStatusWords[status]

/** `flow` is our id of the report that it is about, where it has come. */
export const alarmOf = (
  { id, municipalityId, kind, subject, since, raisedAt, detail = null }: Alarm & { detail?: string | null },
  names: PaymentNames,
  flow: string | null,
): AlarmView => ({
  id,
  municipality: names.municipality(municipalityId),
  kind,
  text: alarmWords[kind](subject),
  detail: detail?.slice(0, 4000) ?? null,
  subject,
  flow,
  since,
  raisedAt,
})

const alarmWords = {
  'report-missing': subject => ({
    it: `Il denaro è arrivato, ma il flusso ${subject} manca da più di tre giorni bancari`,
    en: `The money has come, but report ${subject} is missing for more than three bank days`,
  }),
  'credit-missing': subject => ({
    it: `L’accredito del flusso ${subject} manca da più di tre giorni bancari`,
    en: `The credit of report ${subject} is missing for more than three bank days`,
  }),
  'receipts-missing': subject => ({
    it: `Del flusso ${subject} mancano ricevute da più di un giorno`,
    en: `Receipts of report ${subject} are missing for more than a day`,
  }),
  'reports-unseen': () => ({
    it: 'Nessun flusso di rendicontazione negli ultimi tre giorni bancari',
    en: 'No payment report is about the last three bank days',
  }),
  'reports-unfetched': () => ({
    it: 'I flussi non si scaricano da tre giorni bancari: pagoPA li conserva circa trenta giorni',
    en: 'Reports could not be fetched for three bank days: pagoPA keeps them for some thirty days',
  }),
} satisfies Record<Alarm['kind'], (subject: string) => Text>
