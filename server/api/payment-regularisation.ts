import { z } from 'zod'

import { contract } from './contract.ts'
import { bigCents, count, id, listQuery, localDate, long, municipalityParams, municipalityRef } from './common.ts'
import { page, short, text } from './common.ts'
import { entryClasses, entryRef, serviceRef, sum } from './payment-views.ts'

const percent = z
  .string()
  .regex(/^\d{1,2}(\.\d{1,2})?$/)
  .max(5)
  .meta({ example: '22' })
const year = z.int().min(1990).max(2200).meta({ format: 'int32' })

const part = z
  .object({
    /** Null: nothing tells what the money is for. */
    service: serviceRef.nullable(),
    year: z.int().min(0).max(9999).meta({ format: 'int32' }).nullable(),
    chapter: short.nullable(),
    accertamento: short.nullable(),
    vatPercent: percent.nullable(),
    cents: bigCents,
    netCents: bigCents,
    vatCents: bigCents,
    payments: count,
  })
  .meta({ id: 'RegularisationPart' })

export const regularisationRow = entryRef
  .extend({
    municipality: municipalityRef,
    movedOn: localDate,
    cents: bigCents,
    regularisedCents: bigCents,
    remainingCents: bigCents,
    /** Sixty days after the money came (TUEL, art. 180 c. 4). */
    dueOn: localDate,
    /** Below zero: over. */
    daysLeft: z.int().min(-100_000).max(100_000).meta({ format: 'int32' }),
    class: z.enum(entryClasses),
    classText: text,
    customer: short.nullable(),
    cause: long.nullable(),
    reasonTexts: z.array(text).max(20),
    /** Adds up to `cents`. */
    parts: z.array(part).max(500),
  })
  .meta({ id: 'RegularisationRow' })

const filters = {
  municipality: id.optional(),
  /** `open`: something is left; `partial`: begun and something is left. */
  state: z.enum(['open', 'partial', 'done']).default('open'),
  exercise: z.coerce.number().int().min(1990).max(2200).meta({ format: 'int32' }).optional(),
  /** Older than so many days. */
  overdue: z.enum(['45', '60']).transform(Number).optional(),
  order: z.enum(['asc', 'desc']).default('asc'),
}

export const listRegularisation = contract({
  id: 'listRegularisation',
  method: 'get',
  path: '/regularisation',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Provvisori da regolarizzare, con i 60 giorni e la ripartizione per capitolo',
  query: listQuery.extend(filters),
  answers: {
    200: page(regularisationRow).extend({
      /** Of all that is open in the same towns. */
      totals: z.object({ count, remainingCents: bigCents, over45: sum, over60: sum }),
    }),
  },
})

export const exportRegularisation = contract({
  id: 'exportRegularisation',
  method: 'get',
  path: '/regularisation.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Lo stesso in CSV, una riga per parte, per il programma di contabilità',
  query: z.object({ ...filters, language: z.enum(['it', 'en']).default('it') }),
  answers: { 200: { file: 'text/csv' } },
})

const mapped = {
  service: short.min(1),
  /** Of the debt's due date; null for every year that has no row of its own. */
  year: year.nullable(),
  chapter: short.min(1),
  accertamento: short.min(1).nullable(),
  vatPercent: percent.nullable(),
}

export const accountingMap = z
  .object({
    items: z.array(z.object({ ...mapped, label: text })).max(500),
    /** Known in the town, for choosing. */
    services: z.array(serviceRef).max(500),
    revision: count,
  })
  .meta({ id: 'AccountingMap' })

export const getAccountingMap = contract({
  id: 'getAccountingMap',
  method: 'get',
  path: '/municipalities/{municipalityId}/accounting-map',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'A quale capitolo, accertamento e IVA va ogni servizio',
  params: municipalityParams,
  answers: { 200: accountingMap },
})

export const saveAccountingMap = contract({
  id: 'saveAccountingMap',
  method: 'put',
  path: '/municipalities/{municipalityId}/accounting-map',
  auth: 'session',
  action: 'payments.assign',
  tag: 'Pagamenti',
  summary: 'Cambia la mappa contabile del comune',
  params: municipalityParams,
  body: z.strictObject({ items: z.array(z.strictObject(mapped)).max(500), basedOn: count }),
  answers: { 200: accountingMap },
})
