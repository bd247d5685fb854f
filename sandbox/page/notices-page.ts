import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import type { Notice, WayToPay } from '../platforms/pagopa/payments.ts'
import { euros, hidden } from './fields.ts'

const states: Record<string, { label: string; tone: string }> = {
  DRAFT: { label: 'In bozza', tone: 'warn' },
  PUBLISHED: { label: 'Non ancora pagabile', tone: 'warn' },
  VALID: { label: 'Da pagare', tone: 'warn' },
  PARTIALLY_PAID: { label: 'Pagato in parte', tone: 'warn' },
  PAID: { label: 'Pagato', tone: 'ok' },
  REPORTED: { label: 'Rendicontato', tone: 'ok' },
  EXPIRED: { label: 'Scaduto', tone: 'bad' },
  INVALID: { label: 'Annullato', tone: 'bad' },
}

/** Every notice with the button that pays it, the unpaid ones first. */
export function noticesPage(notices: Notice[], message: string): string {
  const sorted = [...notices.filter(notice => !notice.paid), ...notices.filter(notice => notice.paid)]
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Avvisi"><table><thead><tr><th scope="col">Numero avviso</th><th scope="col">Ente</th><th scope="col">Debitore</th><th scope="col">Causale</th><th scope="col">Euro</th><th scope="col">Scadenza</th><th scope="col">Stato</th><th scope="col">Azione</th></tr></thead><tbody>${sorted.map(row).join('')}</tbody></table></div>`
  const body = `<h1>Avvisi da pagare</h1>
    <p>Qui fai la parte di chi paga con un’app: la ricevuta parte subito verso l’ente.</p>${message}
    ${notices.length > 0 ? table : '<p>Nessun avviso pagoPA è stato ancora creato.</p>'}`
  return page({ title: 'Avvisi da pagare', body, current: '/notices' })
}

function row(notice: Notice): string {
  const state = states[notice.paid ? 'PAID' : notice.status] ?? { label: notice.status, tone: 'warn' }
  const grouped = notice.nav.replace(/(\d{4})(?=\d)/g, '$1 ')
  return `<tr><th scope="row">${grouped}</th><td>${escape(notice.organization)}</td><td>${escape(notice.debtor)}</td><td>${escape(notice.description)}</td>
    <td class="number">${euros(notice.cents)}</td><td>${escape(notice.dueDate.slice(0, 10).split('-').reverse().join('/'))}</td>
    <td><span class="tag ${state.tone}">${state.label}</span></td><td>${action(notice)}</td></tr>`
}

function action(notice: Notice): string {
  const isPayable = notice.status === 'VALID' || notice.status === 'PARTIALLY_PAID'
  if (!notice.paid && !isPayable) return ''
  if (notice.paid) return button(notice, 'pay-again', 'Paga di nuovo')
  return button(notice, 'pay', 'Paga') + button(notice, 'pay-receipt-lost', 'Paga, la ricevuta si perde')
}

function button(notice: Notice, how: WayToPay, label: string): string {
  const style = how === 'pay' ? '' : ' class="plain"'
  const about = how === 'pay-receipt-lost' ? `: avviso ${notice.nav}` : ` l’avviso ${notice.nav}`
  return `<form method="post" action="/notices/${notice.nav}/${how}">${hidden('organization', notice.organizationFiscalCode)}
    <button type="submit"${style} aria-label="${label}${about}">${label}</button></form>`
}
