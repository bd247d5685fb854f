import { appendAudit } from '../../db/queries/append-audit.ts'
import type { Deps } from '../deps.ts'
import type { Action } from '../permissions.ts'
import type { Staff } from '../sign-in/staff.ts'

interface Exported {
  municipality: string
  right: Action
  requestId: string
  /** The form it leaves in, and what it was narrowed by: never what was found. */
  detail: Record<string, string | undefined>
}

/**
 * Who took the register out of the house stands in the register itself, before the first line leaves. One that somebody has tampered with
 * may take no more entries: it is what whoever verifies must have, so it leaves all the same, and the log says that it did.
 */
export async function recordRegisterExport(
  { db, log }: Pick<Deps, 'db' | 'log'>,
  staff: Staff,
  { municipality, right, requestId, detail }: Exported,
): Promise<void> {
  const told = Object.entries(detail).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const entry = {
    municipality,
    actor: { ...staff.actor(right, municipality), session: staff.session },
    action: 'register.exported',
    object: { type: 'register', id: municipality },
    requestId,
    detail: Object.fromEntries(told),
  }
  await db
    .withTenants([municipality], tx => appendAudit(tx, entry))
    .catch((err: unknown) => {
      log.error({ err, municipality, person: staff.id }, 'the register was exported but does not take the entry')
    })
}
