import { z } from 'zod'

import { contract } from './contract.ts'
import { id, instant, municipalityRef, page, personRef, role, short } from './common.ts'

export const sessionView = z
  .object({
    person: personRef,
    memberships: z
      .array(
        z.object({
          municipality: municipalityRef,
          role,
          office: z.object({ code: short, name: short }).nullable(),
        }),
      )
      .max(500),
    municipalities: z.array(municipalityRef).max(500),
    /** action -> the municipalities where the person may do it */
    permissions: z.record(short, z.array(id).max(500)),
    /** Municipalities where the person sees masked personal data (consortium operators). */
    masked: z.array(id).max(500),
    signedInAt: instant,
    expiresAt: instant,
    rehearsal: z.boolean(),
  })
  .meta({ id: 'Session' })

export const getSession = contract({
  id: 'getSession',
  method: 'get',
  path: '/session',
  auth: 'session',
  action: null,
  tag: 'Sessione',
  summary: 'Chi sono, dove lavoro e che cosa posso fare',
  answers: { 200: sessionView },
})

const ownSession = z
  .object({
    id: short,
    /** The one that asks. */
    current: z.boolean(),
    signedInAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'OwnSession' })

export const listSessions = contract({
  id: 'listSessions',
  method: 'get',
  path: '/sessions',
  auth: 'session',
  action: null,
  tag: 'Sessione',
  summary: 'Dove ho fatto l’accesso',
  answers: { 200: page(ownSession) },
})

export const endSession = contract({
  id: 'endSession',
  method: 'delete',
  path: '/sessions/{sessionId}',
  auth: 'session',
  action: null,
  tag: 'Sessione',
  summary: 'Chiudi una mia sessione',
  params: z.object({
    sessionId: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .max(16),
  }),
  answers: { 204: null },
})

/** Server-sent events: `event: change`, `data: {resource, id, version}`; ids only. */
export const streamEvents = contract({
  id: 'streamEvents',
  method: 'get',
  path: '/events',
  auth: 'session',
  action: null,
  tag: 'Sessione',
  summary: 'Novità in diretta: solo identificativi',
  answers: { 200: { file: 'text/event-stream' } },
})
