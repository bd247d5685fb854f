import { citizens, type Citizen } from '../citizens.ts'
import { escape } from '../html.ts'
import type { AuthnRequest } from './authn-request.ts'
import { page } from '../layout.ts'

/** The sign-in page of the identity provider: no password, choose who you are. */
export function signInPage(method: 'SPID' | 'CIE', request: AuthnRequest, relayState: string): string {
  const adults = citizens.filter(citizen => citizen.birthDate < '2008-01-01')
  const body = `
    <h1>Entra con ${method}</h1>
    <p class="notice">Gestore di identità di prova: nessuna password, nessuna persona vera. Il servizio
    <strong>${escape(request.audience)}</strong> chiede un accesso di livello ${request.level}.</p>
    <form method="post" action="choose">
      <input type="hidden" name="id" value="${escape(request.id)}">
      <input type="hidden" name="audience" value="${escape(request.audience)}">
      <input type="hidden" name="recipient" value="${escape(request.recipient)}">
      <input type="hidden" name="level" value="${request.level}">
      <input type="hidden" name="relayState" value="${escape(relayState)}">
      <fieldset><legend>Chi sei?</legend>${adults.map(choice).join('')}</fieldset>
      <p><button type="submit" name="outcome" value="ok">Entra</button>
      <button type="submit" name="outcome" value="cancelled" class="plain" formnovalidate>Annulla</button></p>
    </form>`
  return page({ title: `Entra con ${method}`, body })
}

/** The page that carries the Response to the service: a form that the browser sends by itself. */
export function carryPage(recipient: string, response: string, relayState: string): string {
  const body = `
    <h1>Accesso riuscito</h1>
    <form id="carry" method="post" action="${escape(recipient)}">
      <input type="hidden" name="SAMLResponse" value="${escape(response)}">
      <input type="hidden" name="RelayState" value="${escape(relayState)}">
      <p>Ritorno al servizio… <button type="submit">Continua</button></p>
    </form>
    <script>document.getElementById('carry').submit()</script>`
  return page({ title: 'Accesso riuscito', body })
}

function choice(citizen: Citizen, index: number): string {
  const name = `${citizen.firstName} ${citizen.lastName}`
  return `<label class="choice"><input type="radio" name="fiscalCode" value="${citizen.fiscalCode}" required${index === 0 ? ' checked' : ''}>
    <span><strong>${escape(name)}</strong> <small>${citizen.fiscalCode} · ${escape(citizen.address.municipality)}</small></span></label>`
}
