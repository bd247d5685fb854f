import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { canteenSetting } from '../schema/canteen.ts'
import { caseRecord } from '../schema/cases.ts'
import { municipality, office } from '../schema/municipalities.ts'

/** What an act or a notice says of the town and of the case. */
export async function readLetterhead(tx: Tx, municipalityId: string, caseId: string) {
  const [found] = await tx
    .select({
      town: { name: municipality.name, fiscalCode: municipality.fiscalCode, province: municipality.province },
      case: {
        number: caseRecord.number,
        title: caseRecord.title,
        applicantName: caseRecord.applicantName,
        subjectName: caseRecord.subjectName,
        receivedAt: caseRecord.receivedAt,
      },
      settings: canteenSetting.settings,
    })
    .from(caseRecord)
    .innerJoin(municipality, eq(municipality.id, caseRecord.municipalityId))
    .leftJoin(canteenSetting, eq(canteenSetting.municipalityId, caseRecord.municipalityId))
    .where(and(eq(caseRecord.municipalityId, municipalityId), eq(caseRecord.id, caseId)))
    .orderBy(desc(canteenSetting.schoolYear))
    .limit(1)
  return found ?? null
}

/** The office's name as people know it. */
export async function officeName(tx: Tx, municipalityId: string, code: string): Promise<string | null> {
  const [found] = await tx
    .select({ name: office.name })
    .from(office)
    .where(and(eq(office.municipalityId, municipalityId), eq(office.code, code)))
  return found?.name ?? null
}
