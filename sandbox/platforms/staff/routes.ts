import express, { type Express, type Request, type Response } from 'express'
import type { Provider } from 'oidc-provider'
import type { Faults } from '../faults.ts'
import { escape } from '../html.ts'
import { page } from '../layout.ts'
import type { StaffMember } from './members.ts'

/** The provider's endpoints and its sign-in page, where one picks a member of staff. */
export function mountStaff(app: Express, provider: Provider, staff: () => StaffMember[], faults: Faults): void {
  app.use((request, response, next) => {
    const fault = faults.take('staff', `staff.${request.path}`, ['down', 'error', 'rate-limited'])
    if (!fault) return next()
    if (fault.kind === 'down') request.socket.destroy()
    else response.status(fault.kind === 'error' ? 500 : 429).json({ error: 'temporarily_unavailable' })
  })
  app.get('/interaction/:uid', (request, response) =>
    guard(response, () => showChoice(provider, staff(), request, response)),
  )
  app.post('/interaction/:uid', express.urlencoded({ extended: false }), (request, response) =>
    guard(response, () => choose(provider, staff(), request, response)),
  )
  app.use(provider.callback())
}

async function showChoice(
  provider: Provider,
  staff: StaffMember[],
  request: Request,
  response: Response,
): Promise<void> {
  await provider.interactionDetails(request, response)
  response.setHeader('cache-control', 'no-store')
  response.type('html').send(choicePage(staff, request.path))
}

async function choose(provider: Provider, staff: StaffMember[], request: Request, response: Response): Promise<void> {
  const form: unknown = request.body
  const subject = typeof form === 'object' && form !== null && 'subject' in form ? form.subject : undefined
  const member = staff.find(one => one.subject === subject)
  const result = member
    ? { login: { accountId: member.subject, remember: false, ...(member.acr !== undefined && { acr: member.acr }) } }
    : { error: 'access_denied', error_description: 'Nobody was chosen' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

async function guard(response: Response, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch {
    // The interaction is over or unknown, for instance after a restart or the browser's back button.
    const body = '<h1>Accesso scaduto</h1><p>Torna alla console e premi di nuovo «Entra».</p>'
    response
      .status(400)
      .type('html')
      .send(page({ title: 'Accesso scaduto', body }))
  }
}

function choicePage(staff: StaffMember[], action: string): string {
  const none = '<p class="notice warn">Nessun addetto: i dati dimostrativi non sono ancora stati caricati.</p>'
  const people = staff.map(
    member => `<tr><td><strong>${escape(member.name)}</strong><br><small>${escape(member.email)}</small></td>
      <td>${escape(member.description ?? '')}</td>
      <td><button type="submit" name="subject" value="${escape(member.subject)}">Entra come ${escape(member.name)}</button></td></tr>`,
  )
  const table = `<form method="post" action="${escape(action)}"><div class="scroll" tabindex="0" role="region" aria-label="Persone"><table>
    <thead><tr><th scope="col">Persona</th><th scope="col">Ufficio</th><th scope="col">Accesso</th></tr></thead>
    <tbody>${people.join('')}</tbody></table></div></form>`
  const body = `<h1>Chi sei?</h1>
    <p class="notice">Accesso di prova: nessuna password. In un’installazione vera qui risponde il gestore delle identità
    dell’ente.</p>${staff.length > 0 ? table : none}`
  return page({ title: 'Accesso del personale', body })
}
