import { z } from 'zod'

import type { Form } from '../../engine/form.ts'
import { jsonObject, long, short, text } from './common.ts'

const largest = Number.MAX_SAFE_INTEGER
const bound = z.union([z.number().min(-largest).max(largest).meta({ format: 'double' }), short])

/** A form as the procedure's author wrote it: the console draws it, engine/forms.ts checks the values on both sides. */
export const formField = z
  .object({
    key: short,
    label: text,
    type: z.enum(['text', 'textarea', 'date', 'integer', 'money', 'boolean', 'choice', 'multi-choice', 'document']),
    help: text.exactOptional(),
    /** true, or a FEEL expression over the document with the form's values under `values` */
    required: z.union([z.boolean(), long]).exactOptional(),
    visible: long.exactOptional(),
    options: z
      .array(z.object({ value: short, label: text, help: text.exactOptional() }))
      .max(200)
      .exactOptional(),
    maxLength: z.int().min(1).max(100_000).meta({ format: 'int32' }).exactOptional(),
    pattern: long.exactOptional(),
    min: bound.exactOptional(),
    max: bound.exactOptional(),
  })
  .meta({ id: 'FormField' })

const tone = z.enum(['ok', 'warn', 'bad'])

export const form = z
  .object({
    key: short,
    title: text,
    help: text.exactOptional(),
    /** As authored; `facts` of the task page are these, evaluated. */
    facts: z
      .array(
        z.object({
          label: text,
          value: long,
          format: z.enum(['text', 'money', 'date', 'boolean']).exactOptional(),
          badge: z
            .array(z.object({ when: long, tone, text }))
            .max(20)
            .exactOptional(),
        }),
      )
      .max(100),
    fields: z.array(formField).max(100),
  })
  .meta({ id: 'Form' }) satisfies z.ZodType<Form>

/** What the clerk must know to decide, evaluated on the server. */
export const formFact = z
  .object({ label: text, value: text, badge: z.object({ tone, text }).nullable() })
  .meta({ id: 'FormFact' })

export const formValues = jsonObject
