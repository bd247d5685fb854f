import express from 'express'
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express'

import { asWork } from '../../db/fail-points.ts'
import { urlOf } from '../api/openapi.ts'
import type { Deps } from '../deps.ts'
import { authenticateService } from '../sign-in/service-token.ts'
import { authenticateStaff } from '../sign-in/authenticate-staff.ts'
import { readBody } from './body.ts'
import { refuse } from './problem.ts'
import type { AnyReply, RawCall, Route } from './route.ts'
import { checkAnswer } from './check-answer.ts'

/**
 * Express routes from the table. Two routes may share method and path, one for a cookie and one for a token: the Authorization header
 * says which is meant. A known path with another method answers 405.
 */
export function mountRoutes(routes: readonly Route[], deps: Deps): Router {
  const router = express.Router()
  const paths = new Map<string, Route[]>()
  for (const route of routes) {
    const url = urlOf(route.contract)
    paths.set(url, [...(paths.get(url) ?? []), route])
  }
  for (const [url, atPath] of paths) {
    const path = url.replaceAll(/\{(\w+)\}/g, ':$1')
    const methods = [...new Set(atPath.map(route => route.contract.method))]
    for (const method of methods) {
      router[method](
        path,
        dispatcher(
          url,
          atPath.filter(route => route.contract.method === method),
          deps,
        ),
      )
    }
    router.all(path, (_request, response) => {
      response.set('Allow', methods.map(method => method.toUpperCase()).join(', '))
      refuse('method-not-allowed')
    })
  }
  return router
}

function dispatcher(url: string, candidates: readonly Route[], deps: Deps): RequestHandler {
  return async (request: Request, response: Response, _next: NextFunction) => {
    response.locals['route'] = url
    const requestId = String(response.locals['requestId'])
    const header = request.get('authorization')
    const route = candidates.find(one => one.auth === 'public' || (one.auth === 'token') === (header !== undefined))
    if (!route) refuse(header === undefined ? 'not-signed-in' : 'token-refused')
    const call = { request, requestId, now: deps.now() }
    const reply = await asWork(`api.${route.contract.id}`, () => answer(route, call, { header, response, deps }))
    if (deps.config.checkAnswers) checkAnswer(route.contract, reply)
    await send(reply, response)
  }
}

interface Around {
  header: string | undefined
  response: Response
  deps: Deps
}

/** Who calls is known before anything of the body is read. */
async function answer(route: Route, raw: RawCall, { header, response, deps }: Around): Promise<AnyReply> {
  switch (route.auth) {
    case 'public':
      return route.run(raw)
    case 'token': {
      const service = await authenticateService(deps.db, header ?? '', raw.now)
      await readBody(route.contract, raw.request, response)
      return route.run(raw, service)
    }
    case 'session': {
      const staff = await authenticateStaff(deps.db, raw.request, raw.now)
      await readBody(route.contract, raw.request, response)
      return route.run(raw, staff)
    }
  }
}

/** What a browser shows by itself and that cannot run anything: opened in a tab, as a clerk expects of an act. */
const showable = /^(application\/pdf|image\/(jpeg|png))$/

/** The name stays, for whoever saves it; the page's own policy would keep the browser's viewer from drawing. */
function showInTab(response: Response): void {
  const header = response.get('Content-Disposition') ?? ''
  response.set('Content-Disposition', header.replace(/^attachment/, 'inline'))
  response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
}

async function send(reply: AnyReply, response: Response): Promise<void> {
  response.status(reply.status)
  // Answers hold personal data: no cache keeps them.
  response.set('Cache-Control', 'no-store')
  if (reply.stream) return reply.stream(response)
  if (reply.file) {
    const { bytes, mediaType, name } = reply.file
    response.type(mediaType)
    if (name) response.attachment(name).type(mediaType)
    if (name && showable.test(mediaType)) showInTab(response)
    response.send(bytes)
    return
  }
  if (reply.body === undefined) response.end()
  else response.json(reply.body)
}
