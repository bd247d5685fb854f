import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { messageOut } from '../../db/schema/payments.ts'
import { caseEvent } from '../../db/schema/projections.ts'
import type { messageRow } from '../api/case-details.ts'

type Row = z.input<typeof messageRow>

/** What was told to the citizen and what came from them, newest first. */
export async function messagesOf(tx: Tx, municipality: string, caseId: string): Promise<Row[]> {
  const sent = await tx
    .select()
    .from(messageOut)
    .where(and(eq(messageOut.municipalityId, municipality), eq(messageOut.caseId, caseId)))
  const received = await tx
    .select()
    .from(caseEvent)
    .where(
      and(
        eq(caseEvent.municipalityId, municipality),
        eq(caseEvent.caseId, caseId),
        eq(caseEvent.type, 'message-received'),
      ),
    )
  const rows: Row[] = [
    ...sent.map(one => ({
      id: one.id,
      direction: 'out' as const,
      channel: one.channel,
      subject: one.subject.slice(0, 200),
      state: one.state,
      at: one.sentAt ?? one.createdAt,
    })),
    ...received.map(one => ({
      id: `received-${one.idx}`,
      direction: 'in' as const,
      channel: one.actor?.kind === 'platform' ? 'platform' : 'front-office',
      subject: one.name ?? messageName(one.detail),
      state: 'received',
      at: one.at,
    })),
  ]
  return rows.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, 500)
}

function messageName(detail: typeof caseEvent.$inferSelect.detail): string {
  const name = detail['message'] ?? detail['name']
  return typeof name === 'string' ? name : ''
}
