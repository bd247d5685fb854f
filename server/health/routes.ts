import express from 'express'
import type { Router } from 'express'
import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { findingsGauge } from './consistency-part.ts'
import { probeParts } from './parts.ts'

/** For the machine that runs the process: alive, ready, numbers. Asked under any host name. */
export function healthRoutes(deps: Deps): Router {
  const router = express.Router()
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'iter_http_requests_total',
    help: 'Requests by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'iter_http_request_seconds',
    help: 'Duration by route pattern',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  })
  router.use((request, response, next) => {
    const stop = durations.startTimer()
    response.on('finish', () => {
      const route = String(response.locals['route'] ?? 'static')
      requests.inc({ method: request.method, route, status: response.statusCode })
      stop({ method: request.method, route })
    })
    next()
  })
  registry.registerMetric(findingsGauge(deps))
  router.get('/healthz/live', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/healthz/ready', async (_request, response) => {
    const parts = await probeParts(deps)
    // Without Temporal the API still takes requests: they wait in the outbox. Without the database it does nothing.
    if (parts.some(part => part.name === 'database' && part.state === 'down'))
      refuse('unavailable', 'La base dati non risponde.')
    response.json({ status: 'ok' })
  })
  router.get('/metrics', async (request, response) => {
    // Whoever measures stands inside, and asks the process itself: what came through a proxy came from outside.
    if (request.get('x-forwarded-for') !== undefined) refuse('not-found')
    response.type(registry.contentType).send(await registry.metrics())
  })
  return router
}
