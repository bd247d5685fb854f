import type { RequestHandler } from 'express'

import type { DeclarationFacts } from './facts.ts'
import { statementOf, undeclared } from './words.ts'
import type { Language, Statement } from './words.ts'

export const accessibilityPath = '/accessibility'

/**
 * The accessibility statement that law 4/2004 asks for: a page of its own, readable without signing in and without scripts. Its language is
 * `?lang=`, else the browser's, else Italian.
 */
export function accessibilityPage(facts: DeclarationFacts | undefined, origin: string): RequestHandler {
  return (request, response) => {
    response.locals['route'] = accessibilityPath
    const asked = request.query['lang'] ?? request.acceptsLanguages('it', 'en')
    const language = asked === 'en' ? 'en' : 'it'
    const statement = facts ? statementOf(facts, language, origin) : undeclared(language)
    response.vary('Accept-Language').type('html').send(html(statement, language))
  }
}

const other = { it: { code: 'en', name: 'English' }, en: { code: 'it', name: 'Italiano' } } as const
const back = { it: 'Torna a Iter', en: 'Back to Iter' } as const

const style = `
  body { font: 16px/1.5 'Titillium Web', system-ui, sans-serif; color: #17324d; background: #fff; margin: 0 }
  main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere }
  a { color: #0059b3 } nav { display: flex; flex-wrap: wrap; gap: 1rem } nav a { padding: .25rem 0 }
  h1 { font-size: 1.75rem; line-height: 1.25 } h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem } p, ul { margin: 0 0 .75rem }
  a:focus-visible { outline: 3px solid #17324d; outline-offset: 2px }`

function html({ title, sections }: Statement, language: Language): string {
  const { code, name } = other[language]
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} · Iter</title><style>${style}</style></head>
<body><main>
<nav aria-label="Iter"><a href="/">${back[language]}</a><a href="?lang=${code}" lang="${code}" hreflang="${code}">${name}</a></nav>
<h1>${escape(title)}</h1>
${sections.map(section => `<section><h2>${escape(section.title)}</h2>${section.text.map(block).join('')}</section>`).join('\n')}
</main></body></html>
`
}

const block = (text: string | string[]): string =>
  Array.isArray(text) ? `<ul>${text.map(one => `<li>${linked(one)}</li>`).join('')}</ul>` : `<p>${linked(text)}</p>`

/** Addresses become links; everything is escaped first. */
function linked(text: string): string {
  return escape(text)
    .replace(/https?:\/\/[^\s<]+[^\s<.,;)]/g, url => `<a href="${url}">${url}</a>`)
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, email => `<a href="mailto:${email}">${email}</a>`)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string): string => text.replace(/[&<>"']/g, sign => entities[sign] ?? sign)
