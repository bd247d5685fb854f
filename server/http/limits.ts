import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'

import { toProblem } from './problem.ts'

export interface RateLimit {
  perMinute: number
  /** Whose requests are counted together: the caller's own, or all from one address, for who has not said yet who they are. */
  by: 'caller' | 'address'
  only?: (request: Request) => boolean
}

/** Requests a minute; draft-6 headers (`RateLimit-Limit`, `-Remaining`, `-Reset`), `Retry-After` on 429. */
export function limitRate({ perMinute, by, only }: RateLimit): RequestHandler {
  return rateLimit({
    ...(only && { skip: request => !only(request) }),
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    // A portal behind one address files for a whole town: its token is the caller, else the session, else the address.
    keyGenerator: request =>
      (by === 'caller' ? (request.get('authorization') ?? sessionKey(request.get('cookie'))) : undefined) ??
      ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response) => {
      const problem = toProblem('too-many-requests', String(response.locals['requestId']))
      response.status(429).type('application/problem+json').send(JSON.stringify(problem))
    },
  })
}

function sessionKey(cookies: string | undefined): string | undefined {
  return /(?:^|; )(?:__Host-sid|iter-sid)=([^;]+)/.exec(cookies ?? '')?.[1]
}
