import { escape } from '../platforms/html.ts'
import type { Problem } from './front-office.ts'

/** What the API refused and why, field by field. */
export function problemBox(problem: Problem | null): string {
  if (!problem) return ''
  const errors = problem.errors.map(one => `<li><code>${escape(one.path)}</code>: ${escape(one.message)}</li>`)
  const list = errors.length > 0 ? `<ul>${errors.join('')}</ul>` : ''
  return `<div class="notice bad" role="alert"><p><strong>${escape(problem.title)}</strong> ${escape(problem.detail ?? '')}</p>${list}</div>`
}
