import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import { platforms, type LedgerEntry } from '../platforms/ledger.ts'
import { checkbox, moment, selectField, textField } from './fields.ts'

export interface CallsFilter {
  platform: string
  correlation: string
  onlyEffects: boolean
}

const most = 300

/** The ledger: what reached the platforms and what came of it, the newest first. */
export function callsPage(entries: LedgerEntry[], filter: CallsFilter): string {
  const newest = entries.toReversed()
  const shown = newest.slice(0, most)
  const cut = newest.length > most ? `<p>Le ultime ${most} di ${newest.length}.</p>` : ''
  const table = `<div class="scroll" tabindex="0" role="region" aria-label="Chiamate"><table><thead><tr><th scope="col">N.</th><th scope="col">Quando</th><th scope="col">Chiamata</th><th scope="col">Chiave</th><th scope="col">Correlazione</th><th scope="col">Risposta</th><th scope="col">Effetto</th></tr></thead><tbody>${shown.map(row).join('')}</tbody></table></div>`
  const body = `<h1>Registro delle chiamate</h1>
    <p>Il testimone esterno: ogni chiamata arrivata alle piattaforme e ogni effetto che ha avuto.</p>${form(filter)}${cut}
    ${shown.length > 0 ? table : '<p>Nessuna chiamata.</p>'}`
  return page({ title: 'Registro delle chiamate', body, current: '/calls' })
}

function form(filter: CallsFilter): string {
  const all = [{ value: '', label: 'Tutte' }, ...platforms.map(name => ({ value: name, label: name }))]
  return `<form method="get" action="/calls"><fieldset><legend>Mostra</legend><div class="grid">
    ${selectField({ name: 'platform', label: 'Piattaforma', value: filter.platform }, all)}
    ${textField({ name: 'correlation', label: 'Correlazione', value: filter.correlation })}
    <div>${checkbox('effects', 'Solo le chiamate con un effetto', filter.onlyEffects)}</div></div>
    <p><button type="submit">Mostra</button></p></fieldset></form>`
}

function row(entry: LedgerEntry): string {
  const answer = entry.status === null ? 'nessuna' : String(entry.status)
  const tone = entry.status !== null && entry.status < 400 ? 'ok' : 'bad'
  const fault = entry.fault === undefined ? '' : ` <span class="tag warn">${escape(entry.fault)}</span>`
  const effect = entry.effect ? `<strong>${entry.effect.kind}</strong> <small>${escape(entry.effect.id)}</small>` : ''
  return `<tr><td class="number">${entry.seq}</td><td>${moment(entry.at)}</td><td><strong>${escape(entry.call)}</strong><br><small>${entry.method} ${escape(entry.path)}</small></td>
    <td><small>${escape(entry.key ?? '')}</small></td><td><small>${escape(entry.correlation ?? '')}</small></td><td><span class="tag ${tone}">${answer}</span>${fault}</td><td>${effect}</td></tr>`
}
