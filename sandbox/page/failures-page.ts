import type { Fault, FaultKind } from '../platforms/faults.ts'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import type { PlatformName } from '../platforms/ledger.ts'
import { selectField, textField, type Option } from './fields.ts'

const names = {
  io: 'IO',
  pagopa: 'pagoPA',
  anpr: 'ANPR e PDND',
  spid: 'SPID e CIE',
  register: 'Protocollo del comune',
  staff: 'Accesso del personale',
} satisfies Record<PlatformName, string>

const kinds = {
  down: 'Spenta: la connessione cade',
  slow: 'Lenta',
  'rate-limited': 'Troppe richieste (429)',
  error: 'Errore interno (500)',
  'answer-lost': 'Risposta persa dopo l’effetto',
  'duplicate-callback': 'Ricevuta inviata due volte',
  malformed: 'Risposta illeggibile',
} satisfies Record<FaultKind, string>

const options: Option[] = Object.entries(kinds).map(([value, label]) => ({ value, label }))

/** What is wrong with each platform, and the forms that change it. */
export function failuresPage(faults: Partial<Record<PlatformName, Fault>>, message: string): string {
  const body = `<h1>Guasti</h1>
    <p>Ogni piattaforma può essere guastata a comando: si vede così che cosa fa Iter. I guasti finiscono quando la sandbox si ferma.</p>
    ${message}<div class="panels">${Object.entries(names)
      .map(([platform, name]) => section(platform, name, Object.entries(faults).find(([key]) => key === platform)?.[1]))
      .join('')}</div>`
  return page({ title: 'Guasti', body, current: '/failures' })
}

function section(platform: string, name: string, fault: Fault | undefined): string {
  const state = fault
    ? `<span class="tag bad">${kinds[fault.kind]}</span> ${fault.times === undefined ? 'finché non lo togli' : `ancora ${fault.times} volte`}`
    : '<span class="tag ok">Funziona</span>'
  const off = fault
    ? `<form class="inline" method="post" action="/failures/${platform}/clear"><button type="submit" class="plain" aria-label="Togli il guasto a ${escape(name)}">Togli il guasto</button></form>`
    : ''
  return `<fieldset><legend>${escape(name)}</legend><p>${state} ${off}</p>
    <form method="post" action="/failures/${platform}"><div class="grid">
    ${selectField({ name: 'kind', label: 'Guasto', value: fault?.kind ?? 'down' }, options)}
    ${textField({ name: 'times', label: 'Per quante chiamate', hint: '(vuoto: finché non lo togli)', value: '', pattern: '\\d{0,4}' })}
    ${textField({ name: 'seconds', label: 'Secondi', hint: '(lentezza, o attesa chiesta con il 429)', value: '', pattern: '\\d{0,4}' })}
    </div><p><button type="submit" aria-label="Attiva il guasto a ${escape(name)}">Attiva</button></p></form></fieldset>`
}
