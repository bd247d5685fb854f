import express from 'express'
import type { Request, Router } from 'express'
import { z } from 'zod'

import type { Deps } from '../deps.ts'
import { SignInTooWeak } from './oidc.ts'
import { recogniseStaff } from './recognise-staff.ts'
import { sessionName } from './sessions.ts'

/** `/auth/*`: outside the API's table, because browsers walk here by redirects and forms, not by JSON. */
export function signInRoutes({ config, db, log, oidc, now }: Deps): Router {
  const router = express.Router()

  router.get('/auth/login', async (request, response) => {
    response.locals['route'] = '/auth/login'
    // The provider sends people back to one origin only: the journey must begin there, or its cookie is not found again.
    if (request.get('host') !== config.publicUrl.host) {
      const target = new URL(request.originalUrl, config.publicUrl)
      return response.redirect(302, target.href)
    }
    const begun = await oidc.begin().catch((err: unknown) => {
      log.error({ err }, 'the sign-in provider does not answer')
      return null
    })
    if (!begun) return response.redirect(302, failed('unavailable'))
    const { url, pending } = begun
    request.session.pending = { ...pending, returnTo: localPath(request.query['returnTo']) }
    await saved(request)
    return response.redirect(302, url)
  })

  router.get('/auth/callback', async (request, response) => {
    response.locals['route'] = '/auth/callback'
    const { pending } = request.session
    if (!pending) return response.redirect(302, failed('expired'))
    const claims = await oidc
      .finish(new URL(request.originalUrl, config.publicUrl), pending)
      .catch((error: unknown) => {
        log.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'sign-in failed')
        return error instanceof SignInTooWeak ? ('weak' as const) : ('failed' as const)
      })
    const found = typeof claims === 'object' ? await recogniseStaff(db, claims, now()) : null
    // A new session id for a new identity: one planted before the sign-in is worth nothing after it.
    await regenerated(request)
    if (!found) return response.redirect(302, failed(typeof claims === 'object' ? 'unknown' : claims))
    request.session.signedIn = { person: found.id, at: now() }
    await saved(request)
    log.info({ person: found.id, session: sessionName(request.sessionID) }, 'signed in')
    return response.redirect(302, pending.returnTo)
  })

  router.post('/auth/logout', async (request, response) => {
    response.locals['route'] = '/auth/logout'
    await destroyed(request)
    response.clearCookie(config.publicUrl.protocol === 'https:' ? '__Host-sid' : 'iter-sid', { path: '/' })
    const redirect = await oidc.signOutUrl(`${config.publicUrl.origin}/`).catch(() => null)
    // Also what a browser keeps of pages and answers. Not its storage: a form that could not be sent waits there for its author.
    response.setHeader('Clear-Site-Data', '"cache"')
    response.json({ redirect })
  })

  return router
}

/** The console's sign-in page, which says why and offers to try again: people walk here, who cannot read a problem in JSON. */
const failed = (why: 'unavailable' | 'expired' | 'unknown' | 'weak' | 'failed'): string => `/login?error=${why}`

/** Only a path of ours: `//elsewhere` and `/\elsewhere` would leave. */
function localPath(value: unknown): string {
  const path = z
    .string()
    .max(2000)
    .regex(/^\/(?![/\\])\P{Cc}*$/u)
    .safeParse(value)
  return path.success ? path.data : '/'
}

const saved = (request: Request): Promise<void> => promised(done => request.session.save(done))
const regenerated = (request: Request): Promise<void> => promised(done => request.session.regenerate(done))
const destroyed = (request: Request): Promise<void> => promised(done => request.session.destroy(done))

function promised(run: (done: (error?: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    run(error => (error ? reject(new Error('The session could not be stored', { cause: error })) : resolve()))
  })
}
