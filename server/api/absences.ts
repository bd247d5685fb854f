import { z } from 'zod'

import { id, localDate, municipalityParams, personRef, short } from './common.ts'
import { contract } from './contract.ts'

export const absenceRow = z
  .object({
    id,
    person: personRef,
    substitute: personRef,
    firstDay: localDate,
    /** Included. */
    lastDay: localDate,
    setBy: personRef,
    /** It is one of these days today. */
    current: z.boolean(),
    /** The reader may end it. */
    mayEnd: z.boolean(),
  })
  .meta({ id: 'AbsenceRow' })

export const listAbsences = contract({
  id: 'listAbsences',
  method: 'get',
  path: '/municipalities/{municipalityId}/absences',
  auth: 'session',
  action: 'tasks.read',
  tag: 'Attività',
  summary: 'Assenze in corso e future, con chi sostituisce',
  params: municipalityParams,
  answers: {
    200: z.object({
      items: z.array(absenceRow).max(500),
      nextCursor: z.null(),
      /** Who works on the town's tasks: whom an absence can be of, and who can stand in. */
      people: z.array(personRef.extend({ offices: z.array(short).max(100) })).max(500),
      /** The reader may arrange it for others, too. */
      mayForOthers: z.boolean(),
    }),
  },
})

export const setAbsence = contract({
  id: 'setAbsence',
  method: 'post',
  path: '/municipalities/{municipalityId}/absences',
  auth: 'session',
  action: 'tasks.work',
  tag: 'Attività',
  summary: 'Segna un’assenza e chi sostituisce: la propria, o quella di altri per i responsabili',
  params: municipalityParams,
  body: z.strictObject({ person: id, substitute: id, firstDay: localDate, lastDay: localDate }),
  answers: { 201: absenceRow },
})

export const endAbsence = contract({
  id: 'endAbsence',
  method: 'delete',
  path: '/municipalities/{municipalityId}/absences/{absenceId}',
  auth: 'session',
  action: 'tasks.work',
  tag: 'Attività',
  summary: 'Chiudi un’assenza prima del tempo',
  params: municipalityParams.extend({ absenceId: id }),
  answers: { 204: null },
})
