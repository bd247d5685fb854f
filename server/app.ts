import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

import express from 'express'
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express'

import { accessibilityPage, accessibilityPath } from './accessibility/page.ts'
import { openApiDocument } from './api/openapi.ts'
import { ownOrigins } from './config.ts'
import type { Deps } from './deps.ts'
import { cspReports } from './http/csp-reports.ts'
import { useItalianMessages } from './http/italian-messages.ts'
import { limitRate, limitUnknown } from './http/limits.ts'
import { logRequests } from './http/log.ts'
import { mountRoutes } from './http/mount.ts'
import { problemOf, refuse } from './http/problem.ts'
import { ownHostsOnly, sameOriginOnly, securityHeaders } from './http/security.ts'
import { healthRoutes } from './health/routes.ts'
import { routes } from './routes.ts'
import { signInRoutes } from './sign-in/routes.ts'

/** The whole HTTP side, without listening. Order matters: headers, log, limits, identity, routes, the one error handler. */
export function createApp(deps: Deps): Express {
  useItalianMessages()
  const { config } = deps
  const origins = ownOrigins(config.publicUrl)
  const app = express()
  app.disable('x-powered-by')
  app.set('query parser', 'simple')
  if (config.trustedProxies > 0) app.set('trust proxy', config.trustedProxies)
  app.use(logRequests(deps.log))
  app.use(securityHeaders(config.publicUrl.protocol === 'https:'))
  app.use(healthRoutes(deps))
  app.use(ownHostsOnly(origins))
  app.use(cspReports(deps.log))
  app.use(['/api', '/auth', '/status', '/openapi.json'], limitRate({ perMinute: 1200, by: 'caller' }))
  app.use('/api', limitUnknown(config.limits.unknownPerMinute))
  app.use('/auth', limitRate({ perMinute: config.limits.signInsPerMinute, by: 'address' }))
  app.use('/api/v1/cases', limitRate({ perMinute: config.limits.casesPerMinute, by: 'caller', only: isFiling }))
  app.get('/openapi.json', document('public'))
  app.get('/openapi-console.json', document('console'))
  app.get(accessibilityPath, accessibilityPage(config.accessibility, config.publicUrl.origin))
  app.use(['/api', '/auth'], whenCookie(deps.sessions.middleware), whenCookie(sameOriginOnly(origins)))
  app.use(signInRoutes(deps))
  app.use(mountRoutes(routes(deps), deps))
  app.use(['/api', '/auth'], () => refuse('not-found'))
  app.use(consoleFiles(config.consoleDir))
  app.use(() => refuse('not-found'))
  app.use(reportProblem(deps))
  return app
}

/** Where the limit is mounted, the path that is left says whether a case is filed or something of one is asked. */
const isFiling = (request: Request): boolean => request.method === 'POST' && request.path === '/'

/** Programs with a token have neither session nor Origin; everybody else has both or is refused further on. */
function whenCookie(handler: RequestHandler): RequestHandler {
  return (request, response, next) =>
    request.get('authorization') === undefined ? handler(request, response, next) : next()
}

function document(audience: 'public' | 'console'): RequestHandler {
  const json = JSON.stringify(openApiDocument(audience))
  return (_request, response) => {
    response.type('json').send(json)
  }
}

/** The built console; any other path is the console's own route. */
function consoleFiles(directory: string): RequestHandler {
  const root = resolve(directory)
  const files = express.static(root, { index: 'index.html', maxAge: '1h', setHeaders: immutableAssets })
  return (request, response, next) => {
    packed(root, request, response)
    files(request, response, error => {
      if (error || request.method !== 'GET') return next(error)
      if (!existsSync(join(root, 'index.html'))) return next()
      response.locals['route'] = 'console'
      return response.set('Cache-Control', 'no-cache').sendFile('index.html', { root })
    })
  }
}

const packable = /^\/assets\/[\w.-]+\.(js|css|svg)$/

/** The build leaves a packed copy beside each file that gains by it: a third of the bytes on a slow line. */
function packed(root: string, request: Request, response: Response): void {
  const [, extension] = packable.exec(request.path) ?? []
  if (extension === undefined || !existsSync(join(root, `${request.path}.gz`))) return
  response.vary('Accept-Encoding')
  if (request.acceptsEncodings('gzip') === false) return
  request.url = `${request.path}.gz`
  response.type(extension).set('Content-Encoding', 'gzip')
}

/** Vite puts a hash into the names under /assets. */
function immutableAssets(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  if (path.includes('/assets/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
  if (path.endsWith('index.html')) response.setHeader('Cache-Control', 'no-cache')
}

/** problem+json, in this place only. */
function reportProblem({ log }: Deps): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    const requestId = String(response.locals['requestId'])
    const problem = problemOf(error, requestId)
    if (problem.status >= 500) log.error({ requestId, err: error }, 'defect')
    if (problem.status === 503) response.set('Retry-After', '5')
    if (problem.kind === 'token-refused') response.set('WWW-Authenticate', 'Bearer')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}
