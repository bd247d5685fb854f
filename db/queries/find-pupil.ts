import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { schoolPupil } from '../schema/canteen.ts'

/** Where the school's list has a child; of several years the latest. */
export async function findPupil(tx: Tx, municipality: string, fiscalCode: string) {
  const [found] = await tx
    .select({ school: schoolPupil.schoolCode, class: schoolPupil.className, schoolYear: schoolPupil.schoolYear })
    .from(schoolPupil)
    .where(and(eq(schoolPupil.municipalityId, municipality), eq(schoolPupil.fiscalCode, fiscalCode)))
    .orderBy(desc(schoolPupil.schoolYear))
    .limit(1)
  return found ?? null
}
