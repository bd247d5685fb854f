import type { Tx } from '../../db/client.ts'
import { paymentService } from '../../db/schema/positions.ts'
import { loadNames } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'

/** Names for a page of payments. */
export interface PaymentNames extends Pick<Names, 'municipality'> {
  /** What is paid for: a service of the town, or the procedure that asked for it. */
  service(municipality: string, code: string | null): { code: string; label: { it: string; en: string } } | null
  /** Every one that the town has data of, and the procedures. */
  services(municipality: string): string[]
}

export async function loadPaymentNames(tx: Tx): Promise<PaymentNames> {
  const names = await loadNames(tx)
  const rows = await tx
    .select({ town: paymentService.municipalityId, code: paymentService.code, name: paymentService.name })
    .from(paymentService)
  const services = new Map(rows.map(({ town, code, name }) => [`${town} ${code}`, { it: name, en: name }]))
  return {
    municipality: id => names.municipality(id),
    service: (town, code) =>
      code === null ? null : { code, label: services.get(`${town} ${code}`) ?? names.procedure(code) },
    services: town => [
      ...rows.filter(row => row.town === town).map(row => row.code),
      ...names.procedures().map(one => one.row.procedure),
    ],
  }
}
