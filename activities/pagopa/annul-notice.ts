import { z } from 'zod'
import { openNotices } from '../../db/queries/open-notices.ts'
import type { Notice } from '../../db/queries/positions/options-of.ts'
import { runningEffect } from '../../db/queries/running-effect.ts'
import { updateNotice } from '../../db/queries/update-notice.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import { type DebtPositions, debtPositions, refusedPosition } from './debt-position.ts'
import { annulNoticeDeclaration, createNoticeDeclaration } from './declarations.ts'
import { readSetting } from '../documents/setting.ts'

const outcome = z.enum(['annulled', 'paid', 'absent'])
type Outcome = z.output<typeof outcome>

/**
 * Annuls every position of the case that may still be paid, with all its notices, also one whose creation was called off half-way: our own rows name them, not the
 * case's document. What is paid meanwhile stays paid, and is told.
 */
export const annulNotice = implement(annulNoticeDeclaration, async context => {
  const { municipality, caseId } = context
  const open = await context.transaction(tx => openNotices(tx, municipality, caseId))
  if (open.length > 0) await waitForCreation(context)
  const notices: { nav: string; state: Outcome }[] = []
  for (const iupd of new Set(open.map(it => it.iupd))) {
    const options = open.filter(it => it.iupd === iupd)
    const state = await annul(context, iupd, options)
    notices.push(...options.map(({ nav }) => ({ nav, state })))
  }
  const count = (state: Outcome) => notices.filter(one => one.state === state).length
  return { annulled: count('annulled'), paid: count('paid'), notices }
})

async function annul(context: OperationContext, iupd: string, options: Notice[]): Promise<Outcome> {
  const { municipality } = context
  const setting = await context.setting('pagopa')
  const head = await readSetting(context)
  const positions = debtPositions(context.client('pagopa', setting.baseUrl), setting, head.municipality.fiscalCode)
  const state = await context.effect(
    { name: iupd, request: { annul: iupd }, outcome, settleSeconds: 2 },
    async () => (await positions.invalidate(iupd)) ?? (await stateOf(positions, iupd)),
    async () => ended(await positions.find(iupd)),
  )
  if (state !== 'paid') {
    await context.transaction(async tx => {
      for (const { id } of options) await updateNotice(tx, municipality, id, { state: 'invalid' })
    })
  }
  return state
}

/** pagoPA does not annul it: because it was paid, was annulled before or never came to be. */
async function stateOf(positions: DebtPositions, iupd: string): Promise<Outcome> {
  const found = await positions.find(iupd)
  // A draft cannot be paid, and nobody will publish it any more.
  if (found?.status === 'DRAFT' || found?.status === 'EXPIRED') return 'annulled'
  const state = ended(found)
  if (state === null) throw refusedPosition(`è nello stato ${found?.status}`, 'annulla l’avviso')
  return state
}

/** What a position has come to; null for one that can still be paid. */
function ended(position: Awaited<ReturnType<DebtPositions['find']>>): Outcome | null {
  switch (position?.status) {
    case undefined:
      return 'absent'
    case 'INVALID':
      return 'annulled'
    case 'PAID':
    case 'PARTIALLY_PAID':
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
