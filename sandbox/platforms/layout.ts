import { escape } from './html.ts'

/** One page of the sandbox: Italian, plain HTML, readable without scripts. */
export interface Page {
  title: string
  body: string
  /** Where the reader is among the sandbox's own pages. */
  current?: string
}

const sections = [
  { path: '/', label: 'Domanda di mensa' },
  { path: '/requests', label: 'Domande inviate' },
  { path: '/notices', label: 'Avvisi da pagare' },
  { path: '/psp', label: 'PSP e tesoriere' },
  { path: '/failures', label: 'Guasti' },
  { path: '/calls', label: 'Registro delle chiamate' },
]

export function page({ title, body, current }: Page): string {
  const navigation =
    current === undefined
      ? ''
      : `<nav aria-label="Sandbox"><ul>${sections.map(one => link(one, current)).join('')}</ul></nav>`
  return `<!doctype html>
<html lang="it"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} · Sandbox di Iter</title><style>${style}</style></head>
<body><a class="skip" href="#main">Vai al contenuto</a>
<header><p><strong>Sandbox di Iter</strong> <span>Ambiente di prova: nessun dato vero, nessun pagamento vero</span></p></header>
${navigation}<main id="main">${body}</main></body></html>`
}

function link(section: { path: string; label: string }, current: string): string {
  const mark = section.path === current ? ' aria-current="page"' : ''
  return `<li><a href="${section.path}"${mark}>${section.label}</a></li>`
}

const style = `
:root{--blue:#06c;--dark:#17324d;--line:#c5c7c9;--soft:#f2f7fc;--warn:#995c00;--bad:#b3232f;--ok:#007a52}
*{box-sizing:border-box}
body{margin:0;font:1.0625rem/1.5 "Titillium Web",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:#19191a;background:#fff}
header{background:var(--dark);color:#fff;padding:.75rem 1.5rem}header p{margin:0 auto;max-width:70rem}header span{opacity:.9;margin-left:.75rem}
nav{background:var(--blue)}nav ul{margin:0 auto;padding:0 .75rem;max-width:71.5rem;list-style:none;display:flex;flex-wrap:wrap}
nav a{display:block;padding:.75rem;color:#fff;text-decoration:none}nav a:hover,nav a[aria-current]{background:#fff;color:var(--dark)}
main{max-width:70rem;margin:0 auto;padding:1.5rem}
h1{font-size:2rem;line-height:1.2;margin:.25rem 0 1rem;color:var(--dark)}h2{font-size:1.35rem;margin:2rem 0 .75rem;color:var(--dark)}
fieldset{border:1px solid var(--line);border-radius:4px;margin:0 0 1.25rem;padding:1rem 1.25rem}legend{font-weight:600;padding:0 .4rem;color:var(--dark)}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
label{display:block;font-weight:600}label small,td small{font-weight:400;color:#435a70}
input[type=text],input[type=date],input[type=number],select,textarea{display:block;width:100%;margin-top:.25rem;padding:.5rem;font:inherit;font-weight:400;border:1px solid #5d7083;border-radius:4px;background:#fff}
.choice{display:flex;gap:.6rem;align-items:flex-start;font-weight:400;padding:.3rem 0}.choice input{margin-top:.4rem}
.row{display:flex;flex-wrap:wrap;gap:.4rem 1.25rem}
button,.button{font:inherit;font-weight:600;color:#fff;background:var(--blue);border:1px solid var(--blue);border-radius:4px;padding:.5rem 1.1rem;cursor:pointer;text-decoration:none;display:inline-block}
button:hover{background:#004d99}button.plain{background:#fff;color:var(--blue)}button.plain:hover{background:var(--soft)}
a{color:var(--blue)}a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,summary:focus-visible{outline:3px solid #ff9900;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:1rem}th,td{text-align:left;padding:.5rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--dark)}td.number{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}.scroll+form{margin-top:1.5rem}td small{overflow-wrap:anywhere}
fieldset>:first-of-type{margin-top:0}fieldset>:last-child,.notice>:last-child{margin-bottom:0}.notice>:first-child{margin-top:0}.grid,details,textarea{margin-bottom:1rem}.grid>fieldset{margin:0}summary{cursor:pointer;color:var(--blue);font-weight:600;padding:.25rem 0}
.panels{display:grid;gap:1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr))}.panels>fieldset{margin:0}
.notice{background:var(--soft);border-left:5px solid var(--blue);padding:.75rem 1rem;margin:0 0 1.25rem}.notice.ok{border-color:var(--ok)}.notice.bad{border-color:var(--bad)}.notice.warn{border-color:var(--warn)}
.tag{border:1px solid currentColor;border-radius:3px;padding:0 .4rem;font-size:.9rem;font-weight:600;white-space:nowrap}.tag.ok{color:var(--ok)}.tag.bad{color:var(--bad)}.tag.warn{color:var(--warn)}
code{font-size:.95em}.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem}
form.inline{display:inline}dl{display:grid;grid-template-columns:max-content 1fr;gap:.35rem 1.25rem}dt{font-weight:600}dd{margin:0}
@media(max-width:40rem){header span{display:block;margin:0}dl{grid-template-columns:1fr}}
`
