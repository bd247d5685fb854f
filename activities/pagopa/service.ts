import { z } from 'zod'
import { findService } from '../../db/queries/positions/find-service.ts'
import type { ServiceShare } from '../../db/schema/positions.ts'
import type { OperationContext } from '../kernel/context.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'

/** A notice pays five bodies at most, the town is one of them. */
const sharesSchema = z
  .array(
    z.object({
      payeeFiscalCode: z.string().regex(/^\d{11}$/),
      payeeName: z.string().min(1).max(140),
      iban: z.string().min(1).max(35),
      category: z.string().min(1),
      description: z.string().min(1).max(140),
      permille: z.int().min(0).max(1_000),
    }),
  )
  .max(4)

/** What is known of what a debt is for, the town's pagoPA setting filling what the service leaves open. */
export interface Service {
  code: string | null
  name: string | null
  office: string | null
  category: string
  iban: string
  postalIban: string | null
  postalHolder: string | null
  segregationCode: string
  shares: ServiceShare[]
  isTax: boolean
  expires: boolean
  remindAfterDays: number | null
}

/** The service of this code; without one, what a procedure with words of its own needs. @throws OperationError `misconfigured` */
export async function serviceOf(
  context: OperationContext,
  code: string | null,
  { settings }: PlatformSetting<'pagopa'>,
): Promise<Service> {
  const known = code === null ? null : await context.transaction(tx => findService(tx, context.municipality, code))
  if (code !== null && known === null) throw unknownService(code)
  return {
    code,
    name: known?.name ?? null,
    office: known?.office ?? null,
    category: known?.category ?? settings.category,
    iban: known?.iban ?? settings.iban,
    postalIban: known?.postalIban ?? settings.postalIban ?? null,
    postalHolder: known?.postalHolder ?? null,
    segregationCode: known?.segregationCode ?? settings.segregationCode,
    shares: sharesSchema.parse(known?.shares ?? []),
    isTax: known?.isTax ?? false,
    expires: known?.expires ?? false,
    remindAfterDays: known?.remindAfterDays ?? null,
  }
}

function unknownService(code: string): OperationError {
  return new OperationError({
    kind: 'misconfigured',
    code: 'payment-service-unknown',
    platform: 'pagopa',
    message: `Il comune non ha il servizio di pagamento «${code}»: va aggiunto tra i servizi, con conto e codice di tassonomia.`,
  })
}
