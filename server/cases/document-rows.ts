import { and, desc, eq } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { document } from '../../db/schema/cases.ts'
import type { documentRow } from '../api/documents.ts'
import { namesOfPeople, personRef } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'

export const documentColumns = {
  id: document.id,
  kind: document.kind,
  name: document.name,
  mediaType: document.mediaType,
  size: document.size,
  sha256: document.sha256,
  direction: document.direction,
  protocol: document.protocol,
  confidentialOffice: document.confidentialOffice,
  createdBy: document.createdBy,
  createdAt: document.createdAt,
}

/** A case's documents, newest first; those of another office's confidence are left out, not greyed. */
export async function documentRows(
  tx: Tx,
  staff: Staff,
  municipality: string,
  caseId: string,
): Promise<z.input<typeof documentRow>[]> {
  const offices = staff.officesIn(municipality)
  const rows = await tx
    .select(documentColumns)
    .from(document)
    .where(and(eq(document.municipalityId, municipality), eq(document.caseId, caseId)))
    .orderBy(desc(document.createdAt))
    .limit(500)
  const seen = rows.filter(row => row.confidentialOffice === null || offices.includes(row.confidentialOffice))
  const names = await namesOfPeople(
    tx,
    seen.map(row => row.createdBy),
  )
  return seen.map(row => documentRowOf(row, caseId, names))
}

export function documentRowOf(
  row: Omit<typeof document.$inferSelect, 'bytes' | 'municipalityId' | 'caseId' | 'sealed' | 'naturalKey'>,
  caseId: string,
  names: Map<string, string>,
): z.input<typeof documentRow> {
  const { id, kind, name, mediaType, size, sha256, direction, protocol, createdAt } = row
  return {
    id,
    kind,
    name,
    mediaType,
    size,
    sha256,
    direction,
    protocol,
    createdAt,
    confidential: row.confidentialOffice !== null,
    createdBy: personRef(names, row.createdBy),
    href: `/api/v1/cases/${caseId}/documents/${id}`,
  }
}
