import type { Field } from '../../engine/form.ts'
import { checkForm } from '../../engine/forms.ts'
import type { JsonObject } from '../../engine/json.ts'
import { messagesAwaitedAt } from '../../engine/refuse.ts'
import type { Plan } from '../../engine/plan.ts'
import type { StepView } from '../../engine/view.ts'
import type { FieldError } from '../http/problem.ts'
import { withValue } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'

export type StaffMessage = Manifest['staffMessages'][string]

/** What the office may tell a case in the place of a portal: what its procedure allows and the case waits for now, by the message's name. */
export function staffMessagesNow(
  manifest: Pick<Manifest, 'staffMessages'>,
  { plan, steps }: { plan: Plan; steps: readonly Pick<StepView, 'element' | 'leftAt'>[] },
): { name: string; message: StaffMessage }[] {
  const awaited = new Set(
    steps.filter(step => step.leftAt === null).flatMap(step => messagesAwaitedAt(plan, step.element)),
  )
  return Object.entries(manifest.staffMessages).flatMap(([name, message]) =>
    awaited.has(name) ? [{ name, message }] : [],
  )
}

/** What was filled in as the message's data, `a.b` inside `a`; or what is wrong with it. What was left empty is not said. */
export function readStaffMessage(
  fields: Field[],
  values: JsonObject,
  document: JsonObject,
): { data: JsonObject } | { errors: FieldError[] } {
  const form = { key: 'message', title: { it: '', en: '' }, facts: [], fields }
  const said = Object.entries(values).filter(([, value]) => value !== null && value !== '')
  const data = said.reduce<JsonObject>((whole, [path, value]) => withValue(whole, path, value), {})
  // Keys are paths: expressions read them nested.
  const inside = new Set(Object.keys(data).filter(key => !Object.hasOwn(values, key)))
  const faults = checkForm(form, { ...data, ...values }, document).filter(({ path }) => !inside.has(path))
  return faults.length > 0 ? { errors: faults.map(({ path, message }) => ({ path, message: message.it })) } : { data }
}
