import type { Tx } from '../../db/client.ts'
import { membership } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { staff } from './staff.ts'

/** People and their roles; `municipalities` maps ISTAT codes to ids. */
export async function seedStaff(tx: Tx, municipalities: Map<string, string>): Promise<void> {
  for (const member of staff) {
    const [row] = await tx
      .insert(person)
      .values({ subject: member.subject, name: member.name, email: `${member.subject}@example.org` })
      .returning({ id: person.id })
    if (!row) throw new Error(`The person ${member.subject} was not stored.`)
    const rows = member.memberships.map(one => {
      const municipalityId = municipalities.get(one.town)
      if (!municipalityId) throw new Error(`The demo staff name the town ${one.town}, which is not seeded.`)
      return { municipalityId, personId: row.id, officeCode: one.office, role: one.role }
    })
    await tx.insert(membership).values(rows)
  }
}
