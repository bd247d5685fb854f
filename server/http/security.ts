import type { NextFunction, Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

import { cspReportPath } from './csp-reports.ts'
import { refuse } from './problem.ts'

/** Nothing is loaded from elsewhere, nothing is framed. Emotion writes its rules into style elements, hence `unsafe-inline` for styles only. */
export function securityHeaders(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        reportUri: cspReportPath,
        ...(https && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
  })
}

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Unsafe methods with a cookie must come from a page of ours: JSON (or the one upload), a header that a form cannot set,
 * `Sec-Fetch-Site` where the browser sends it, and our own `Origin`. Each piece alone would do in a modern browser.
 */
export function sameOriginOnly(origins: readonly string[]): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    if (safeMethods.includes(request.method)) return next()
    if (request.get('x-iter-request') !== '1') refuse('cross-site', "Manca l'intestazione X-Iter-Request.")
    const site = request.get('sec-fetch-site')
    if (site !== undefined && site !== 'same-origin') refuse('cross-site', 'Sec-Fetch-Site non è same-origin.')
    if (!origins.includes(request.get('origin') ?? '')) refuse('cross-site', 'Origin non è questa installazione.')
    if (!request.is(['application/json', 'multipart/form-data']))
      refuse('unsupported-media-type', 'Serve application/json.')
    return next()
  }
}

/** Answers only under its own names: a foreign name that resolves to us (DNS rebinding) gets nothing. */
export function ownHostsOnly(origins: readonly string[]): RequestHandler {
  const hosts = origins.map(origin => new URL(origin).host)
  return (request, _response, next) => {
    if (!hosts.includes(request.get('host') ?? '')) refuse('malformed', 'Host sconosciuto.')
    next()
  }
}
