import { and, eq, lt, ne, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client.ts'
import { mealAccount } from '../schema/canteen.ts'

export interface ArrearsQuestion {
  applicantFiscalCode: string
  childFiscalCode: string
  /** The year that is running: its debts are not arrears yet. */
  exceptYear: string | null
}

const total = z.coerce.number().int()

/** What is owed in cents on the accounts of a payer or of a child, closed ones too, besides those of one school year; 0 when nothing is. */
export async function sumArrears(
  tx: Tx,
  municipality: string,
  { applicantFiscalCode, childFiscalCode, exceptYear }: ArrearsQuestion,
): Promise<number> {
  const [found] = await tx
    .select({ cents: sql<string>`coalesce(sum(-${mealAccount.balanceCents}), 0)` })
    .from(mealAccount)
    .where(
      and(
        eq(mealAccount.municipalityId, municipality),
        lt(mealAccount.balanceCents, 0),
        exceptYear === null ? undefined : ne(mealAccount.schoolYear, exceptYear),
        or(eq(mealAccount.applicantFiscalCode, applicantFiscalCode), eq(mealAccount.childFiscalCode, childFiscalCode)),
      ),
    )
  return total.parse(found?.cents ?? 0)
}
