import { desc, eq } from 'drizzle-orm'
import type { Tx } from '../../db/client.ts'
import { accountEntry, canteenSetting, mealAccount } from '../../db/schema/canteen.ts'
import { caseRecord } from '../../db/schema/cases.ts'
import { definition } from '../../db/schema/definitions.ts'
import { citizenByFiscalCode, families, type Citizen } from '../platforms/citizens.ts'
import { canteens, schoolYear } from './canteens.ts'

const lastYear = '2025/2026'
const closedAt = '2026-07-01T08:00:00.000Z'

/** Families that left last year with a debt: a closed case and its closed meal account, as last year would have left them. */
export async function seedArrears(tx: Tx, municipalityId: string, code: string): Promise<void> {
  const owing = families.filter(family => family.townCode === code && family.arrearsCents > 0)
  if (owing.length > 0) await tx.insert(canteenSetting).values({ municipalityId, ...lastYearsCanteen(code) })
  for (const [index, family] of owing.entries()) {
    const applicant = citizenByFiscalCode(family.applicant)
    const child = citizenByFiscalCode(family.children[0] ?? '')
    if (applicant && child) await seedDebt(tx, { municipalityId, index, applicant, child, cents: family.arrearsCents })
  }
}

interface Debt {
  municipalityId: string
  index: number
  applicant: Citizen
  child: Citizen
  cents: number
}

async function seedDebt(tx: Tx, { municipalityId, index, applicant, child, cents }: Debt): Promise<void> {
  const caseId = await seedClosedCase(tx, { municipalityId, index, applicant, child, cents })
  const [account] = await tx
    .insert(mealAccount)
    .values({
      municipalityId,
      caseId,
      childFiscalCode: child.fiscalCode,
      childName: nameOf(child),
      applicantFiscalCode: applicant.fiscalCode,
      schoolYear: lastYear,
      model: 'prepaid',
      fare: { cents: 450 },
      state: 'closed',
      balanceCents: -cents,
      startsOn: '2025-09-15',
      closedAt,
      closedReason: 'Fine dell’anno scolastico',
    })
    .returning({ id: mealAccount.id })
  if (!account) throw new Error('The account in arrears was not stored.')
  const entry = { kind: 'meals', cents: -cents, reference: `year/${lastYear}`, at: closedAt }
  await tx.insert(accountEntry).values({ municipalityId, accountId: account.id, ...entry })
}

async function seedClosedCase(tx: Tx, { municipalityId, index, applicant, child }: Debt): Promise<string> {
  const [pinned] = await tx
    .select()
    .from(definition)
    .where(eq(definition.procedure, 'canteen-enrolment'))
    .orderBy(desc(definition.version))
    .limit(1)
  if (!pinned) throw new Error('The canteen procedure is not published.')
  const [row] = await tx
    .insert(caseRecord)
    .values({
      municipalityId,
      number: `MENSA-2025-${String(index + 1).padStart(6, '0')}`,
      procedure: pinned.procedure,
      definitionId: pinned.id,
      planHash: pinned.planHash,
      channel: 'counter',
      title: `Iscrizione alla mensa di ${nameOf(child)}`,
      receivedAt: '2025-05-20T08:00:00.000Z',
      idempotencyKey: `demo/arrears/${index}`,
      requestDigest: 'demo',
      applicantName: nameOf(applicant),
      applicantFiscalCode: applicant.fiscalCode,
      subjectName: nameOf(child),
      subjectFiscalCode: child.fiscalCode,
      // No workflow runs it: it ended before this installation began.
      driver: 'archive',
      closedState: {},
      closedAt,
    })
    .returning({ id: caseRecord.id })
  if (!row) throw new Error('The closed case was not stored.')
  return row.id
}

function lastYearsCanteen(code: string) {
  const current = canteens[code]
  if (!current) throw new Error(`The demo has no canteen ${schoolYear} for the town ${code}.`)
  return { ...current, schoolYear: lastYear, startsOn: '2025-09-15', endsOn: '2026-06-30' }
}

const nameOf = ({ firstName, lastName }: Citizen): string => `${firstName} ${lastName}`
