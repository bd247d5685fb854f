import { and, eq, isNull } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { enqueueOutbox } from '../../db/queries/enqueue-outbox.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { findFlow } from '../../db/queries/payments-office/flow-details.ts'
import type { Entry } from '../../db/queries/payments-office/list-entries.ts'
import { findPayment } from '../../db/queries/payments-office/find-payment.ts'
import { tellFlows } from '../../db/queries/reconciliation/tell-flows.ts'
import { entryAssignment } from '../../db/schema/treasury.ts'
import { notFound, refuse } from '../http/problem.ts'
import type { Staff } from '../sign-in/staff.ts'

type Target =
  | { target: 'flow'; flow: string }
  | { target: 'payment'; payment: string }
  | { target: 'not-pagopa' }
  | { target: 'other-partner' }

export type Decision = Target & {
  /** The request's: asked twice, it is one. */
  id: string
  reason: string
  /** As the entry was when the person looked at it. */
  basedOn: string
  at: string
}

type Assigned = Pick<typeof entryAssignment.$inferSelect, 'target' | 'flowId' | 'psp' | 'iuv'>

const right = 'payments.assign'

/** Keeps what a person decided about an entry, which goes before what its text says, and has it judged again. */
export async function assign(tx: Tx, staff: Staff, entry: Entry, decision: Decision): Promise<void> {
  const { id, reason } = decision
  const known = await findAssignment(tx, entry.municipalityId, id)
  const assigned = await targetOf(tx, entry, decision)
  if (known) {
    const same = known.entryId === entry.id && known.reason === reason && isSame(known, assigned)
    if (same) return
    refuse('idempotency-mismatch')
  }
  if (Date.parse(decision.basedOn) !== Date.parse(entry.updatedAt)) {
    refuse('stale', 'Il provvisorio è cambiato nel frattempo: rileggerlo prima di decidere.')
  }
  if (entry.cents - entry.reversedCents <= 0) refuse('not-allowed', 'Il provvisorio è stornato per intero.')
  await refuseReconciled(tx, decision)
  const made = await tx
    .insert(entryAssignment)
    .values({ municipalityId: entry.municipalityId, id, entryId: entry.id, ...assigned, reason, createdBy: staff.id })
    .onConflictDoNothing()
    .returning({ id: entryAssignment.id })
  if (made.length === 0) refuse('not-allowed', 'Il provvisorio è già assegnato: annullare prima quella assegnazione.')
  await judgeAgain(tx, entry, assigned, id)
  await tell(tx, staff, entry, { action: 'entry.assigned', requestId: id, reason, assigned })
}

/** Takes a decision back: the entry is again what its text says. */
export async function revoke(
  tx: Tx,
  staff: Staff,
  entry: Entry,
  { id, requestId, reason, at }: { id: string; requestId: string; reason: string; at: string },
): Promise<void> {
  const known = await findAssignment(tx, entry.municipalityId, id)
  if (known?.entryId !== entry.id) notFound()
  const revoked = await tx
    .update(entryAssignment)
    .set({ revokedBy: staff.id, revokedAt: at, revokeReason: reason })
    .where(
      and(
        eq(entryAssignment.municipalityId, entry.municipalityId),
        eq(entryAssignment.id, id),
        isNull(entryAssignment.revokedAt),
      ),
    )
    .returning({ id: entryAssignment.id })
  if (revoked.length === 0) {
    // A repeat of the request that took it back is answered as it was.
    if (known.revokedBy === staff.id && known.revokeReason === reason) return
    refuse('not-allowed', 'L’assegnazione è già annullata.')
  }
  await judgeAgain(tx, entry, known, requestId)
  await tell(tx, staff, entry, { action: 'entry.released', requestId, reason, assigned: known })
}

async function findAssignment(tx: Tx, municipality: string, id: string) {
  const [found] = await tx
    .select()
    .from(entryAssignment)
    .where(and(eq(entryAssignment.municipalityId, municipality), eq(entryAssignment.id, id)))
  return found
}

/** What is named must be of the entry's own town. */
async function targetOf(tx: Tx, { municipalityId }: Entry, decision: Decision): Promise<Assigned> {
  const none = { flowId: null, psp: null, iuv: null }
  switch (decision.target) {
    case 'flow': {
      const flow = await findFlow(tx, decision.flow)
      if (flow?.municipalityId !== municipalityId) refuse('invalid', undefined, [{ path: 'flow', message: unknown }])
      // By its name, as it is compared: a later revision of the report is meant, too.
      return { ...none, target: 'flow', flowId: flow.flowKey, psp: flow.psp }
    }
    case 'payment': {
      const payment = await findPayment(tx, decision.payment)
      if (payment?.municipalityId !== municipalityId) {
        refuse('invalid', undefined, [{ path: 'payment', message: unknown }])
      }
      return { ...none, target: 'payment', iuv: payment.iuv }
    }
    case 'not-pagopa':
    case 'other-partner':
      return { ...none, target: decision.target }
  }
}

const unknown = 'Non è tra quelli di questo comune.'

/** Money that is there already is not assigned a second time. */
async function refuseReconciled(tx: Tx, decision: Decision): Promise<void> {
  if (decision.target === 'flow') {
    const flow = await findFlow(tx, decision.flow)
    if (flow?.state === 'replaced') refuse('not-allowed', 'Una revisione successiva ha sostituito il flusso.')
    if (flow?.status === 'reconciled') refuse('not-allowed', 'Il flusso è già riconciliato.')
  }
  if (decision.target === 'payment') {
    const payment = await findPayment(tx, decision.payment)
    if (payment?.reconciled === 'reconciled') refuse('not-allowed', 'Il pagamento è già riconciliato.')
  }
}

const isSame = (a: Assigned, b: Assigned): boolean =>
  a.target === b.target && a.flowId === b.flowId && a.psp === b.psp && a.iuv === b.iuv

/** By the worker, as after a file: the group is settled anew, and the flow's own workflow told. */
async function judgeAgain(tx: Tx, { municipalityId, id }: Entry, { flowId }: Assigned, about: string): Promise<void> {
  await enqueueOutbox(tx, {
    municipality: municipalityId,
    caseId: null,
    kind: 'chore',
    payload: { name: 'settleEntry', subject: id },
    idempotencyKey: `chore/settleEntry/${id}/${about}`,
  })
  if (flowId !== null) await tellFlows(tx, municipalityId, { flowKeys: [flowId], about })
  await noteChange(tx, { municipality: municipalityId, resource: 'treasury-entry', resourceId: id })
}

async function tell(
  tx: Tx,
  staff: Staff,
  { municipalityId: municipality, id, bank, exercise, number }: Entry,
  { assigned, ...told }: { action: string; requestId: string; reason: string; assigned: Assigned },
): Promise<void> {
  const { target, flowId, psp, iuv } = assigned
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor(right, municipality), session: staff.session },
    object: { type: 'treasury-entry', id },
    ...told,
    detail: { bank, exercise, number, target, flowId, psp, iuv },
  })
}
