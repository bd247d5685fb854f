import { z } from 'zod'

import { json, jsonObject, long, short, text } from './common.ts'

/** A form as the procedure's author wrote it: the console draws it, engine/forms.ts checks the values on both sides. */
export const formField = z
  .object({
    key: short,
    label: text,
    type: z.enum(['text', 'textarea', 'date', 'integer', 'money', 'boolean', 'choice', 'multi-choice', 'document']),
    help: text.optional(),
    /** true or a FEEL expression over the document and `values` */
    required: z.union([z.boolean(), long]).optional(),
    visible: long.optional(),
    options: z
      .array(z.object({ value: short, label: text, help: text.optional() }))
      .max(200)
      .optional(),
    maxLength: z.int().min(1).max(100_000).optional(),
    pattern: long.optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .meta({ id: 'FormField' })

export const form = z
  .object({ key: short, title: text, help: text.optional(), fields: z.array(formField).max(100) })
  .meta({ id: 'Form' })

/** What the clerk must know to decide, evaluated on the server. */
export const formFact = z
  .object({
    label: text,
    value: json,
    badge: z.object({ tone: z.enum(['ok', 'warn', 'bad']), text }).nullable(),
  })
  .meta({ id: 'FormFact' })

export const formValues = jsonObject
