import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import type { Options } from 'express-rate-limit'

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
    ...common,
    ...(only && { skip: request => !only(request) }),
    limit: perMinute,
    standardHeaders: 'draft-6',
    // A portal behind one address files for a whole town: its token is the caller, else the session, else the address.
    keyGenerator: request => (by === 'caller' ? credential(request) : undefined) ?? address(request),
  })
}

const mostKnown = 10_000

/**
 * Guesses at tokens and sessions, counted by address however many different ones: 401s a minute. Whoever was let in before goes on, or one
 * computer of an office could shut the others out. Mounted after a limit that sends the headers.
 */
export function limitUnknown(perMinute: number): RequestHandler {
  const known = new Set<string>()
  const isKnown = (request: Request): boolean => known.has(credential(request) ?? '')
  return rateLimit({
    ...common,
    limit: perMinute,
    standardHeaders: false,
    skip: isKnown,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (request, { statusCode }) => {
      const caller = credential(request)
      if (caller !== undefined && statusCode < 300) {
        if (known.size === mostKnown) known.clear()
        known.add(caller)
      }
      return statusCode !== 401
    },
    keyGenerator: address,
  })
}

const common = {
  windowMs: 60_000,
  legacyHeaders: false,
  handler: (_request, response) => {
    const problem = toProblem('too-many-requests', String(response.locals['requestId']))
    if (!response.hasHeader('Retry-After')) response.set('Retry-After', '60')
    response.status(429).type('application/problem+json').send(JSON.stringify(problem))
  },
} satisfies Partial<Options>

const address = (request: Request): string => ipKeyGenerator(request.ip ?? '')

/** The token, or the session's cookie. */
function credential(request: Request): string | undefined {
  return (
    request.get('authorization') ?? /(?:^|; )(?:__Host-sid|iter-sid)=([^;]+)/.exec(request.get('cookie') ?? '')?.[1]
  )
}
