import { randomUUID } from 'node:crypto'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import { checkbox, euros, hidden, moment, textArea, textField } from './fields.ts'
import type { Filed } from './filed.ts'
import type { Asked, OwnCase, OwnDocument } from './front-office.ts'
import { problemBox } from './problem-box.ts'
import { iseeFields } from './request-page.ts'

const statuses: Record<string, string> = {
  running: 'In lavorazione',
  suspended: 'Sospesa',
  completed: 'Conclusa',
  failed: 'Interrotta',
  closed: 'Chiusa',
}

const awaited: Record<string, string> = {
  isee: 'l’ISEE',
  integration: 'l’integrazione richiesta',
  observations: 'le tue osservazioni',
  withdrawal: 'l’eventuale rinuncia',
}

/** The requests sent from this page. */
export function filedPage(filed: readonly Filed[]): string {
  const rows = filed.map(
    one =>
      `<tr><th scope="row"><a href="/requests/${one.id}">${escape(one.number)}</a></th><td>${escape(one.town)}</td><td>${escape(one.applicant)}</td><td>${escape(one.child)}</td><td>${moment(one.sentAt)}</td></tr>`,
  )
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Domande"><table><thead><tr><th scope="col">Pratica</th><th scope="col">Comune</th><th scope="col">Chi chiede</th><th scope="col">Per chi</th><th scope="col">Inviata</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
  const none = '<p>Nessuna domanda inviata da questa pagina. <a href="/">Inviane una</a>.</p>'
  const body = `<h1>Domande inviate</h1>${filed.length > 0 ? table : none}`
  return page({ title: 'Domande inviate', body, current: '/requests' })
}

export interface FiledDetail {
  filed: Filed
  found: Asked<OwnCase>
  documents: Asked<{ items: OwnDocument[] }>
  /** Shown on top: what has just been done, or why it was refused. */
  message: string
}

/** One request: where it stands, its documents, what can be sent to it. */
export function filedDetailPage({ filed, found, documents, message }: FiledDetail): string {
  const body = `<p><a href="/requests">Domande inviate</a></p>
    <h1>Pratica ${escape(filed.number)}</h1>
    ${message}
    ${'problem' in found ? problemBox(found.problem) : summary(filed, found.value)}
    <p><a class="button" href="/requests/${filed.id}">Aggiorna</a></p>
    <h2>Documenti</h2>${'problem' in documents ? problemBox(documents.problem) : documentList(filed, documents.value.items)}
    ${messageForms(filed)}`
  return page({ title: `Pratica ${filed.number}`, body, current: '/requests' })
}

function summary(filed: Filed, found: OwnCase): string {
  const waits = found.expects.map(name => awaited[name] ?? name).join(', ')
  const lines = [
    ['Comune', filed.town],
    ['Chi chiede', filed.applicant],
    ['Per chi', filed.child],
    ['Ricevuta il', moment(found.receivedAt)],
    ['Protocollo', found.protocol ?? 'non ancora assegnato'],
    ['Stato', statuses[found.status] ?? found.status],
    ['Esito', found.outcome ?? 'nessuno, per ora'],
    ['Può ricevere', waits === '' ? 'nulla, per ora' : waits],
  ]
  const rows = lines.map(([term, text]) => `<dt>${term}</dt><dd>${escape(text ?? '')}</dd>`)
  return `<dl>${rows.join('')}</dl>${found.payments.map(payment).join('')}`
}

function payment({ nav, cents, state }: OwnCase['payments'][number]): string {
  return `<p class="notice">Avviso pagoPA <strong>${escape(nav)}</strong>: ${euros(cents)} € (${escape(state)}).
    <a href="/notices">Avvisi da pagare</a></p>`
}

function documentList(filed: Filed, documents: OwnDocument[]): string {
  if (documents.length === 0) return '<p>Nessun documento, per ora: la ricevuta arriva dopo il protocollo.</p>'
  const items = documents.map(
    one =>
      `<li><a href="/requests/${filed.id}/documents/${encodeURIComponent(one.id)}">${escape(one.name)}</a> <small>${moment(one.createdAt)}${one.protocol ? `, prot. ${escape(one.protocol)}` : ''}</small></li>`,
  )
  return `<ul>${items.join('')}</ul>`
}

function messageForms(filed: Filed): string {
  const empty = (_name: string, proposed = ''): string => proposed
  return `<h2>Scrivi alla pratica</h2>
    ${messageForm(filed, 'isee', 'Presenta l’ISEE', iseeFields(empty, null))}
    ${messageForm(
      filed,
      'integration',
      'Rispondi alla richiesta di integrazione',
      `${iseeFields(empty, null)}<div class="grid">${textField({ name: 'class', label: 'Classe giusta', value: '' })}</div>${checkbox('attach', 'Allega un documento di prova (PDF)', false)}`,
    )}
    ${messageForm(
      filed,
      'observations',
      'Presenta osservazioni',
      `${textArea({ name: 'text', label: 'Osservazioni', value: '', required: true })}${checkbox('attach', 'Allega un documento di prova (PDF)', false)}`,
    )}
    ${messageForm(filed, 'withdrawal', 'Rinuncia', textField({ name: 'reason', label: 'Motivo', value: '', required: true }))}`
}

function messageForm(filed: Filed, name: string, label: string, fields: string): string {
  return `<details><summary>${label}</summary><form method="post" action="/requests/${filed.id}/messages">
    ${hidden('name', name)}${hidden('key', randomUUID())}${fields}<p><button type="submit">${label}</button></p></form></details>`
}
