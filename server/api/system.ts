import { z } from 'zod'

import { contract } from './contract.ts'
import { instant, short } from './common.ts'

/** Relative to the origin, not to /api/v1: asked by load balancers and people, before any sign-in. */
export const getStatus = contract({
  id: 'getStatus',
  method: 'get',
  path: '/status',
  auth: 'public',
  action: null,
  tag: 'Stato',
  summary: 'Quali parti funzionano',
  answers: {
    200: z.object({
      status: short,
      version: short,
      rehearsal: z.boolean(),
      at: instant,
      parts: z.array(z.object({ name: short, state: z.enum(['up', 'down']), detail: short.nullable() })).max(20),
    }),
  },
})
