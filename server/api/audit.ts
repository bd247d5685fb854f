import { z } from 'zod'

import { contract } from './contract.ts'
import {
  actorView,
  count,
  id,
  instant,
  json,
  jsonObject,
  listQuery,
  long,
  municipalityRef,
  number64,
  page,
  short,
  text,
} from './common.ts'

export const auditRow = z
  .object({
    id: short,
    seq: number64,
    municipality: municipalityRef,
    at: instant,
    actor: actorView,
    /** Stable key, `case.complete`. */
    action: short,
    /** The action in words; for `act.answered` the act it answers, and whose. */
    label: text,
    /** For `act.answered`: the entry that asked. */
    answers: z.object({ seq: number64, action: short, actor: actorView }).nullable(),
    object: short,
    caseId: id.nullable(),
    number: short.nullable(),
    reason: long.nullable(),
    requestId: short.nullable(),
    outcome: short,
    /** Ids, codes and numbers, without personal data. */
    detail: jsonObject,
    /** What a correction changed; empty for who sees masked data. */
    changes: z
      .array(
        z.object({
          path: z.string().max(200),
          /** The datum in the procedure's words. */
          label: text,
          before: json,
          after: json,
          /** As a person reads them; null for nothing, and for what is no plain value. */
          beforeText: text.nullable(),
          afterText: text.nullable(),
        }),
      )
      .max(200),
    hash: short,
  })
  .meta({ id: 'AuditRow' })

const auditFilters = {
  action: short.optional(),
  actor: id.optional(),
  caseId: id.optional(),
  /** A case by its number, as people write it. */
  number: short.optional(),
  from: instant.optional(),
  to: instant.optional(),
}

export const listAudit = contract({
  id: 'listAudit',
  method: 'get',
  path: '/audit',
  auth: 'session',
  action: 'audit.read',
  tag: 'Registro',
  summary: 'Chi ha fatto che cosa',
  query: listQuery.extend(auditFilters),
  answers: { 200: page(auditRow) },
})

/** What the register may be filtered by: every action, and the staff of the caller's towns. */
export const auditChoices = contract({
  id: 'auditChoices',
  method: 'get',
  path: '/audit/choices',
  auth: 'session',
  action: 'audit.read',
  tag: 'Registro',
  summary: 'Azioni e persone del registro',
  query: z.object({ municipality: id.optional() }),
  answers: {
    200: z.object({
      actions: z.array(z.object({ key: short, label: text })).max(200),
      people: z.array(z.object({ id, name: short })).max(5000),
    }),
  },
})

export const exportAudit = contract({
  id: 'exportAudit',
  method: 'get',
  path: '/audit.csv',
  auth: 'session',
  action: 'audit.read',
  tag: 'Registro',
  summary: 'Il registro di un comune in CSV',
  query: z.object({ municipality: id, ...auditFilters }),
  answers: { 200: { file: 'text/csv' } },
})

/** One JSON object a line: a header, then every entry as it is chained. Read by scripts/verify-audit.mjs, without us. */
export const exportAuditChain = contract({
  id: 'exportAuditChain',
  method: 'get',
  path: '/audit.ndjson',
  auth: 'session',
  action: 'audit.verify',
  tag: 'Registro',
  summary: 'Il registro di un comune con la sua catena, da verificare altrove',
  query: z.object({ municipality: id }),
  answers: { 200: { file: 'application/x-ndjson' } },
})

/** The signed checkpoints that left the database, one a line. */
export const exportCheckpoints = contract({
  id: 'exportCheckpoints',
  method: 'get',
  path: '/audit-checkpoints.ndjson',
  auth: 'session',
  action: 'audit.verify',
  tag: 'Registro',
  summary: 'I punti di controllo firmati del registro di un comune',
  query: z.object({ municipality: id }),
  answers: { 200: { file: 'application/x-ndjson' } },
})

export const verifyAudit = contract({
  id: 'verifyAudit',
  method: 'post',
  path: '/audit/verify',
  auth: 'session',
  action: 'audit.verify',
  tag: 'Registro',
  summary: 'Verifica la catena',
  body: z.strictObject({ municipality: id }),
  answers: {
    200: z.object({
      municipality: municipalityRef,
      entries: count,
      intact: z.boolean(),
      /** When the first and the last entry were written; null in an empty register. */
      from: instant.nullable(),
      to: instant.nullable(),
      /** How many of the entries a signed checkpoint outside the database covers; null where none are written. */
      covered: count.nullable(),
      /** First entry that does not hold, with why. */
      firstBad: z.object({ seq: number64, why: long }).nullable(),
      lastHash: short.nullable(),
      checkedAt: instant,
    }),
  },
})
