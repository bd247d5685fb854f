import { escape } from '../platforms/html.ts'

/** One choice of a list. */
export interface Option {
  value: string
  label: string
}

interface Field {
  name: string
  label: string
  /** What the form held when it was sent, or what is proposed. */
  value: string
  hint?: string
  required?: boolean
}

/** A line of text. */
export function textField(field: Field & { type?: 'text' | 'date'; pattern?: string }): string {
  const pattern = field.pattern === undefined ? '' : ` pattern="${escape(field.pattern)}"`
  const input = `<input type="${field.type ?? 'text'}" name="${field.name}" value="${escape(field.value)}"${required(field)}${pattern}>`
  return `<label>${escape(field.label)}${hintOf(field)}${input}</label>`
}

export function textArea(field: Field): string {
  return `<label>${escape(field.label)}${hintOf(field)}<textarea name="${field.name}" rows="3"${required(field)}>${escape(field.value)}</textarea></label>`
}

export function selectField(field: Field, options: Option[]): string {
  const all = options.map(option => {
    const mark = option.value === field.value ? ' selected' : ''
    return `<option value="${escape(option.value)}"${mark}>${escape(option.label)}</option>`
  })
  return `<label>${escape(field.label)}${hintOf(field)}<select name="${field.name}"${required(field)}>${all.join('')}</select></label>`
}

/** Radio buttons in a group of their own. */
export function choices(field: Field, options: Option[]): string {
  const all = options.map(option => {
    const mark = option.value === field.value ? ' checked' : ''
    return `<label class="choice"><input type="radio" name="${field.name}" value="${escape(option.value)}"${mark}${required(field)}><span>${escape(option.label)}</span></label>`
  })
  return `<fieldset><legend>${escape(field.label)}</legend>${field.hint === undefined ? '' : `<p><small>${escape(field.hint)}</small></p>`}<div class="row">${all.join('')}</div></fieldset>`
}

export function checkbox(name: string, label: string, checked: boolean, value = 'yes'): string {
  return `<label class="choice"><input type="checkbox" name="${name}" value="${escape(value)}"${checked ? ' checked' : ''}><span>${escape(label)}</span></label>`
}

export function hidden(name: string, value: string): string {
  return `<input type="hidden" name="${name}" value="${escape(value)}">`
}

/** `1.234,50` */
export function euros(cents: number): string {
  return new Intl.NumberFormat('it-IT', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(cents / 100)
}

/** Cents of an amount typed in Italian or not: `8500`, `8.500,00`, `8500.00`; null when it is none. */
export function centsOf(text: string): number | null {
  const plain = text.replace(/[€\s]/g, '')
  const comma = plain.includes(',') ? plain.replace(/\./g, '').replace(',', '.') : plain
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(comma)) return null
  const [whole = '0', part = ''] = comma.split('.')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** Date and time in Italy. */
export function moment(instant: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return new Intl.DateTimeFormat('it-IT', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'medium' }).format(
    at,
  )
}

function required(field: Field): string {
  return field.required ? ' required' : ''
}

function hintOf(field: Field): string {
  return field.hint === undefined ? '' : ` <small>${escape(field.hint)}</small>`
}
