import type { Citizen } from '../platforms/citizens.ts'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import type { Draft } from './drafts.ts'
import { checkbox, choices, euros, hidden, selectField, textArea, textField, type Option } from './fields.ts'
import type { Problem } from './front-office.ts'
import { problemBox } from './problem-box.ts'
import { childrenOf, familiesOf, schoolYearAt } from './request-data.ts'

const days: Option[] = [
  { value: 'mon', label: 'Lunedì' },
  { value: 'tue', label: 'Martedì' },
  { value: 'wed', label: 'Mercoledì' },
  { value: 'thu', label: 'Giovedì' },
  { value: 'fri', label: 'Venerdì' },
]

const relations: Option[] = [
  { value: 'parent', label: 'Genitore' },
  { value: 'guardian', label: 'Tutore' },
  { value: 'foster', label: 'Affidatario' },
]

const diets: Option[] = [
  { value: 'standard', label: 'Nessuna dieta' },
  { value: 'medical', label: 'Per motivi di salute' },
  { value: 'religious', label: 'Per motivi religiosi' },
  { value: 'ethical', label: 'Per scelta etica' },
]

const exemptions: Option[] = [
  { value: 'none', label: 'Nessuna' },
  { value: 'l104', label: 'L. 104/1992, art. 3 c. 3' },
  { value: 'social', label: 'Servizi sociali' },
]

/** The form of the request; `sent` is what was filled in when it was refused. */
export function requestPage(
  draft: Draft,
  applicant: Citizen,
  sent: URLSearchParams | null,
  problem: Problem | null,
  now: Date,
): string {
  const value = (name: string, proposed = ''): string => sent?.get(name) ?? (sent ? '' : proposed)
  const body = `<h1>Domanda di iscrizione alla mensa</h1>
    <p class="notice ok">Accesso con ${draft.method}: <strong>${escape(`${applicant.firstName} ${applicant.lastName}`)}</strong>,
    ${applicant.fiscalCode}. Comune di ${escape(draft.town.name)}.</p>
    ${problemBox(problem)}
    <form method="post" action="/requests">
      ${hidden('draft', draft.id)}
      ${applicantPart(applicant, value)}
      ${childPart(applicant, value)}
      ${servicePart(draft, applicant, sent, value, now)}
      ${dietPart(sent, value)}
      ${farePart(applicant, value)}
      <p><button type="submit">Invia la domanda</button></p>
    </form>`
  return page({ title: 'Domanda di iscrizione', body, current: '/' })
}

type Value = (name: string, proposed?: string) => string

function applicantPart(applicant: Citizen, value: Value): string {
  const relation = familiesOf(applicant)[0]?.relation ?? 'parent'
  return `<fieldset><legend>Chi chiede</legend>
    ${choices({ name: 'relation', label: 'In quale veste', value: value('relation', relation), required: true }, relations)}
    <div class="grid">${textField({ name: 'email', label: 'E-mail', value: value('email', applicant.email) })}
    ${textField({ name: 'phone', label: 'Telefono', value: value('phone', applicant.phone) })}
    ${textField({ name: 'digitalDomicile', label: 'Domicilio digitale', hint: '(PEC, facoltativo)', value: value('digitalDomicile') })}</div>
    <details><summary>Atto di nomina (solo tutori e affidatari)</summary><div class="grid">
    ${textField({ name: 'guardianAuthority', label: 'Autorità', value: value('guardianAuthority') })}
    ${textField({ name: 'guardianNumber', label: 'Numero', value: value('guardianNumber') })}
    ${textField({ name: 'guardianDate', label: 'Data', type: 'date', value: value('guardianDate') })}</div>
    ${checkbox('guardianDocument', 'Allega un atto di prova (PDF)', value('guardianDocument') === 'yes')}</details>
  </fieldset>`
}

function childPart(applicant: Citizen, value: Value): string {
  const children = childrenOf(applicant)
  const options = children.map(child => ({
    value: child.fiscalCode,
    label: `${child.firstName} ${child.lastName} (${child.fiscalCode})`,
  }))
  const all = [...options, { value: 'other', label: 'Un altro minore' }]
  return `<fieldset><legend>Per chi</legend>
    ${choices({ name: 'child', label: 'Bambina o bambino', value: value('child', all[0]?.value), required: true }, all)}
    <details${value('child') === 'other' ? ' open' : ''}><summary>Dati di un altro minore</summary><div class="grid">
    ${textField({ name: 'childFirstName', label: 'Nome', value: value('childFirstName') })}
    ${textField({ name: 'childLastName', label: 'Cognome', value: value('childLastName') })}
    ${textField({ name: 'childFiscalCode', label: 'Codice fiscale', value: value('childFiscalCode') })}
    ${textField({ name: 'childBirthDate', label: 'Data di nascita', type: 'date', value: value('childBirthDate') })}</div></details>
  </fieldset>`
}

function servicePart(draft: Draft, applicant: Citizen, sent: URLSearchParams | null, value: Value, now: Date): string {
  const { schools } = draft.town
  const classes = [...new Set(schools.flatMap(school => school.classes))]
  const proposed = familiesOf(applicant)[0]?.className ?? classes[0] ?? ''
  const isTicked = (day: string): boolean => sent?.getAll('days').includes(day) ?? true
  return `<fieldset><legend>Scuola e giorni</legend>
    <div class="grid">${textField({ name: 'schoolYear', label: 'Anno scolastico', value: value('schoolYear', schoolYearAt(now)), pattern: '\\d{4}/\\d{4}', required: true })}
    ${selectField(
      { name: 'school', label: 'Scuola', value: value('school'), required: true },
      schools.map(one => ({ value: one.code, label: one.name })),
    )}
    ${selectField(
      { name: 'class', label: 'Classe', value: value('class', proposed), required: true },
      classes.map(one => ({ value: one, label: one })),
    )}
    ${textField({ name: 'siblings', label: 'Fratelli già iscritti', value: value('siblings', '0'), pattern: '\\d{1,2}' })}
    ${textField({ name: 'minors', label: 'Minori in famiglia', value: value('minors', String(Math.max(childrenOf(applicant).length, 1))), pattern: '\\d{1,2}' })}</div>
    <fieldset><legend>Giorni di mensa</legend><div class="row">${days.map(day => checkbox('days', day.label, isTicked(day.value), day.value)).join('')}</div></fieldset>
  </fieldset>`
}

function dietPart(sent: URLSearchParams | null, value: Value): string {
  return `<fieldset><legend>Dieta</legend>
    ${choices({ name: 'diet', label: 'Dieta speciale', value: value('diet', 'standard'), required: true }, diets)}
    ${textArea({ name: 'dietNotes', label: 'Che cosa deve sapere l’ufficio', hint: '(lo legge solo l’ufficio diete)', value: value('dietNotes') })}
    ${checkbox('certificate', 'Allega un certificato medico di prova (PDF)', sent?.get('certificate') === 'yes')}
  </fieldset>`
}

function farePart(applicant: Citizen, value: Value): string {
  const isee = familiesOf(applicant)[0]?.iseeCents ?? null
  return `<fieldset><legend>Tariffa</legend>
    ${choices(
      { name: 'isee', label: 'ISEE', value: value('isee', isee === null ? 'to-follow' : 'declared'), required: true },
      [
        { value: 'declared', label: 'Lo dichiaro' },
        { value: 'to-follow', label: 'Lo presento dopo' },
        { value: 'none', label: 'Non lo presento (tariffa massima)' },
      ],
    )}
    ${iseeFields(value, isee)}
    ${selectField({ name: 'exemption', label: 'Esenzione', value: value('exemption', 'none') }, exemptions)}
  </fieldset>`
}

/** Value, protocol and date of an ISEE. */
export function iseeFields(value: Value, cents: number | null): string {
  const proposed = cents === null ? '' : euros(cents)
  return `<div class="grid">${textField({ name: 'iseeValue', label: 'Valore in euro', value: value('iseeValue', proposed) })}
    ${textField({ name: 'iseeProtocol', label: 'Protocollo INPS', value: value('iseeProtocol', cents === null ? '' : 'INPS-ISEE-2026-01234567A-00') })}
    ${textField({ name: 'iseeSignedOn', label: 'Data di sottoscrizione', type: 'date', value: value('iseeSignedOn', cents === null ? '' : '2026-02-10') })}</div>`
}
