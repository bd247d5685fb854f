import { z } from 'zod'

import { contract } from './contract.ts'
import { count, id, instant, jsonObject, listQuery, long, municipalityRef, page, personRef, short } from './common.ts'

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

/** The same with the import report, frozen when the file was taken. */
export const paymentFileDetail = paymentFile.extend({ report: jsonObject.nullable() }).meta({ id: 'PaymentFileDetail' })

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
