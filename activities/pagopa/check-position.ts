import { findPosition } from '../../db/queries/positions/find-position.ts'
import { optionsOf } from '../../db/queries/positions/options-of.ts'
import { findTown } from '../../db/queries/find-town.ts'
import { updateNotice } from '../../db/queries/update-notice.ts'
import { addDays } from '../../engine/terms/civil.ts'
import { romeDate } from '../documents/format.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { checkPositionDeclaration } from './declarations.ts'
import { debtPositions } from './debt-position.ts'
import { serviceOf } from './service.ts'
import { standingOf } from './standing.ts'

/** Asks pagoPA how a position stands, takes over what ended there by itself, and says whether somebody is late. */
export const checkPosition = implement(checkPositionDeclaration, async (context, { iupd, remindedOn }) => {
  const { municipality } = context
  const setting = await context.setting('pagopa')
  const position = await context.transaction(tx => findPosition(tx, municipality, iupd))
  const service = await serviceOf(context, position?.service ?? null, setting)
  const town = await context.transaction(tx => findTown(tx, municipality))
  const found = await debtPositions(context.client('pagopa', setting.baseUrl), setting, town?.fiscalCode ?? '').find(
    iupd,
  )
  if (found === null || found.status === 'INVALID') await end(context, iupd, 'invalid')
  if (found?.status === 'EXPIRED') await end(context, iupd, 'expired')
  const options = await context.transaction(tx => optionsOf(tx, municipality, iupd))
  const today = romeDate(context.at)
  const standing = standingOf(options, { service, today, remindedOn: remindedOn ?? null })
  const isPaidThere = found?.status === 'PAID' || found?.status === 'REPORTED'
  // Its receipt is on the way, by push or by poll.
  return isPaidThere && standing.standing !== 'paid'
    ? { standing: 'due' as const, leftCents: 0, checkOn: addDays(today, 1) }
    : standing
})

async function end({ municipality, transaction }: OperationContext, iupd: string, state: 'invalid' | 'expired') {
  await transaction(async tx => {
    for (const { id } of await optionsOf(tx, municipality, iupd)) await updateNotice(tx, municipality, id, { state })
  })
}
