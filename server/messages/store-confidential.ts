import { randomUUID } from 'node:crypto'

import { and, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { confidentialRecord, document } from '../../db/schema/cases.ts'
import type { JsonObject } from '../../engine/json.ts'
import { jsonObject } from '../api/common.ts'
import { leaves, withValue } from '../json-path.ts'
import { sealContexts } from '../keys.ts'
import type { ReadMessage } from './read-message.ts'

interface OfCase {
  municipalityId: string
  caseId: string
}

/** Adds to what an office alone knows of the case: to the record that the request made, where there is one, so that its step reads it too. */
export async function storeConfidential(
  tx: Tx,
  keys: Keys,
  of: OfCase,
  parts: ReadMessage['confidential'],
): Promise<void> {
  for (const { ref, office, content } of parts) {
    const [known] = await tx
      .select()
      .from(confidentialRecord)
      .where(
        and(
          eq(confidentialRecord.municipalityId, of.municipalityId),
          eq(confidentialRecord.caseId, of.caseId),
          eq(confidentialRecord.officeCode, office),
          eq(confidentialRecord.kind, ref),
        ),
      )
      .for('update')
    const id = known?.id ?? randomUUID()
    const context = sealContexts.confidential(id)
    const before = known ? await keys.openFor(of.municipalityId, known.content, context) : Buffer.from('{}')
    const merged = mergedInto(jsonObject.parse(JSON.parse(before.toString('utf8'))), content)
    const sealed = await keys.sealFor(of.municipalityId, JSON.stringify(merged), context)
    if (known) await tx.update(confidentialRecord).set({ content: sealed }).where(isRow(of, id))
    else await tx.insert(confidentialRecord).values({ ...of, id, officeCode: office, kind: ref, content: sealed })
  }
}

/** Those of an office's confidence lie sealed. */
export async function storeFiles(tx: Tx, keys: Keys, of: OfCase, files: ReadMessage['files']): Promise<void> {
  for (const { id, kind, name, mediaType, bytes, sha256, office } of files) {
    await tx.insert(document).values({
      ...of,
      id,
      kind,
      name,
      mediaType,
      sha256,
      bytes: office === null ? bytes : await keys.sealFor(of.municipalityId, bytes, sealContexts.document(id)),
      sealed: office !== null,
      confidentialOffice: office,
      size: bytes.length,
      direction: 'in',
    })
  }
}

const isRow = (of: OfCase, id: string) =>
  and(eq(confidentialRecord.municipalityId, of.municipalityId), eq(confidentialRecord.id, id))

const mergedInto = (known: JsonObject, fresh: JsonObject): JsonObject =>
  leaves(fresh).reduce((whole, { path, value }) => withValue(whole, path, value), known)
