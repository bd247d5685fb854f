import { join } from 'node:path'
import type { Express, Request, Response } from 'express'
import { faultSchema } from '../platforms/faults.ts'
import { escape } from '../platforms/html.ts'
import { platforms, type PlatformName } from '../platforms/ledger.ts'
import { listNotices, payNotice, type WayToPay, waysToPay } from '../platforms/pagopa/payments.ts'
import { explain, formOf, pathParam, queryParam } from '../platforms/service.ts'
import { callsPage } from './calls-page.ts'
import { createDrafts } from './drafts.ts'
import { failuresPage } from './failures-page.ts'
import { openFiled } from './filed.ts'
import { filingRoutes } from './filing-routes.ts'
import { followUpRoutes } from './follow-up-routes.ts'
import { noticesPage } from './notices-page.ts'
import { pspRoutes } from './psp-routes.ts'
import { show, type PageRoom } from './room.ts'

/** The sandbox's own page: a parent's front office, notices to pay, faults, the ledger. */
export function createPages(app: Express, room: PageRoom): void {
  const filed = openFiled(join(room.dataDir, 'filed.jsonl'))
  filingRoutes(app, room, createDrafts(), filed)
  followUpRoutes(app, room, filed)
  app.get('/notices', (_request, response) => show(response, noticesPage(listNotices(room.book), '')))
  for (const how of waysToPay) {
    app.post(`/notices/:nav/${how}`, (request, response) => pay(room, how, request, response))
  }
  pspRoutes(app, room)
  app.get('/failures', (_request, response) => show(response, failuresPage(room.witness.faults.all(), '')))
  app.post('/failures/:platform', (request, response) => setFault(room, request, response))
  app.post('/failures/:platform/clear', (request, response) => clearFault(room, request, response))
  app.get('/calls', (request, response) => showCalls(room, request, response))
}

function pay(room: PageRoom, how: WayToPay, request: Request, response: Response): void {
  const nav = pathParam(request, 'nav')
  const organization = formOf(request).get('organization') ?? undefined
  const paid = payNotice(room, nav, organization, how)
  const sent = how === 'pay-receipt-lost' ? 'la ricevuta si è persa' : 'la ricevuta è partita'
  const message =
    paid.status === 200
      ? `<p class="notice ok" role="status">Avviso ${escape(nav)} pagato: ${sent}.</p>`
      : `<p class="notice bad" role="alert">L’avviso ${escape(nav)} non si può pagare adesso.</p>`
  show(response, noticesPage(listNotices(room.book), message), paid.status)
}

function setFault(room: PageRoom, request: Request, response: Response): void {
  const platform = platformOf(request)
  const form = formOf(request)
  const times = Number(form.get('times') ?? '')
  const seconds = form.get('seconds') ?? ''
  const parsed = faultSchema.safeParse({
    kind: form.get('kind'),
    ...(times > 0 && { times }),
    ...(seconds !== '' && { seconds: Number(seconds) }),
  })
  if (platform && parsed.success) {
    room.witness.faults.set(platform, parsed.data)
    return response.redirect(303, '/failures')
  }
  const why = parsed.success ? 'piattaforma sconosciuta' : explain(parsed.error)
  const message = `<p class="notice bad" role="alert">Guasto non attivato: ${escape(why)}.</p>`
  show(response, failuresPage(room.witness.faults.all(), message), 400)
}

function clearFault(room: PageRoom, request: Request, response: Response): void {
  const platform = platformOf(request)
  if (platform) room.witness.faults.clear(platform)
  response.redirect(303, '/failures')
}

function showCalls(room: PageRoom, request: Request, response: Response): void {
  const platform = queryParam(request, 'platform') ?? ''
  const correlation = (queryParam(request, 'correlation') ?? '').trim()
  const onlyEffects = queryParam(request, 'effects') === 'yes'
  const found = room.witness.ledger
    .find({ platform: platform || undefined, correlation: correlation || undefined })
    .filter(entry => !onlyEffects || entry.effect)
  show(response, callsPage(found, { platform, correlation, onlyEffects }))
}

function platformOf(request: Request): PlatformName | undefined {
  return platforms.find(name => name === request.params['platform'])
}
