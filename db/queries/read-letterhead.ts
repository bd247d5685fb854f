import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { canteenSetting } from '../schema/canteen.ts'
import { caseRecord } from '../schema/cases.ts'
import { membership, municipality, office } from '../schema/municipalities.ts'
import { person } from '../schema/people.ts'

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

/** The office's name, and its first supervisor: the person in charge where the town names nobody else. */
export async function officeHead(
  tx: Tx,
  municipalityId: string,
  code: string,
): Promise<{ name: string; supervisor: string | null } | null> {
  const [found] = await tx
    .select({ name: office.name, supervisor: person.name })
    .from(office)
    .leftJoin(
      membership,
      and(
        eq(membership.municipalityId, office.municipalityId),
        eq(membership.officeCode, office.code),
        eq(membership.role, 'supervisor'),
      ),
    )
    .leftJoin(person, eq(person.id, membership.personId))
    .where(and(eq(office.municipalityId, municipalityId), eq(office.code, code)))
    .orderBy(membership.createdAt)
    .limit(1)
  return found ?? null
}
