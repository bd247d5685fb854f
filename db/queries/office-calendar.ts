import { eq } from 'drizzle-orm'
import type { OfficeCalendar } from '../../engine/terms/holidays.ts'
import type { Tx } from '../client.ts'
import { municipality } from '../schema/municipalities.ts'
import { officeCalendar } from '../schema/office-calendars.ts'

/** Rome's patron saints are a legal holiday there (Presidential Decree 792/1985); every other town's close the offices only. */
const rome = '058091'

/** What a case that begins now is given; null where the town has set none. */
export async function readOfficeCalendar(tx: Tx, town: string): Promise<OfficeCalendar | null> {
  const [row] = await tx
    .select({ calendar: officeCalendar, code: municipality.code })
    .from(officeCalendar)
    .innerJoin(municipality, eq(municipality.id, officeCalendar.municipalityId))
    .where(eq(officeCalendar.municipalityId, town))
  if (row === undefined) return null
  const { workingDays, closures, patron } = row.calendar
  const closed = [...closures.map(({ day }) => day), ...(patron ? [patron.day] : [])]
  return { workingDays, closed, ...(patron && row.code === rome && { legal: [patron.day] }) }
}
