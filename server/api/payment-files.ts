import { z } from 'zod'

import { contract } from './contract.ts'
import { bigCents, count, id, instant, jsonObject, listQuery, localDate, long } from './common.ts'
import { municipalityRef, page, personRef, short, text } from './common.ts'
import { candidate, entryClasses, entryRef } from './payment-views.ts'

const both = z.object({ it: long, en: long })

export const paymentFile = z
  .object({
    id,
    municipality: municipalityRef,
    kind: z.enum(['report', 'journal']),
    name: short,
    sha256: short,
    size: count,
    source: z.enum(['upload', 'fetch']),
    state: z.enum(['received', 'reading', 'taken', 'refused']),
    /** Format and version that it turned out to have: `fdr-xml`, `fdr-rest`, `opi-1.7.1`. */
    format: short.nullable(),
    /** Rows or movements read so far. */
    rowsRead: count,
    /** Why it was refused, where, and what to do. */
    problem: z
      .object({
        code: short,
        text: both,
        place: z.object({ page: count.optional(), line: count.optional(), column: count.optional() }),
      })
      .nullable(),
    /** The day that it is about. */
    referenceOn: short.nullable(),
    createdAt: instant,
    createdBy: personRef.nullable(),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'PaymentFile' })

const parts = [
  'reconciled',
  'other-partner',
  'unreported',
  'error',
  'not-pagopa',
  'reversed',
  'known',
  'ignored',
] as const

const part = z.object({ count, cents: bigCents, flows: count })

/** The same with the import report, frozen when the file was taken, and how the same movements stand today. */
export const paymentFileDetail = paymentFile
  .extend({
    report: jsonObject.nullable(),
    /** Of a journal that was taken. */
    today: z.object({ movements: part, parts: z.record(z.enum(parts), part) }).nullable(),
    /** The report (FdR) that the file holds. */
    flow: id.nullable(),
  })
  .meta({ id: 'PaymentFileDetail' })

const movementRow = z
  .object({
    /** Place over all pages of the file, then page and line in it. */
    position: count,
    page: count,
    line: count,
    type: short,
    documentType: short,
    operation: short,
    documentNumber: short.nullable(),
    billNumber: short.nullable(),
    cents: bigCents,
    movedOn: localDate,
    valueOn: localDate.nullable(),
    customer: short.nullable(),
    cause: long.nullable(),
    /** As it stands today. */
    part: z.enum(parts),
    partText: text,
    entry: entryRef
      .extend({
        class: z.enum(entryClasses),
        code: short,
        reasonTexts: z.array(text).max(20),
        differenceCents: bigCents.nullable(),
        candidates: z.array(candidate).max(5),
      })
      .nullable(),
  })
  .meta({ id: 'JournalMovement' })

const params = z.object({ fileId: id })

export const listPaymentFiles = contract({
  id: 'listPaymentFiles',
  method: 'get',
  path: '/payments/files',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Flussi e giornali di cassa ricevuti',
  query: listQuery.extend({ kind: z.enum(['report', 'journal']).optional() }),
  answers: { 200: page(paymentFile) },
})

/** Multipart: `municipality`, then `file`. The same bytes again answer 200 with the first file; a refused one is read again. */
export const uploadPaymentFile = contract({
  id: 'uploadPaymentFile',
  method: 'post',
  path: '/payments/files',
  auth: 'session',
  action: 'payments.import',
  tag: 'Pagamenti',
  summary: 'Carica un flusso di rendicontazione (XML) o un giornale di cassa (XML o zip)',
  upload: true,
  answers: { 200: paymentFile, 202: paymentFile },
})

export const getPaymentFile = contract({
  id: 'getPaymentFile',
  method: 'get',
  path: '/payments/files/{fileId}',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Un file con il suo avanzamento e il rapporto di importazione',
  params,
  answers: { 200: paymentFileDetail },
})

export const listFileMovements = contract({
  id: 'listFileMovements',
  method: 'get',
  path: '/payments/files/{fileId}/movements',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'I movimenti di un giornale di cassa, ciascuno con la sua parte',
  params,
  query: listQuery.omit({ municipality: true }).extend({ part: z.enum(parts).optional() }),
  answers: { 200: page(movementRow) },
})

const language = z.object({ language: z.enum(['it', 'en']).default('it') })

export const exportFileReport = contract({
  id: 'exportFileReport',
  method: 'get',
  path: '/payments/files/{fileId}/report.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'Il rapporto di importazione in CSV: com’era e com’è oggi',
  params,
  query: language,
  answers: { 200: { file: 'text/csv' } },
})

export const exportFileMovements = contract({
  id: 'exportFileMovements',
  method: 'get',
  path: '/payments/files/{fileId}/movements.csv',
  auth: 'session',
  action: 'payments.read',
  tag: 'Pagamenti',
  summary: 'I movimenti di un giornale di cassa in CSV',
  params,
  query: language,
  answers: { 200: { file: 'text/csv' } },
})
