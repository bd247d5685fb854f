import type { Text } from './json.ts'

/** A task's form as data: facts of the case to read, fields to fill in. Expressions are FEEL over the case document. */
export interface Form {
  key: string
  title: Text
  help?: Text
  facts: FormFact[]
  fields: Field[]
}

/** A line of what is known; a badge shows at a glance whether it is in order. */
export interface FormFact {
  label: Text
  /** FEEL over the document; `lang` is the reader's language, `it` or `en`. */
  value: string
  /** How the value is written; text when absent. */
  format?: 'text' | 'money' | 'date' | 'boolean'
  /** The first badge whose `when` is true is shown. */
  badge?: { when: string; tone: Tone; text: Text }[]
}

export type Tone = 'ok' | 'warn' | 'bad'

export type FieldType =
  'text' | 'textarea' | 'date' | 'integer' | 'money' | 'boolean' | 'choice' | 'multi-choice' | 'document'

/**
 * A field. `required` and `visible` may be FEEL over the document with the form's own values under `values`.
 * Money is integer cents, dates are `YYYY-MM-DD`, a document is the id of a stored file.
 */
export interface Field {
  key: string
  label: Text
  type: FieldType
  required?: boolean | string
  visible?: string
  options?: FieldOption[]
  /** Characters, for text. */
  maxLength?: number
  /** Regular expression that the whole text must match. */
  pattern?: string
  /** Bounds of a number; of a date as `YYYY-MM-DD`. */
  min?: number | string
  max?: number | string
  help?: Text
}

export interface FieldOption {
  value: string
  label: Text
  help?: Text
}
