import { formExpressions } from '../../forms.ts'
import type { NodeOf } from '../../plan.ts'
import type { Checker } from './checker.ts'
import { valuesType } from './results.ts'
import { namesAt } from './spaces.ts'
import { ANY, textOf } from './type.ts'

/** Facts and fields of a task's form, over the document as a reader of the form has it. */
export function checkForm(checker: Checker, node: NodeOf<'user'>): void {
  const { compilation, spaces } = checker
  const form = compilation.env.forms.find(it => it.key === node.form)
  if (form === undefined) return
  const document = namesAt(compilation, spaces, node, { inside: false })
  const own = new Map([
    ['values', valuesType(form.fields.map(field => ({ ...field, required: false })))],
    ['lang', textOf(['it', 'en'])],
    // Opened for members of the office only, from outside the document.
    ['confidential', ANY],
  ])
  const names = { object: { fields: own, rest: null, required: [] }, outer: document }
  for (const { path, text } of formExpressions(form)) {
    const place = { it: `Modulo «${form.key}», ${path}`, en: `Form "${form.key}", ${path}` }
    checker.check(place, text, names, path.endsWith('.value') ? null : { truth: true })
  }
}
