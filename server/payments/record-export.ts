import type { Db } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import type { Staff } from '../sign-in/staff.ts'

interface Export {
  action: string
  /** What was asked for; never what was found. */
  query: Record<string, unknown>
  requestId: string
}

/** Who took which list about payments out of the house: one entry in the register of each of its towns. */
export async function recordExport(
  db: Db,
  staff: Staff,
  towns: readonly string[],
  { action, query, requestId }: Export,
): Promise<void> {
  const asked = Object.entries(query).filter(([name, value]) => name !== 'municipality' && value !== undefined)
  for (const municipality of towns.toSorted()) {
    await db.withTenants([municipality], tx =>
      appendAudit(tx, {
        municipality,
        actor: { ...staff.actor('payments.read', municipality), session: staff.session },
        action,
        object: { type: 'payment-list', id: requestId },
        requestId,
        detail: Object.fromEntries(asked.map(([name, value]) => [name, String(value)])),
      }),
    )
  }
}
