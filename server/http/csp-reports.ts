import express from 'express'
import type { Router } from 'express'
import { z } from 'zod'

import { limitRate } from './limits.ts'
import type { Logger } from './log.ts'

export const cspReportPath = '/csp-reports'

const report = z.object({
  'csp-report': z.object({
    'effective-directive': z.string().max(100).optional(),
    'violated-directive': z.string().max(200).optional(),
    'blocked-uri': z.string().max(4000).optional(),
  }),
})

/** Where browsers say what the policy kept out. Anybody can send one: a line in the log, its origin only, and no more than a few a minute. */
export function cspReports(log: Logger): Router {
  const router = express.Router()
  const read = express.json({ limit: '16kb', type: ['application/csp-report', 'application/json'] })
  router.post(cspReportPath, limitRate({ perMinute: 30, by: 'address' }), read, (request, response) => {
    response.locals['route'] = cspReportPath
    const found = report.safeParse(request.body).data?.['csp-report']
    if (found) {
      const directive = found['effective-directive'] ?? found['violated-directive'] ?? ''
      log.warn({ directive, blocked: originOf(found['blocked-uri'] ?? '') }, 'kept out by the content security policy')
    }
    response.status(204).end()
  })
  return router
}

function originOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).origin : uri.slice(0, 20)
}
