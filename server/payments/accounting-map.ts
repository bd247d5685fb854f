import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { servicesOfPayments } from '../../db/queries/payments-office/count-payments.ts'
import { accountingMap } from '../../db/schema/accounting-maps.ts'
import type { AccountingRow } from '../../db/schema/accounting-maps.ts'
import type { accountingMap as shape } from '../api/payment-regularisation.ts'
import { loadPaymentNames } from './payment-names.ts'

/** Where the money of a service and year is booked; null when nobody has said. */
export type Booking = (town: string, service: string | null, year: number | null) => AccountingRow | null

/** The maps of the transaction's towns. A row of the very year goes before one for every year. */
export async function loadBooking(tx: Tx): Promise<Booking> {
  const maps = new Map((await tx.select().from(accountingMap)).map(one => [one.municipalityId, one.rows]))
  return (town, service, year) => {
    const rows = (maps.get(town) ?? []).filter(row => row.service === service)
    return rows.find(row => row.year !== null && row.year === year) ?? rows.find(row => row.year === null) ?? null
  }
}

export const findMap = async (tx: Tx): Promise<typeof accountingMap.$inferSelect | null> =>
  (await tx.select().from(accountingMap))[0] ?? null

/** In a transaction of the one town. */
export async function mapPage(tx: Tx, town: string): Promise<z.input<typeof shape>> {
  const [stored, names] = [await findMap(tx), await loadPaymentNames(tx)]
  const labelOf = (code: string) => names.service(town, code)?.label ?? { it: code, en: code }
  const known = [...new Set([...names.services(town), ...(await servicesOfPayments(tx, [town]))])]
  return {
    items: (stored?.rows ?? []).map(row => ({ ...row, label: labelOf(row.service) })),
    services: known.slice(0, 500).map(code => ({ code, label: labelOf(code) })),
    revision: stored?.revision ?? 0,
  }
}
