import { z } from 'zod'

import { contract } from './contract.ts'
import { count, id, instant, localDate, municipalityParams, personRef, short } from './common.ts'
import { office } from './municipalities.ts'

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'Serve un giorno dell’anno (MM-GG).')

/** How the offices count working days; the law's holidays are in already and are listed to be seen. */
const calendarFields = {
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  workingDays: z
    .array(z.int().min(1).max(7).meta({ format: 'int32' }))
    .min(1)
    .max(7),
  /** Days of every year (MM-DD) or of one (YYYY-MM-DD). */
  closures: z.array(z.strictObject({ day: z.union([monthDay, localDate]), name: short.min(1) })).max(200),
  patron: z.strictObject({ day: monthDay, name: short.min(1) }).nullable(),
}

export const calendarPage = z
  .object({
    ...calendarFields,
    /** Legal holidays of this year and the next, Sundays apart. */
    holidays: z.array(localDate).max(60),
    /** 0 while the town has set nothing. */
    revision: count,
    changedBy: personRef.nullable(),
    changedAt: instant.nullable(),
  })
  .meta({ id: 'OfficeCalendar' })

export const getCalendar = contract({
  id: 'getCalendar',
  method: 'get',
  path: '/municipalities/{municipalityId}/calendar',
  auth: 'session',
  action: 'municipalities.read',
  tag: 'Comuni',
  summary: 'Il calendario degli uffici: giorni lavorativi, chiusure, santo patrono',
  params: municipalityParams,
  answers: { 200: calendarPage },
})

/** Cases that have begun keep the calendar of their first day. */
export const saveCalendar = contract({
  id: 'saveCalendar',
  method: 'put',
  path: '/municipalities/{municipalityId}/calendar',
  auth: 'session',
  action: 'offices.manage',
  tag: 'Comuni',
  summary: 'Cambia il calendario degli uffici (vale per le pratiche nuove)',
  params: municipalityParams,
  body: z.strictObject(calendarFields),
  answers: { 200: calendarPage },
})

export const addOffice = contract({
  id: 'addOffice',
  method: 'post',
  path: '/municipalities/{municipalityId}/offices',
  auth: 'session',
  action: 'offices.manage',
  tag: 'Comuni',
  summary: 'Nuovo ufficio',
  params: municipalityParams,
  body: z.strictObject({
    /** Named by the procedures' definitions: never changed afterwards. */
    code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, 'Lettere minuscole, cifre e trattini.'),
    name: short.min(1),
    confidential: z.boolean(),
  }),
  answers: { 201: office },
})

export const changeOffice = contract({
  id: 'changeOffice',
  method: 'put',
  path: '/municipalities/{municipalityId}/offices/{officeId}',
  auth: 'session',
  action: 'offices.manage',
  tag: 'Comuni',
  summary: 'Cambia nome o riservatezza di un ufficio',
  params: municipalityParams.extend({ officeId: id }),
  body: z.strictObject({ name: short.min(1), confidential: z.boolean() }),
  answers: { 200: office },
})
