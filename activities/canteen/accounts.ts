import type { Tx } from '../../db/client.ts'
import { addAccountEntry } from '../../db/queries/add-account-entry.ts'
import { canteenYear } from '../../db/queries/canteen-year.ts'
import { changeMealAccount } from '../../db/queries/change-meal-account.ts'
import { endCanteenList } from '../../db/queries/end-canteen-list.ts'
import { findMealAccount } from '../../db/queries/find-meal-account.ts'
import { openMealAccount } from '../../db/queries/open-meal-account.ts'
import { releasePlace } from '../../db/queries/release-place.ts'
import { setFarePeriod } from '../../db/queries/set-fare-period.ts'
import { romeDate } from '../documents/format.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError, refused } from '../kernel/operation-error.ts'
import {
  closeDeclaration,
  creditDeclaration,
  firstTopUpDeclaration,
  openAccountDeclaration,
  rerateDeclaration,
} from './declarations.ts'
import { noYear } from './operations.ts'

interface Fare {
  fareCents: number
  fareRule?: string | null | undefined
  resolution?: string | null | undefined
}

/** Opens the child's account of the year with the fare that holds from the start. One account a case. */
export const openAccount = implement(openAccountDeclaration, async (context, input) => {
  const { municipality, caseId } = context
  const account = await context.transaction(async tx => {
    const year = await canteenYear(tx, municipality, input.schoolYear)
    if (year === null) throw noYear(`l’anno scolastico ${input.schoolYear}`)
    const opened = await openMealAccount(tx, {
      municipalityId: municipality,
      caseId,
      childFiscalCode: input.child.fiscalCode,
      childName: `${input.child.lastName} ${input.child.firstName}`,
      applicantFiscalCode: input.applicant.fiscalCode,
      schoolYear: input.schoolYear,
      model: year.model,
      fare: fareOf(input),
      state: 'open',
      startsOn: input.startsOn,
    })
    await setFarePeriod(tx, periodOf(municipality, opened.id, input.startsOn, input))
    return opened
  })
  return { accountId: account.id, model: account.model, startsOn: account.startsOn ?? input.startsOn }
})

/**
 * What is to be paid first: the town's top-up of a prepaid account, less the credit it holds. Nothing for a zero fare or a postpaid account:
 * a notice is made only when something is due.
 */
export const firstTopUp = implement(firstTopUpDeclaration, async (context, { accountId, fareCents }) => {
  const due = await context.transaction(async tx => {
    const account = await requireAccount(tx, context, accountId)
    if (account.model === 'postpaid' || fareCents === 0) return 0
    const year = await canteenYear(tx, context.municipality, account.schoolYear)
    if (year === null) throw noYear(`l’anno scolastico ${account.schoolYear}`)
    return Math.max(0, year.topUpCents - account.balanceCents)
  })
  return { dueCents: due }
})

/** Credits a receipt, once. A payment for a closed account is a business answer: the money waits for a person. */
export const credit = implement(creditDeclaration, async (context, { accountId, receiptId, cents }) => {
  const balanceCents = await context.transaction(async tx => {
    const account = await requireAccount(tx, context, accountId)
    if (account.state === 'closed') throw closed()
    return addAccountEntry(tx, {
      municipalityId: context.municipality,
      accountId,
      kind: 'top-up',
      cents,
      reference: `receipt/${receiptId}`,
      at: context.at,
    })
  })
  return { balanceCents }
})

/** From a date on another fare holds; what was charged before stays (changes are not retroactive). */
export const rerate = implement(rerateDeclaration, async (context, input) => {
  await context.transaction(async tx => {
    await requireAccount(tx, context, input.accountId)
    await setFarePeriod(tx, periodOf(context.municipality, input.accountId, input.from, input))
    await changeMealAccount(tx, context.municipality, input.accountId, { fare: fareOf(input) })
  })
  return { from: input.from, fareCents: input.fareCents }
})

/** Closes the account, ends the child's line on the list and gives the place back. The balance that is left is told. */
export const close = implement(closeDeclaration, async (context, { accountId, reason }) => {
  const { municipality, caseId, at } = context
  const balanceCents = await context.transaction(async tx => {
    const account = await requireAccount(tx, context, accountId)
    await changeMealAccount(tx, municipality, accountId, {
      state: 'closed',
      closedAt: account.closedAt ?? at,
      closedReason: account.closedReason ?? reason,
    })
    await endCanteenList(tx, municipality, caseId, romeDate(at))
    await releasePlace(tx, municipality, caseId, at)
    return account.balanceCents
  })
  return { balanceCents }
})

async function requireAccount(tx: Tx, { municipality, caseId }: OperationContext, id: string) {
  const account = await findMealAccount(tx, municipality, caseId, id)
  if (account !== null) return account
  throw new OperationError({
    kind: 'defect',
    code: 'account-missing',
    message: 'Il conto mensa della pratica non si trova: avvisare l’assistenza.',
  })
}

function closed(): OperationError {
  return refused('account-closed', 'Il conto mensa è chiuso: il pagamento resta in sospeso e va deciso se rimborsarlo.')
}

function fareOf({ fareCents, fareRule, resolution }: Fare) {
  return { fareCents, rule: fareRule ?? '', resolution: resolution ?? '' }
}

function periodOf(municipalityId: string, accountId: string, from: string, fare: Fare) {
  return {
    municipalityId,
    accountId,
    from,
    cents: fare.fareCents,
    rule: fare.fareRule ?? '',
    resolution: fare.resolution ?? '',
  }
}
