import { citizenByFiscalCode, families, type Family } from '../platforms/citizens.ts'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import { townByCode } from '../platforms/towns.ts'
import { choices, hidden } from './fields.ts'
import type { FrontOffice } from './front-office.ts'

/** The first page: which town, then sign in. */
export function startPage(office: FrontOffice | null, message: string): string {
  const body = `<h1>Iscrizione alla mensa scolastica</h1>
    ${message === '' ? '' : `<p class="notice bad" role="alert">${escape(message)}</p>`}
    ${office ? signInForm(office) : notSeeded}
    <h2>Famiglie da provare</h2>
    <p>Ogni riga racconta una storia: accedi come la persona indicata.</p>
    <div class="scroll" tabindex="0" role="region" aria-label="Famiglie"><table><thead><tr><th scope="col">Chi chiede</th><th scope="col">Per chi</th><th scope="col">Comune</th><th scope="col">Classe</th><th scope="col">Che cosa mostra</th></tr></thead>
    <tbody>${families.map(row).join('')}</tbody></table></div>`
  return page({ title: 'Domanda di mensa', body, current: '/' })
}

const notSeeded = `<p class="notice warn">I dati dimostrativi non sono ancora stati caricati: ricarica tra qualche secondo.</p>`

function signInForm(office: FrontOffice): string {
  const towns = office.towns.map(town => ({ value: town.code, label: town.name }))
  return `<p>Qui fai la parte del genitore: scegli il comune, accedi, compila e invia la domanda.</p>
    <form method="post" action="/sign-in">
      ${choices({ name: 'town', label: 'Comune della scuola', value: towns[0]?.value ?? '', required: true }, towns)}
      ${hidden('from', 'page')}
      <p><button type="submit" name="method" value="SPID">Entra con SPID</button>
      <button type="submit" name="method" value="CIE" class="plain">Entra con CIE</button></p>
    </form>`
}

function row(family: Family): string {
  const applicant = nameOf(family.applicant)
  const children = family.children.map(nameOf).join(', ')
  const town = townByCode(family.townCode)?.name ?? ''
  return `<tr><th scope="row">${escape(applicant)}</th><td>${escape(children)}</td><td>${escape(town)}</td><td>${escape(family.className)}</td><td>${escape(family.note)}</td></tr>`
}

function nameOf(fiscalCode: string): string {
  const citizen = citizenByFiscalCode(fiscalCode)
  return citizen ? `${citizen.firstName} ${citizen.lastName}` : fiscalCode
}
