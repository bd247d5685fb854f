import { randomUUID } from 'node:crypto'

import type { FreshDatabase } from './database.ts'

/** Ids of one of everything about payments in a town. */
export interface PaymentFacts {
  paymentId: string
  iuv: string
  /** A report of which one receipt is missing. */
  flowId: string
  journalId: string
  /** An entry in error that nobody has decided about. */
  entryId(): Promise<string>
  /** Another one that somebody has assigned. */
  assigned(): Promise<{ entryId: string; assignmentId: string }>
}

/** When the entries were last judged, as an assignment must name it. */
export const judgedAt = '2026-11-20T08:00:00.000Z'

/** Facts as files and receipts leave them, without the files: for who needs that there is something. */
export async function somePayments(database: FreshDatabase, town: string): Promise<PaymentFacts> {
  const sql = (text: string, values: unknown[] = []) => database.asSuperuser(text, [town, ...values])
  const [paymentId, flowId, journalId, reportId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const iuv = '01000000000004285'
  const part = { count: 1, cents: 8400, flows: 0 }
  const none = { count: 0, cents: 0, flows: 0 }
  const empty = {
    'other-partner': none,
    unreported: none,
    'not-pagopa': none,
    reversed: none,
    known: none,
    ignored: none,
  }
  const frozen = {
    kind: 'journal',
    pages: 1,
    movements: part,
    parts: { ...empty, reconciled: none, error: part },
    errors: [],
  }
  await sql(
    `insert into payment_file (municipality_id, id, kind, name, sha256, size, source, state, format, report) values
     ($1, $2::uuid, 'journal', 'gdc.xml', $2::uuid::text, 1, 'upload', 'taken', 'opi-1.8', $4),
     ($1, $3::uuid, 'report', 'fdr.xml', $3::uuid::text, 1, 'upload', 'taken', 'fdr-xml', '{}')`,
    [journalId, reportId, JSON.stringify(frozen)],
  )
  await sql(
    `insert into payment_flow (municipality_id, id, file_id, flow_id, flow_key, psp, psp_name, revision, flow_at, regulation_id,
       regulation_on, total_count, total_cents, state, anomalies, status)
     values ($1, $2, $3, '2026-11-20BPPIITRRXXX-33', '2026-11-20BPPIITRRXXX-33', 'BPPIITRRXXX', 'Poste', 1,
       '2026-11-20T08:30:00Z', 'TRN-33', '2026-11-20', 1, 8400, 'current', '[]', 'waiting')`,
    [flowId, reportId],
  )
  await sql(
    `insert into payment_flow_row (municipality_id, flow_id, position, iuv, iur, transfer, cents, outcome, outcome_on, ownership)
     values ($1, $2, 1, $3, 'R-1', 1, 8400, 9, '2026-11-19', 'own')`,
    [flowId, iuv],
  )
  await sql(
    `insert into payment (municipality_id, id, iuv, nav, service, description, debtor_name, cents, own_cents, due_on, paid, paid_at,
       reported, reported_on, flow_id, reconciled, missing, code, changed_at)
     values ($1, $2, $3::text, '3' || $3::text, 'tari', 'TARI 2026', 'Vera Corti', 8400, 8400, (now() at time zone 'Europe/Rome')::date, 'no-receipt', now(), 'reported',
       '2026-11-20', $4, 'no', 'credit', 'IUV_NO_RT', now())`,
    [paymentId, iuv, flowId],
  )
  await sql(
    `insert into payment_alarm (municipality_id, kind, subject, since, raised_at)
     values ($1, 'credit-missing', '2026-11-20BPPIITRRXXX-33', now(), now())`,
  )
  let number = 0
  const entryId = async (): Promise<string> => {
    const id = randomUUID()
    number += 1
    await sql(
      `insert into treasury_entry (municipality_id, id, bank, exercise, number, cents, moved_on, cause, customer, class, code, rule,
         reasons, updated_at)
       values ($1, $2, '05034', 2026, $3, 8400, '2026-11-21', '/PUR/LGPE-RIVERSAMENTO/URI/2', 'POSTE ITALIANE', 'error',
         'TES_NO_IUF_OR_IUV', 'reference-unreadable', '[{"code": "reference-unreadable", "about": ["2"]}]', '${judgedAt}')`,
      [id, String(number)],
    )
    return id
  }
  const assigned = async () => {
    const [entry, assignmentId] = [await entryId(), randomUUID()]
    await sql(
      `insert into entry_assignment (municipality_id, id, entry_id, target, reason, created_by)
       values ($1, $2::uuid, $3, 'not-pagopa', 'bonifico di un privato', $2::uuid)`,
      [assignmentId, entry],
    )
    return { entryId: entry, assignmentId }
  }
  await addMovement(sql, journalId, await entryId())
  return { paymentId, iuv, flowId, journalId, entryId, assigned }
}

const addMovement = (sql: (text: string, values: unknown[]) => Promise<unknown>, journal: string, entry: string) =>
  sql(
    `insert into journal_movement (municipality_id, file_id, position, page, line, bank, exercise, account, type, document_type,
       operation, document_number, cents, moved_on, execution, customer, cause, identity, repeated, entry_id)
     values ($1, $2, 1, 1, 12, '05034', 2026, '1', 'ENTRATA', 'SOSPESO ENTRATA', 'ESEGUITO', '1', 8400, '2026-11-21',
       'SEPA CREDIT TRANSFER', 'POSTE ITALIANE', '/PUR/LGPE-RIVERSAMENTO/URI/2', 'x', 0, $3)`,
    [journal, entry],
  )
