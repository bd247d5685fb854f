import type { Implementation } from './kernel/implement.ts'
import { issue } from './acts/operations.ts'
import { parenthood, residence } from './anpr/operations.ts'
import type { Vouchers } from './anpr/vouchers.ts'
import { close, credit, firstTopUp, openAccount, rerate } from './canteen/accounts.ts'
import { arrears, completeness, enlist, releasePlace, reservePlace, schoolEnrolment } from './canteen/operations.ts'
import { evaluate } from './decision/operations.ts'
import { sendMessage } from './io/operations.ts'
import { annulNotice } from './pagopa/annul-notice.ts'
import { checkPosition } from './pagopa/check-position.ts'
import { createNotice } from './pagopa/operations.ts'
import { protocol } from './register/operations.ts'
import { verifyEvidence } from './spid/operations.ts'

/** What runs each operation of the catalogue, and of those given beside it, by name. */
export function implementations(
  { vouchers }: { vouchers: Vouchers },
  more: readonly Implementation[] = [],
): ReadonlyMap<string, Implementation> {
  const all = [
    protocol,
    issue,
    verifyEvidence,
    parenthood(vouchers),
    residence(vouchers),
    evaluate,
    createNotice,
    annulNotice,
    checkPosition,
    sendMessage,
    schoolEnrolment,
    arrears,
    completeness,
    reservePlace,
    releasePlace,
    openAccount,
    enlist,
    firstTopUp,
    credit,
    rerate,
    close,
    ...more,
  ]
  return new Map(all.map(implementation => [implementation.declaration.name, implementation]))
}
