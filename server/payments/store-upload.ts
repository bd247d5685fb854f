import { open } from 'node:fs/promises'

import { and, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueTaking } from '../../db/queries/reconciliation/enqueue-taking.ts'
import { insertChunk, type PaymentFile } from '../../db/queries/reconciliation/payment-files.ts'
import { paymentFile } from '../../db/schema/payment-files.ts'
import { isZip } from '../../reconciliation/readers/unzip.ts'
import { refuse } from '../http/problem.ts'
import type { Staff } from '../sign-in/staff.ts'
import type { UploadedFile } from './upload-form.ts'

const pieceBytes = 1_048_576

/**
 * Keeps an uploaded file and has it read, in one transaction. The same bytes again are the file that is there, with the same answer; one that was
 * refused is read again, for the reason may have gone.
 */
export async function storeUpload(
  tx: Tx,
  staff: Staff,
  upload: UploadedFile,
  requestId: string,
): Promise<{ id: string; fresh: boolean }> {
  const { municipality, name, sha256, size } = upload
  const [added] = await tx
    .insert(paymentFile)
    .values({
      municipalityId: municipality,
      name,
      sha256,
      size,
      kind: kindOf(upload.head),
      source: 'upload',
      state: 'received',
      createdBy: staff.id,
    })
    .onConflictDoNothing({ target: [paymentFile.municipalityId, paymentFile.sha256] })
    .returning()
  const known = added ?? (await findKnown(tx, municipality, sha256)) ?? refuse('stale')
  if (added === undefined && known.state !== 'refused') return { id: known.id, fresh: false }
  if (added === undefined) await openAgain(tx, known)
  await storePieces(tx, upload, known.id)
  await enqueueTaking(tx, municipality, known.id)
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor('payments.import', municipality), session: staff.session },
    action: 'payment-file.uploaded',
    object: { type: 'payment-file', id: known.id },
    requestId,
    detail: { sha256, size, kind: known.kind },
  })
  return { id: known.id, fresh: true }
}

/** Locked: of two who send a refused file again one has it read. */
async function findKnown(tx: Tx, municipality: string, sha256: string): Promise<PaymentFile | undefined> {
  const [known] = await tx
    .select()
    .from(paymentFile)
    .where(and(eq(paymentFile.municipalityId, municipality), eq(paymentFile.sha256, sha256)))
    .for('update')
  return known
}

async function openAgain(tx: Tx, { municipalityId, id }: PaymentFile): Promise<void> {
  await tx
    .update(paymentFile)
    .set({ state: 'received', problem: null, endedAt: null, rowsRead: 0 })
    .where(and(eq(paymentFile.municipalityId, municipalityId), eq(paymentFile.id, id)))
}

async function storePieces(tx: Tx, { municipality, path }: UploadedFile, fileId: string): Promise<void> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(pieceBytes)
    for (let number = 0; ; number += 1) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes)
      if (bytesRead === 0) return
      await insertChunk(tx, { municipality, fileId, number, bytes: buffer.subarray(0, bytesRead) })
    }
  } finally {
    await file.close()
  }
}

/** A zip or a cash journal by its root; everything else is read as a report, and refused as one if it is none. */
function kindOf(head: Buffer): PaymentFile['kind'] {
  // Zeroes out: UTF-16 has one beside each letter.
  const text = head.toString('latin1').replaceAll('\0', '')
  return isZip(head) || text.includes('flusso_giornale_di_cassa') ? 'journal' : 'report'
}
