import { z } from 'zod'
import { findTown } from '../../db/queries/find-town.ts'
import { implement, type Implementation } from '../kernel/implement.ts'
import { parenthoodDeclaration, residenceDeclaration } from './declarations.ts'
import { type AnprSubject, askAnpr } from './query.ts'
import type { Vouchers } from './vouchers.ts'

/** Father and mother first; the household last, because a parent who lives elsewhere is not in it. */
const order = [
  { service: 'C024', relation: 'father' },
  { service: 'C025', relation: 'mother' },
  { service: 'C021', relation: 'household' },
] as const

type Check = { service: 'C024' | 'C025' | 'C021'; outcome: 'match' | 'no-match' | 'not-found'; operationId: string }

/** Whether the applicant is the child's parent, or lives in the same household. Stops at the first yes: no more is asked than is needed. */
export function parenthood(vouchers: Vouchers): Implementation {
  return implement(parenthoodDeclaration, async (context, { applicantFiscalCode, childFiscalCode }) => {
    const setting = await context.setting('anpr')
    const checks: Check[] = []
    for (const { service, relation } of order) {
      const question = { service, fiscalCode: childFiscalCode, outcome: z.boolean() }
      const { operationId, value } = await askAnpr({ context, setting, vouchers }, question, subjects =>
        subjects.some(subject => fiscalCodeOf(subject) === applicantFiscalCode),
      )
      checks.push({ service, outcome: value === null ? 'not-found' : value ? 'match' : 'no-match', operationId })
      if (value === null) return { relation: 'none' as const, found: false, checks }
      if (value) return { relation, found: true, checks }
    }
    return { relation: 'none' as const, found: true, checks }
  })
}

const residenceOutcome = z.object({ code: z.string(), name: z.string(), protectedAddress: z.boolean() })

/** Where the child lives, as far as the fare needs it: in this town or not. The address itself is never kept. */
export function residence(vouchers: Vouchers): Implementation {
  return implement(residenceDeclaration, async (context, { childFiscalCode }) => {
    const setting = await context.setting('anpr')
    const question = { service: 'C020' as const, fiscalCode: childFiscalCode, outcome: residenceOutcome }
    const { value } = await askAnpr({ context, setting, vouchers }, question, subjects => {
      const child = subjects.find(subject => fiscalCodeOf(subject) === childFiscalCode)
      const address = child?.residenza?.find(one => (one.tipoIndirizzo ?? '1') === '1')
      const { codiceIstat = '', nomeComune = '' } = address?.indirizzo?.comune ?? {}
      return { code: codiceIstat, name: nomeComune, protectedAddress: isProtected(child) }
    })
    if (value === null) return { found: false, resident: false, protectedAddress: false }
    const town = await context.transaction(tx => findTown(tx, context.municipality))
    const named = value.name === '' ? {} : { municipality: value.name }
    return {
      found: true,
      resident: town !== null && value.code === town.code,
      protectedAddress: value.protectedAddress,
      // Where a protected person lives is not told, not even the town.
      ...(value.protectedAddress ? {} : named),
    }
  })
}

function fiscalCodeOf(subject: AnprSubject): string | undefined {
  return subject.generalita?.codiceFiscale?.codFiscale
}

function isProtected(subject: AnprSubject | undefined): boolean {
  const marks = subject?.infoSoggettoEnte ?? []
  return marks.some(mark => /protett/i.test(mark.chiave ?? '') && mark.valore === 'S')
}
