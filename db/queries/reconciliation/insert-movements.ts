import { sql } from 'drizzle-orm'
import type { LocalDate } from '../../../engine/json.ts'
import type { Tx } from '../../client.ts'

export interface NewMovement {
  position: number
  page: number
  line: number
  bank: string
  exercise: number
  account: string
  type: string
  documentType: string
  operation: string
  documentNumber: string
  billNumber: string | null
  reversedBillNumber: string | null
  cents: number
  movedOn: LocalDate
  valueOn: LocalDate | null
  execution: string
  endToEndId: string | null
  customer: string | null
  cause: string
  /** Equal for the same movement in overlapping journals. */
  identity: string
}

/** Stores movements as the journal lists them; those that an earlier journal has brought are marked, and count for nothing. */
export async function insertMovements(
  tx: Tx,
  municipality: string,
  fileId: string,
  rows: NewMovement[],
): Promise<void> {
  const column = <K extends keyof NewMovement>(name: K) => sql.param(rows.map(row => row[name]))
  await tx.execute(sql`
    insert into journal_movement
      (municipality_id, file_id, repeated, position, page, line, bank, exercise, account, type, document_type, operation,
       document_number, bill_number, reversed_bill_number, cents, moved_on, value_on, execution, end_to_end_id, customer,
       cause, identity)
    select ${municipality}, ${fileId},
      (exists (select from journal_movement known
        where known.municipality_id = ${municipality} and known.identity = n.identity))::int, n.*
    from unnest(
      ${column('position')}::int[], ${column('page')}::int[], ${column('line')}::int[], ${column('bank')}::text[],
      ${column('exercise')}::int[], ${column('account')}::text[], ${column('type')}::text[],
      ${column('documentType')}::text[], ${column('operation')}::text[], ${column('documentNumber')}::text[],
      ${column('billNumber')}::text[], ${column('reversedBillNumber')}::text[], ${column('cents')}::bigint[],
      ${column('movedOn')}::date[], ${column('valueOn')}::date[], ${column('execution')}::text[],
      ${column('endToEndId')}::text[], ${column('customer')}::text[], ${column('cause')}::text[],
      ${column('identity')}::text[])
      as n(position, page, line, bank, exercise, account, type, document_type, operation, document_number, bill_number,
           reversed_bill_number, cents, moved_on, value_on, execution, end_to_end_id, customer, cause, identity)`)
}

export interface NewPart {
  position: number
  bank: string
  exercise: number
  number: string
  cents: number
}

/** Stores what movements regularise; of repeated movements nothing. */
export async function insertParts(tx: Tx, municipality: string, fileId: string, parts: NewPart[]): Promise<void> {
  const column = <K extends keyof NewPart>(name: K) => sql.param(parts.map(part => part[name]))
  await tx.execute(sql`
    insert into regularisation_part (municipality_id, file_id, position, bank, exercise, number, cents)
    select ${municipality}, ${fileId}, n.position, n.bank, n.exercise, n.number, sum(n.cents)
    from unnest(${column('position')}::int[], ${column('bank')}::text[], ${column('exercise')}::int[],
      ${column('number')}::text[], ${column('cents')}::bigint[]) as n(position, bank, exercise, number, cents)
    join journal_movement m
      on m.municipality_id = ${municipality} and m.file_id = ${fileId} and m.position = n.position and m.repeated = 0
    group by n.position, n.bank, n.exercise, n.number`)
}
