import { and, asc, eq, gte, isNull, lte, or } from 'drizzle-orm'

import { canteenList } from '../../db/schema/canteen.ts'
import { localDate } from '../../engine/terms/instants.ts'
import { getCanteenList } from '../api/municipalities.ts'
import type { Deps } from '../deps.ts'
import { toCsv } from '../http/csv.ts'
import { sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'

const dayNames: Record<string, string> = {
  mon: 'lun',
  tue: 'mar',
  wed: 'mer',
  thu: 'gio',
  fri: 'ven',
  sat: 'sab',
}

/** The list for caterer and school: who eats on which days, and which menu; never why. */
export function canteenListRoute({ db }: Deps): Route {
  return staffRoute(getCanteenList, ({ params, query, now }, staff) => {
    staff.require('canteen-lists.read', params.municipalityId)
    const on = query.on ?? localDate(now)
    return db.withTenants([params.municipalityId], async tx => {
      const rows = await tx
        .select()
        .from(canteenList)
        .where(
          and(
            query.school === undefined ? undefined : eq(canteenList.schoolCode, query.school),
            // Who starts later is on the list already: the caterer plans ahead. Who has left is not.
            or(isNull(canteenList.endsOn), gte(canteenList.endsOn, on)),
            query.on === undefined ? undefined : lte(canteenList.startsOn, on),
          ),
        )
        .orderBy(asc(canteenList.schoolCode), asc(canteenList.className), asc(canteenList.childName))
      const header = ['scuola', 'classe', 'bambino', 'codice_fiscale', 'giorni', 'dieta', 'dal', 'al']
      const lines = rows.map(row => [
        row.schoolCode,
        row.className,
        row.childName,
        row.childFiscalCode,
        row.days.map(day => dayNames[day] ?? day).join(' '),
        row.dietCode ?? '',
        row.startsOn,
        row.endsOn ?? '',
      ])
      return sendFile({ bytes: toCsv(header, lines), mediaType: 'text/csv', name: 'elenco-mensa.csv' })
    })
  })
}
