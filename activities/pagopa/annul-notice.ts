import { z } from 'zod'
import { openNotices } from '../../db/queries/open-notices.ts'
import type { Notice } from '../../db/queries/positions/options-of.ts'
import { runningEffect } from '../../db/queries/running-effect.ts'
import { updateNotice } from '../../db/queries/update-notice.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import { type DebtPositions, debtPositions, type Position, refusedPosition } from './debt-position.ts'
import { annulNoticeDeclaration, createNoticeDeclaration } from './declarations.ts'
import { readSetting } from '../documents/setting.ts'

const outcome = z.enum(['annulled', 'paid', 'absent'])
type Outcome = z.output<typeof outcome>

/** `begun`: paid in part. It cannot be annulled as a whole; each of its options is looked at by itself. */
const positionOutcome = z.enum([...outcome.options, 'begun'])
type PositionOutcome = z.output<typeof positionOutcome>

/**
 * Annuls every position of the case that may still be paid, with all its notices, also one whose creation was called off half-way: our own rows name them, not the
 * case's document. What is paid meanwhile stays paid, and is told; of what is paid in part the open instalments are closed.
 */
export const annulNotice = implement(annulNoticeDeclaration, async context => {
  const { municipality, caseId } = context
  const open = await context.transaction(tx => openNotices(tx, municipality, caseId))
  if (open.length > 0) await waitForCreation(context)
  const notices: (Pick<Notice, 'nav' | 'kind' | 'iupd' | 'cents'> & { state: Outcome })[] = []
  for (const iupd of new Set(open.map(it => it.iupd))) {
    const options = open.filter(it => it.iupd === iupd)
    const states = await annul(context, iupd, options)
    notices.push(...options.map((option, index) => ({ ...option, state: states[index] ?? 'absent' })))
  }
  const count = (state: Outcome) => notices.filter(one => one.state === state).length
  return {
    annulled: count('annulled'),
    paid: count('paid'),
    openCents: centsOf(notices.filter(one => one.state !== 'paid')),
    notices: notices.map(({ nav, state }) => ({ nav, state })),
  }
})

/** What could still be paid: the instalments of a position, or where it has none that are open what is paid at once. */
function centsOf(open: readonly Pick<Notice, 'kind' | 'iupd' | 'cents'>[]): number {
  const isInInstalments = (iupd: string) => open.some(it => it.iupd === iupd && it.kind === 'instalment')
  const counted = open.filter(it => it.kind === 'instalment' || !isInInstalments(it.iupd))
  return counted.reduce((sum, it) => sum + it.cents, 0)
}

/** What became of each of the position's open options, in their order. */
async function annul(context: OperationContext, iupd: string, options: Notice[]): Promise<Outcome[]> {
  const { municipality } = context
  const setting = await context.setting('pagopa')
  const head = await readSetting(context)
  const positions = debtPositions(context.client('pagopa', setting.baseUrl), setting, head.municipality.fiscalCode)
  const state = await context.effect(
    { name: iupd, request: { annul: iupd }, outcome: positionOutcome, settleSeconds: 2 },
    async () => (await positions.invalidate(iupd)) ?? (await stateOf(positions, iupd)),
    async () => ended(await positions.find(iupd)),
  )
  const states: Outcome[] = []
  for (const option of options) states.push(state === 'begun' ? await close(context, positions, option) : state)
  await context.transaction(async tx => {
    for (const [index, { id }] of options.entries()) {
      if (states[index] !== 'paid') await updateNotice(tx, municipality, id, { state: 'invalid' })
    }
  })
  return states
}

/** One way of paying a position that is paid in part. Paying at once has ended with the first instalment. */
async function close(context: OperationContext, positions: DebtPositions, { iupd, nav, kind }: Notice) {
  if (kind === 'single') return 'annulled' as const
  return context.effect(
    { name: `${iupd}/${nav}`, request: { close: nav }, outcome, settleSeconds: 2 },
    async () => (await positions.closeOption(nav, context.at)) ?? (await optionStateOf(positions, iupd, nav)),
    async () => optionEnded(await positions.find(iupd), nav),
  )
}

async function optionStateOf(positions: DebtPositions, iupd: string, nav: string): Promise<Outcome> {
  const found = await positions.find(iupd)
  const state = optionEnded(found, nav)
  if (state === null) throw refusedPosition(`la posizione è nello stato ${found?.status}`, 'annulla la rata')
  return state
}

/** What an instalment has come to; null for one that can still be paid. Paid without a receipt is what the creditor closed. */
function optionEnded(position: Position | null, nav: string): Outcome | null {
  if (position === null) return 'absent'
  const option = position.paymentOption.find(it => it.nav === nav || `3${it.iuv}` === nav)
  if (option === undefined) return 'absent'
  if (option.idReceipt) return 'paid'
  return option.status === 'PO_UNPAID' || option.status === undefined ? null : 'annulled'
}

/** pagoPA does not annul it: because it was paid, was annulled before or never came to be. */
async function stateOf(positions: DebtPositions, iupd: string): Promise<PositionOutcome> {
  const found = await positions.find(iupd)
  // A draft cannot be paid, and nobody will publish it any more.
  if (found?.status === 'DRAFT' || found?.status === 'EXPIRED') return 'annulled'
  const state = ended(found)
  if (state === null) throw refusedPosition(`è nello stato ${found?.status}`, 'annulla l’avviso')
  return state
}

/** What a position has come to; null for one that can still be paid. */
function ended(position: Position | null): PositionOutcome | null {
  switch (position?.status) {
    case undefined:
      return 'absent'
    case 'INVALID':
      return 'annulled'
    case 'PARTIALLY_PAID':
      return 'begun'
    case 'PAID':
    case 'REPORTED':
      return 'paid'
    case 'DRAFT':
    case 'PUBLISHED':
    case 'VALID':
    case 'EXPIRED':
      return null
  }
}

/** A creation that was called off may still be arriving: annulled before that, the notice would come to life afterwards. */
async function waitForCreation({ transaction, municipality, caseId }: OperationContext): Promise<void> {
  const operation = createNoticeDeclaration.name
  const until = await transaction(tx => runningEffect(tx, { municipality, caseId, operation }))
  if (until === null) return
  throw new OperationError({
    kind: 'unavailable',
    code: 'notice-in-creation',
    platform: 'pagopa',
    message: 'La creazione dell’avviso è ancora in corso: l’annullamento riprende da solo fra poco.',
    detail: `lease until ${until}`,
    retryAfterSeconds: Math.min(120, Math.max(1, Math.ceil((Date.parse(until) - Date.now()) / 1000))),
  })
}
