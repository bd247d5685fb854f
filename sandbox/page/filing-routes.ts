import type { Express, Request, Response } from 'express'
import { citizenByFiscalCode, type Citizen } from '../platforms/citizens.ts'
import { formOf, queryParam } from '../platforms/service.ts'
import { signInUrl, type Draft, type Drafts } from './drafts.ts'
import type { FiledRequests } from './filed.ts'
import { ask, createdSchema, readFrontOffice } from './front-office.ts'
import { requestOf } from './request-data.ts'
import { requestPage } from './request-page.ts'
import { show, type PageRoom } from './room.ts'
import { startPage } from './start-page.ts'

const expired = 'La domanda iniziata non c’è più (la sandbox è ripartita?): accedi di nuovo.'

/** From choosing a town to a filed request. */
export function filingRoutes(app: Express, room: PageRoom, drafts: Drafts, filed: FiledRequests): void {
  const begin = (response: Response, message = '', status = 200): void =>
    show(response, startPage(readFrontOffice(room.dataDir), message), status)
  app.get('/', (_request, response) => begin(response))
  app.post('/sign-in', (request, response) => {
    const form = formOf(request)
    const town = readFrontOffice(room.dataDir)?.towns.find(one => one.code === form.get('town'))
    if (!town) return begin(response, 'Scegli un comune.', 400)
    const method = form.get('method') === 'CIE' ? 'CIE' : 'SPID'
    response.redirect(303, signInUrl(drafts.begin(town, method), room.signIn[method], room.now()))
  })
  // The assertion consumer service: the identity provider's page posts here.
  app.post('/acs', (request, response) => {
    const form = formOf(request)
    const draft = drafts.find(form.get('RelayState') ?? '')
    if (!draft) return begin(response, expired, 400)
    const isIn = drafts.signIn(draft, form.get('SAMLResponse') ?? '')
    if (!isIn) return begin(response, 'Accesso non riuscito o annullato.', 400)
    response.redirect(303, `/requests/new?draft=${draft.id}`)
  })
  app.get('/requests/new', (request, response) => {
    const started = startedDraft(drafts, queryParam(request, 'draft'))
    if (!started) return begin(response, expired, 400)
    show(response, requestPage(started.draft, started.applicant, null, null, room.now()))
  })
  app.post('/requests', async (request, response) => {
    const started = startedDraft(drafts, formOf(request).get('draft') ?? undefined)
    if (!started) return begin(response, expired, 400)
    await file(room, filed, started, request, response)
  })
}

interface Started {
  draft: Draft
  applicant: Citizen
}

function startedDraft(drafts: Drafts, id: string | undefined): Started | null {
  const draft = drafts.find(id ?? '')
  const applicant = citizenByFiscalCode(draft?.signedIn?.fiscalCode ?? '')
  return draft && applicant ? { draft, applicant } : null
}

async function file(
  room: PageRoom,
  filed: FiledRequests,
  { draft, applicant }: Started,
  request: Request,
  response: Response,
): Promise<void> {
  const form = formOf(request)
  const office = readFrontOffice(room.dataDir)
  const asked = await ask(
    {
      baseUrl: office?.baseUrl ?? '',
      token: draft.town.token,
      path: '/cases',
      body: { procedure: 'canteen-enrolment', request: requestOf(form, draft, applicant) },
      idempotencyKey: draft.id,
    },
    createdSchema,
  )
  if ('problem' in asked) return show(response, requestPage(draft, applicant, form, asked.problem, room.now()), 422)
  const { id, number } = asked.value
  filed.add({
    id,
    number,
    townCode: draft.town.code,
    town: draft.town.name,
    applicant: `${applicant.firstName} ${applicant.lastName}`,
    child: childName(form),
    sentAt: room.now().toISOString(),
  })
  response.redirect(303, `/requests/${id}`)
}

function childName(form: URLSearchParams): string {
  const known = citizenByFiscalCode(form.get('child') ?? '')
  return known
    ? `${known.firstName} ${known.lastName}`
    : `${form.get('childFirstName') ?? ''} ${form.get('childLastName') ?? ''}`
}
