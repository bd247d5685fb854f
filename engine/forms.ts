import { evaluateExpression } from './feel/evaluate.ts'
import type { Environment } from './feel/evaluate.ts'
import { parseExpression } from './feel/parse.ts'
import { checkField, isEmpty } from './fields.ts'
import type { Field, Form, FormFact, Tone } from './form.ts'
import type { Json, JsonObject, Text } from './json.ts'

export interface FieldFault {
  /** Key of the field. */
  path: string
  message: Text
}

/** A fact ready to be shown in one language. */
export interface ShownFact {
  label: string
  value: string
  badge: { tone: Tone; text: string } | null
}

const REQUIRED: Text = { it: 'Campo obbligatorio.', en: 'This field is required.' }
const UNKNOWN: Text = { it: 'Campo non previsto dal modulo.', en: 'The form has no such field.' }

/**
 * Checks a form's values against its fields: required, visible, type, bounds; what the form does not ask is refused, so that a task
 * never writes into the document what nobody saw. The same function serves browser, API and engine. Empty list = in order.
 */
export function checkForm(form: Form, values: JsonObject, document: JsonObject, env: Environment = {}): FieldFault[] {
  const known = new Set(form.fields.map(field => field.key))
  const faults = Object.keys(values)
    .filter(key => !known.has(key))
    .map((path): FieldFault => ({ path, message: UNKNOWN }))
  for (const field of form.fields) {
    const value = values[field.key] ?? null
    const message = faultOf(field, value, scopeOf(values, document), env)
    if (message) faults.push({ path: field.key, message })
  }
  return faults
}

/** Which fields a person sees with these values: hides and shows while the form is being filled in. */
export function visibleFields(form: Form, values: JsonObject, document: JsonObject, env: Environment = {}): Field[] {
  const scope = scopeOf(values, document)
  return form.fields.filter(field => isVisible(field, scope, env))
}

/** Must the field be filled in, with these values? */
export function isRequired(field: Field, values: JsonObject, document: JsonObject, env: Environment = {}): boolean {
  if (field.required === undefined || typeof field.required === 'boolean') return field.required === true
  // A formula that cannot be read asks too much rather than too little; publishing finds it.
  return holds(field.required, scopeOf(values, document), env, true)
}

/** The form's facts in words: what a clerk reads before deciding. Expressions may ask for the reader's language as `lang`. */
export function formFacts(form: Form, document: JsonObject, lang: keyof Text, env: Environment = {}): ShownFact[] {
  const scope = { ...document, lang }
  return form.facts.map(fact => {
    const badge = fact.badge?.find(candidate => holds(candidate.when, scope, env, false))
    return {
      label: fact.label[lang],
      value: shown(evaluate(fact.value, scope, env), fact.format ?? 'text', lang),
      badge: badge ? { tone: badge.tone, text: badge.text[lang] } : null,
    }
  })
}

/** Every FEEL text of a form with its place, for the compiler. */
export function formExpressions(form: Form): { path: string; text: string }[] {
  const ofFacts = form.facts.flatMap((fact, index) => [
    { path: `facts[${index}].value`, text: fact.value },
    ...(fact.badge ?? []).map((badge, at) => ({ path: `facts[${index}].badge[${at}].when`, text: badge.when })),
  ])
  const ofFields = form.fields.flatMap(field =>
    (['required', 'visible'] as const).flatMap(name => {
      const text = field[name]
      return typeof text === 'string' ? [{ path: `fields.${field.key}.${name}`, text }] : []
    }),
  )
  return [...ofFacts, ...ofFields]
}

function faultOf(field: Field, value: Json, scope: JsonObject, env: Environment): Text | null {
  if (!isVisible(field, scope, env)) return isEmpty(value) ? null : UNKNOWN
  if (!isEmpty(value)) return checkField(field, value)
  return isRequiredIn(field, scope, env) ? REQUIRED : null
}

function isRequiredIn(field: Field, scope: JsonObject, env: Environment): boolean {
  return typeof field.required === 'string' ? holds(field.required, scope, env, true) : field.required === true
}

function isVisible(field: Field, scope: JsonObject, env: Environment): boolean {
  return field.visible === undefined || holds(field.visible, scope, env, true)
}

function scopeOf(values: JsonObject, document: JsonObject): JsonObject {
  return { ...document, values }
}

function holds(text: string, scope: JsonObject, env: Environment, unreadable: boolean): boolean {
  const parsed = parseExpression(text)
  return 'ast' in parsed ? evaluateExpression(parsed.ast, scope, env) === true : unreadable
}

function evaluate(text: string, scope: JsonObject, env: Environment): Json {
  const parsed = parseExpression(text)
  return 'ast' in parsed ? evaluateExpression(parsed.ast, scope, env) : null
}

/** A value as people of that language write it; a dash for nothing. */
function shown(value: Json, format: NonNullable<FormFact['format']>, lang: keyof Text): string {
  if (isEmpty(value)) return '—'
  if (Array.isArray(value)) return value.map(item => shown(item, format, lang)).join(', ')
  if (typeof value === 'boolean') return yesOrNo(value, lang)
  if (format === 'money' && typeof value === 'number') return money(value, lang)
  if (format === 'date' && typeof value === 'string') return date(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'number' && lang === 'it' ? String(value).replace('.', ',') : String(value)
}

function yesOrNo(value: boolean, lang: keyof Text): string {
  if (lang === 'it') return value ? 'sì' : 'no'
  return value ? 'yes' : 'no'
}

/** Integer cents as euros: `1.234,50 €`, `€1,234.50`. */
function money(cents: number, lang: keyof Text): string {
  const [group, point] = lang === 'it' ? ['.', ','] : [',', '.']
  const total = Math.abs(cents)
  const euros = String(Math.floor(total / 100)).replace(/\B(?=(\d{3})+$)/g, group)
  const amount = `${cents < 0 ? '-' : ''}${euros}${point}${String(total % 100).padStart(2, '0')}`
  return lang === 'it' ? `${amount} €` : `€${amount}`
}

function date(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso)
  return match ? `${match[3]}/${match[2]}/${match[1]}` : iso
}
