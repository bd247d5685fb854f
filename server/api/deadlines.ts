import { z } from 'zod'

import { contract } from './contract.ts'
import { count, id, localDate, municipalityRef, short, text } from './common.ts'

/** Terms of one office in one town by the week in which they end. */
const deadlineRow = z
  .object({
    municipality: municipalityRef,
    office: z.object({ code: short, name: short }),
    late: count,
    /** As many as there are weeks in the answer, in their order. */
    weeks: z.array(count).max(26),
    later: count,
    /** The law's clock is stopped: they belong to no week. */
    suspended: count,
  })
  .meta({ id: 'DeadlineRow' })

export const listDeadlines = contract({
  id: 'listDeadlines',
  method: 'get',
  path: '/deadlines',
  auth: 'session',
  action: 'cases.read',
  tag: 'Scadenze',
  summary: 'Termini che stanno per scadere, per ufficio e settimana',
  query: z.object({ municipality: id.optional(), procedure: short.optional(), office: short.optional() }),
  answers: {
    200: z.object({
      today: localDate,
      /** The first begins today, every other on a Monday; each ends on a Sunday. */
      weeks: z.array(z.object({ from: localDate, to: localDate })).max(26),
      items: z.array(deadlineRow).max(2000),
      /** What may be filtered by, among the caller's towns. */
      offices: z.array(z.object({ code: short, name: short })).max(1000),
      procedures: z.array(z.object({ key: short, title: text })).max(200),
    }),
  },
})
