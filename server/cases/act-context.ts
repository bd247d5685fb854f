import { and, eq, inArray, isNull, or } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { document } from '../../db/schema/cases.ts'
import type { FieldOption } from '../../engine/form.ts'
import { workforceOf } from '../acts/people.ts'
import { townLists } from '../intake/town-lists.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { ActFacts } from './allowed-acts.ts'

/** What the forms of acts offer to choose from; read only where an act asks for it. */
export async function actContext(
  tx: Tx,
  staff: Staff,
  of: { town: string; caseId: string; blocked: boolean; tasks: boolean },
): Promise<Pick<ActFacts, 'documents' | 'lists' | 'workforce'>> {
  return {
    documents: of.blocked ? await documentOptions(tx, staff, of.town, of.caseId) : [],
    lists: of.blocked ? await townLists(tx, of.town) : { schools: [], services: [] },
    workforce: of.tasks ? await workforceOf(tx, of.town) : { people: [], offices: [] },
  }
}

async function documentOptions(tx: Tx, staff: Staff, town: string, caseId: string): Promise<FieldOption[]> {
  const office = document.confidentialOffice
  const rows = await tx
    .select({ id: document.id, name: document.name })
    .from(document)
    .where(
      and(
        eq(document.municipalityId, town),
        eq(document.caseId, caseId),
        or(isNull(office), inArray(office, staff.officesIn(town))),
      ),
    )
    .orderBy(document.createdAt)
    .limit(200)
  return rows.map(({ id, name }) => ({ value: id, label: { it: name, en: name } }))
}
