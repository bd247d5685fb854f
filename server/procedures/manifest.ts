import { z } from 'zod'

import { formField } from '../api/forms.ts'

const text = z.object({ it: z.string(), en: z.string() })

/** A path of the case document in words: where it stands on the case's page, what its values mean. */
const label = text.extend({
  section: z.string().optional(),
  /** Ids and the like: for who looks for a fault, not for a clerk. */
  technical: z.boolean().optional(),
  values: z.record(z.string(), text).optional(),
  /** Its place among the labels, given when the procedure is published. */
  place: z.int().optional(),
})

export type Label = z.output<typeof label>

/** A path of the request that only one office may read: it goes, sealed, into `confidential_record`, its row's id into `refs.<ref>`. */
const confidentialPath = z
  .union([
    z.string().transform(path => ({ path })),
    z.object({
      path: z.string(),
      /** Name under `refs` in the case document; the path's first part when not given. */
      ref: z.string().optional(),
      office: z.string().optional(),
      /** Values that say nothing of a person: they stay in the request and make no row. */
      unless: z.array(z.string()).optional(),
      /** Asked for later: where the case says what it lacks, and the code there. What is then sent without saying what it is, is this. */
      askedAs: z.object({ at: z.string(), code: z.string() }).optional(),
    }),
  ])
  .transform(given => {
    const all = { ref: undefined, office: undefined, unless: undefined, askedAs: undefined, ...given }
    const { path, ref, office, unless, askedAs } = all
    return {
      path,
      ref: ref ?? path.split('.')[0] ?? path,
      office: office ?? null,
      unless: unless ?? [],
      askedAs: askedAs ?? null,
    }
  })

const csvColumn = z.object({
  header: z.string(),
  path: z.string(),
  type: z.enum(['text', 'date', 'money', 'integer', 'boolean', 'choice', 'list', 'fiscal-code']).catch('text'),
  required: z.boolean().default(false),
  label: text,
  help: text.optional(),
  example: z.string().optional(),
  /** What may stand in the cell, and what it means in the request. */
  values: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])).optional(),
})

/** procedure.json: what the server must know of a procedure besides its diagram. Unknown members belong to others. */
export const manifest = z.looseObject({
  key: z.string(),
  title: text,
  numberPrefix: z.string().regex(/^[A-Z]{2,12}$/),
  law: z.string().default(''),
  office: z.string(),
  responsible: z.string().default('supervisor'),
  termDays: z.int().default(30),
  /** FEEL over the document: about whom. */
  subject: z.string().optional(),
  titleFeel: z.string().optional(),
  /** FEEL: what tells one case from the next in a list ("classe 2B, Rodari"). */
  about: z.string().optional(),
  confidentialPaths: z.array(confidentialPath).default([]),
  /** Office for confidential values that name none. */
  confidentialOffice: z.string().optional(),
  csv: z.array(csvColumn).default([]),
  /** Paths of the request that make two rows of files the same request. */
  rowKey: z.array(z.string()).default(['schoolYear', 'child.fiscalCode']),
  /** Values that must be on one of the town's own lists; a class is looked for in the school that stands at `of`. */
  lists: z
    .array(
      z.object({
        path: z.string(),
        list: z.enum(['schools', 'classes', 'payment-services']),
        of: z.string().optional(),
      }),
    )
    .default([]),
  /** Values that every row of a file gets. */
  csvDefaults: z.record(z.string(), z.json()).default({}),
  /** Labels of the case document's paths and of the request's values, in the order in which they are shown. */
  labels: z.record(z.string(), label).default({}),
  /** What each message is, with its article: "il pagamento". */
  messages: z.record(z.string(), text).default({}),
  /** Messages that the office may tell a case that waits for them, with their form: a field's key is the datum's path in the message. */
  staffMessages: z
    .record(z.string(), z.object({ label: text, preview: text, fields: z.array(formField).max(20) }))
    .default({}),
  /** Where the document tells the day by which a message is hoped for, where nothing in the diagram waits for that day. */
  expectedBy: z.record(z.string(), z.string()).default({}),
  counterForm: z.record(z.string(), z.json()).optional(),
})

export type Manifest = z.output<typeof manifest>
export type CsvColumn = z.output<typeof csvColumn>
