import type { Field } from './form.ts'
import type { Json, Text } from './json.ts'
import { parseDate } from './terms/civil.ts'

const MOST_CHARACTERS = { text: 500, textarea: 5000 }
const MOST_ID_CHARACTERS = 100

/** Nothing has been filled in. */
export function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** What is wrong with a field's value, or null. */
export function checkField(field: Field, value: Json): Text | null {
  switch (field.type) {
    case 'text':
    case 'textarea':
      return checkText(field, value, field.maxLength ?? MOST_CHARACTERS[field.type])
    case 'document':
      return checkText(field, value, MOST_ID_CHARACTERS)
    case 'date':
      return checkDate(field, value)
    case 'integer':
    case 'money':
      return checkNumber(field, value)
    case 'boolean':
      return typeof value === 'boolean' ? null : { it: 'Scegliere sì o no.', en: 'Choose yes or no.' }
    case 'choice':
      return typeof value === 'string' && isOption(field, value) ? null : notAnOption
    case 'multi-choice':
      return Array.isArray(value) && isSetOfOptions(field, value) ? null : notAnOption
  }
}

const notAnOption: Text = { it: 'Scegliere fra le opzioni indicate.', en: 'Choose among the options shown.' }

function checkText(field: Field, value: Json, most: number): Text | null {
  if (typeof value !== 'string') return { it: 'Deve essere un testo.', en: 'It must be a text.' }
  if (value.trim() === '') return { it: 'Scrivere qualcosa.', en: 'Write something.' }
  if (Array.from(value).length > most) {
    return { it: `Al massimo ${most} caratteri.`, en: `At most ${most} characters.` }
  }
  if (field.pattern === undefined || new RegExp(`^(?:${field.pattern})$`, 'u').test(value)) return null
  return { it: 'Il formato non è quello richiesto.', en: 'The format is not the one required.' }
}

function checkDate(field: Field, value: Json): Text | null {
  if (typeof value !== 'string' || parseDate(value) === null) {
    return { it: 'Non è una data valida.', en: 'It is not a valid date.' }
  }
  if (typeof field.min === 'string' && value < field.min) {
    return { it: `Non prima del ${field.min}.`, en: `Not before ${field.min}.` }
  }
  if (typeof field.max === 'string' && value > field.max) {
    return { it: `Non dopo il ${field.max}.`, en: `Not after ${field.max}.` }
  }
  return null
}

/** Whole numbers; money is a whole number of cents. */
function checkNumber(field: Field, value: Json): Text | null {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    return field.type === 'money'
      ? { it: 'Deve essere un importo.', en: 'It must be an amount.' }
      : { it: 'Deve essere un numero intero.', en: 'It must be a whole number.' }
  }
  const [min, max] = [field.min, field.max]
  if (typeof min === 'number' && value < min) {
    return { it: `Il minimo è ${amount(field, min)}.`, en: `The least is ${amount(field, min)}.` }
  }
  if (typeof max === 'number' && value > max) {
    return { it: `Il massimo è ${amount(field, max)}.`, en: `The most is ${amount(field, max)}.` }
  }
  return null
}

function amount(field: Field, value: number): string {
  return field.type === 'money' ? `${(value / 100).toFixed(2)} €` : String(value)
}

function isOption(field: Field, value: string): boolean {
  return field.options?.some(option => option.value === value) ?? false
}

function isSetOfOptions(field: Field, values: Json[]): boolean {
  const known = values.every(value => typeof value === 'string' && isOption(field, value))
  return known && new Set(values).size === values.length
}
