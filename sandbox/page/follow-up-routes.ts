import type { Express, Request, Response } from 'express'
import { z } from 'zod'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import { formOf, pathParam } from '../platforms/service.ts'
import { filedDetailPage, filedPage } from './filed-pages.ts'
import type { Filed, FiledRequests } from './filed.ts'
import { ask, caseSchema, documentsSchema, fetchApi, readFrontOffice } from './front-office.ts'
import { problemBox } from './problem-box.ts'
import { iseeFigures } from './request-data.ts'
import { show, type PageRoom } from './room.ts'
import { sampleDocument } from './sample-document.ts'

/** What a parent does after the request: look, read the documents, write to the case. */
export function followUpRoutes(app: Express, room: PageRoom, filed: FiledRequests): void {
  app.get('/requests', (_request, response) => show(response, filedPage(filed.all())))
  app.get('/requests/:id', (request, response) =>
    withFiled(filed, request, response, one => detail(room, one, '', response)),
  )
  app.get('/requests/:id/documents/:document', (request, response) =>
    withFiled(filed, request, response, one => passDocument(room, one, pathParam(request, 'document'), response)),
  )
  app.post('/requests/:id/messages', (request, response) =>
    withFiled(filed, request, response, one => sendMessage(room, one, formOf(request), response)),
  )
}

async function withFiled(
  filed: FiledRequests,
  request: Request,
  response: Response,
  act: (filed: Filed) => Promise<void>,
): Promise<void> {
  const found = filed.find(pathParam(request, 'id'))
  if (found) return act(found)
  const body = '<h1>Domanda sconosciuta</h1><p><a href="/requests">Domande inviate</a></p>'
  show(response, page({ title: 'Domanda sconosciuta', body, current: '/requests' }), 404)
}

async function detail(room: PageRoom, filed: Filed, message: string, response: Response, status = 200): Promise<void> {
  const api = apiOf(room, filed)
  const [found, documents] = await Promise.all([
    ask({ ...api, path: `/cases/${filed.id}` }, caseSchema),
    ask({ ...api, path: `/cases/${filed.id}/documents` }, documentsSchema),
  ])
  show(response, filedDetailPage({ filed, found, documents, message }), status)
}

async function passDocument(room: PageRoom, filed: Filed, document: string, response: Response): Promise<void> {
  const answer = await fetchApi({
    ...apiOf(room, filed),
    path: `/cases/${filed.id}/documents/${encodeURIComponent(document)}`,
  })
  if (!answer?.ok) return detail(room, filed, notice('bad', 'Documento non disponibile.'), response, 404)
  response.type(answer.headers.get('content-type') ?? 'application/octet-stream')
  const disposition = answer.headers.get('content-disposition')
  if (disposition) response.set('content-disposition', disposition.replace(/^attachment/, 'inline'))
  response.send(Buffer.from(await answer.arrayBuffer()))
}

async function sendMessage(room: PageRoom, filed: Filed, form: URLSearchParams, response: Response): Promise<void> {
  const name = form.get('name') ?? ''
  const attached = form.get('attach') === 'yes' ? { documents: [sampleDocument('allegato.pdf')] } : {}
  const body = { name, data: messageData(name, form), ...attached }
  const path = `/cases/${filed.id}/messages`
  const sent = await ask(
    { ...apiOf(room, filed), path, body, idempotencyKey: form.get('key') ?? '' },
    z.object({ state: z.string() }),
  )
  if ('problem' in sent) return detail(room, filed, problemBox(sent.problem), response, 422)
  return detail(room, filed, notice('ok', 'Inviato: la pratica lo riceve fra un momento.'), response)
}

function messageData(name: string, form: URLSearchParams): Record<string, unknown> {
  const text = (field: string): string => (form.get(field) ?? '').trim()
  const isee = iseeFigures(text)
  if (name === 'isee') return isee
  if (name === 'observations') return { text: text('text') }
  if (name === 'withdrawal') return { reason: text('reason') }
  return {
    ...(Object.keys(isee).length > 0 && { isee }),
    ...(text('class') !== '' && { school: { class: text('class') } }),
  }
}

function apiOf(room: PageRoom, filed: Filed): { baseUrl: string; token: string } {
  const office = readFrontOffice(room.dataDir)
  const town = office?.towns.find(one => one.code === filed.townCode)
  return { baseUrl: office?.baseUrl ?? '', token: town?.token ?? '' }
}

function notice(tone: 'ok' | 'bad', text: string): string {
  return `<p class="notice ${tone}" role="status">${escape(text)}</p>`
}
