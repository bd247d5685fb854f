import { traps } from '../../reconciliation/traps.ts'
import { escape } from '../platforms/html.ts'
import { page } from '../platforms/layout.ts'
import { centsIn, type CollectedDay } from '../platforms/psp/collected.ts'
import { collected, type MoneyRoom, type PayoutView, payoutViews } from '../platforms/psp/desk.ts'
import { townByFiscalCode, towns } from '../platforms/towns.ts'
import { euros, moment, selectField } from './fields.ts'

const kinds = { report: 'Flusso (FdR)', journal: 'Giornale di cassa', file: 'File' } as const
const steps = { report: 'Pubblica il flusso', journal: 'Fai il giornale di cassa', file: 'Consegna il file' } as const

/** What was paid, the reports and journals that come of it, and the traps to choose from. */
export function pspPage(room: MoneyRoom, message: string): string {
  const days = collected(room)
  const payouts = payoutViews(room)
  const body = `<h1>PSP e tesoriere</h1>
    <p>Qui fai la parte del PSP, che rendiconta e riversa ciò che ha incassato, e della banca tesoriera. I flussi pubblicati li scarica Iter da
    solo, dopo qualche secondo; il giornale di cassa lo scarichi tu e lo carichi nella console, tra i pagamenti.</p>${message}
    <h2>Incassato e non ancora rendicontato</h2>
    ${days.length > 0 ? dayTable(days) : '<p>Nulla: <a href="/notices">paga prima un avviso</a>.</p>'}
    ${form(days)}
    <h2>Riversamenti</h2>
    ${payouts.length > 0 ? payouts.map(payoutPanel).join('') : '<p>Nessuno.</p>'}`
  return page({ title: 'PSP e tesoriere', body, current: '/psp' })
}

function dayTable(days: CollectedDay[]): string {
  const rows = days.map(({ organization, psp, day, collections }) => {
    const cents = collections.reduce((sum, one) => sum + centsIn(one), 0)
    const lost = collections.filter(one => one.isLost).length
    return `<tr><th scope="row">${escape(townByFiscalCode(organization)?.name ?? organization)}</th><td>${escape(psp.name)}</td><td>${inItaly(day)}</td>
      <td class="number">${collections.length}</td><td class="number">${lost}</td><td class="number">${euros(cents)}</td></tr>`
  })
  return `<div class="scroll" tabindex="0" role="region" aria-label="Incassato"><table><thead><tr><th scope="col">Comune</th><th scope="col">PSP</th><th scope="col">Giorno</th><th scope="col">Pagamenti</th><th scope="col">con ricevuta persa</th><th scope="col">Euro</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`
}

function form(days: CollectedDay[]): string {
  const options = towns.map(town => ({ value: town.fiscalCode, label: town.name }))
  const paidIn = days[0]?.organization ?? options[0]?.value ?? ''
  const stories = [
    { value: '0', label: 'Nessuna: un giorno ordinario' },
    ...traps.map(({ number, title }) => ({ value: String(number), label: `${number}. ${title.it}` })),
  ]
  return `<form method="post" action="/psp"><fieldset><legend>Rendiconta e riversa</legend><div class="grid">
    ${selectField({ name: 'organization', label: 'Comune', value: paidIn }, options)}
    ${selectField({ name: 'trap', label: 'Trappola', hint: '(le stesse di docs/reconciliation.md)', value: '0' }, stories)}</div>
    <p><button type="submit">Fai il flusso</button></p></fieldset></form>`
}

function payoutPanel(payout: PayoutView): string {
  const { number, organization, psp, day, trap, payments, files, next } = payout
  const story =
    trap === null
      ? ''
      : `<p><strong>Trappola ${trap.number}: ${escape(trap.title.it)}.</strong> ${escape(trap.what.it)}</p>`
  const step =
    next === null
      ? ''
      : `<form method="post" action="/psp/${number}/next"><p><button type="submit" aria-label="${steps[next]} del riversamento ${number}">${steps[next]}</button></p></form>`
  return `<fieldset><legend>Riversamento ${number} · ${escape(organization.name)}</legend>
    <p>${escape(psp.name)}, ${payments === 1 ? '1 pagamento' : `${payments} pagamenti`} del ${inItaly(day)}</p>${story}
    <ol>${files.map(file => fileItem(number, file)).join('')}</ol>${step}</fieldset>`
}

function fileItem(payout: number, { number, kind, name, handedAt }: PayoutView['files'][number]): string {
  if (handedAt === null) return `<li>${kinds[kind]}: <span class="tag warn">deve ancora arrivare</span></li>`
  const said = kind === 'report' ? 'pubblicato' : 'fatto'
  return `<li>${kinds[kind]}, ${said} ${moment(handedAt)}: <a href="/psp/payouts/${payout}/files/${number}">${escape(name)}</a></li>`
}

const inItaly = (date: string): string => date.split('-').reverse().join('/')
