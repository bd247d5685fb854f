import { randomUUID } from 'node:crypto'

import type { RequestHandler } from 'express'
import pino from 'pino'
import type { Logger } from 'pino'

export type { Logger }

/** JSON lines on standard output. */
export function createLog(level: string, name: string): Logger {
  return pino({ level, name, base: { name } })
}

/** One line a request: method, route pattern, status, duration. Never the URL's query, a body, a name or an address. */
export function logRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID()
    const started = process.hrtime.bigint()
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    response.on('finish', () => {
      const milliseconds = Number(process.hrtime.bigint() - started) / 1e6
      const route = String(response.locals['route'] ?? 'static')
      const fields = { requestId, method: request.method, route, status: response.statusCode, milliseconds }
      if (response.statusCode >= 500) log.error(fields, 'request failed')
      else log.info(fields, 'request')
    })
    next()
  }
}
