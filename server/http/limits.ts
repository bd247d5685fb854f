import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'

import { toProblem } from './problem.ts'

/** Requests a minute from one caller; draft-6 headers (`RateLimit-Limit`, `-Remaining`, `-Reset`), `Retry-After` on 429. */
export function limitRate(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    // A portal behind one address files for a whole town: its token is the caller, else the session, else the address.
    keyGenerator: request =>
      request.get('authorization') ?? sessionKey(request.get('cookie')) ?? ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response) => {
      const problem = toProblem('too-many-requests', String(response.locals['requestId']))
      response.status(429).type('application/problem+json').send(JSON.stringify(problem))
    },
  })
}

function sessionKey(cookies: string | undefined): string | undefined {
  return /(?:^|; )(?:__Host-sid|iter-sid)=([^;]+)/.exec(cookies ?? '')?.[1]
}
