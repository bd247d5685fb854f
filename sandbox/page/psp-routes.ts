import type { Express, Request, Response } from 'express'
import { escape } from '../platforms/html.ts'
import { goOn, makePayouts } from '../platforms/psp/desk.ts'
import { formOf, pathParam } from '../platforms/service.ts'
import { pspPage } from './psp-page.ts'
import { show, type PageRoom } from './room.ts'

/** Provider and treasury bank, played by whoever tries Iter. */
export function pspRoutes(app: Express, room: PageRoom): void {
  app.get('/psp', (_request, response) => show(response, pspPage(room, '')))
  app.post('/psp', (request, response) => make(room, request, response))
  app.post('/psp/:number/next', (request, response) => {
    goOn(room, Number(pathParam(request, 'number')))
    response.redirect(303, '/psp')
  })
}

function make(room: PageRoom, request: Request, response: Response): void {
  const form = formOf(request)
  const trap = Number(form.get('trap') ?? '')
  const result = makePayouts(room, {
    organizationFiscalCode: form.get('organization') ?? '',
    ...(trap > 0 && { trap }),
  })
  if (!('refusal' in result)) return response.redirect(303, '/psp')
  const message = `<p class="notice bad" role="alert">${escape(result.refusal.it)}</p>`
  show(response, pspPage(room, message), 409)
}
