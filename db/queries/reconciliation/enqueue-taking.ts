import { randomUUID } from 'node:crypto'
import type { Tx } from '../../client.ts'
import { enqueueOutbox } from '../enqueue-outbox.ts'
import { noteChange } from '../note-change.ts'

/** Has a stored file read, as surely as this transaction is committed. */
export async function enqueueTaking(tx: Tx, municipality: string, fileId: string): Promise<void> {
  await enqueueOutbox(tx, {
    municipality,
    caseId: null,
    kind: 'chore',
    payload: { name: 'takePaymentFile', subject: fileId },
    // A refused file may be sent, and read, again.
    idempotencyKey: `chore/takePaymentFile/${fileId}/${randomUUID()}`,
  })
  await noteChange(tx, { municipality, resource: 'payment-file', resourceId: fileId })
}
