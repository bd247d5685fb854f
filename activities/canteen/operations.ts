import { canteenYear, canteenYearOn } from '../../db/queries/canteen-year.ts'
import { enterCanteenList } from '../../db/queries/enter-canteen-list.ts'
import { findPupil } from '../../db/queries/find-pupil.ts'
import { releasePlace as release } from '../../db/queries/release-place.ts'
import { reservePlace as reserve } from '../../db/queries/reserve-place.ts'
import { sumArrears } from '../../db/queries/sum-arrears.ts'
import { printedDate, romeDate } from '../documents/format.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError, refused } from '../kernel/operation-error.ts'
import { missingFrom } from './completeness.ts'
import { confidentialParts } from './confidential-parts.ts'
import {
  arrearsDeclaration,
  completenessDeclaration,
  enlistDeclaration,
  releasePlaceDeclaration,
  reservePlaceDeclaration,
  schoolEnrolmentDeclaration,
} from './declarations.ts'

export const schoolEnrolment = implement(
  schoolEnrolmentDeclaration,
  async ({ transaction, municipality }, { childFiscalCode, school, class: className }) => {
    const pupil = await transaction(tx => findPupil(tx, municipality, childFiscalCode))
    if (pupil === null) return { found: false }
    if (pupil.school === school && pupil.class === className) return { found: true }
    return { found: true, differs: { school: pupil.school, class: pupil.class } }
  },
)

export const arrears = implement(arrearsDeclaration, async ({ transaction, municipality, at }, people) => ({
  cents: await transaction(async tx => {
    const year = await canteenYearOn(tx, municipality, romeDate(at))
    return sumArrears(tx, municipality, { ...people, exceptYear: year?.schoolYear ?? null })
  }),
}))

/** Looks into the confidential records only to see what is missing: what they say never leaves this function. */
export const completeness = implement(completenessDeclaration, async (context, { request, refs }) => {
  const confidential = await confidentialParts(context, Object.values(refs ?? {}))
  const schoolYear = request['schoolYear']
  const year =
    typeof schoolYear === 'string'
      ? await context.transaction(tx => canteenYear(tx, context.municipality, schoolYear))
      : null
  return { missing: missingFrom(request, confidential, context.at), iseeDays: year?.iseeDays }
})

export const reservePlace = implement(
  reservePlaceDeclaration,
  async (context, { school, class: className, days, from }) => {
    const { municipality, caseId, at } = context
    const place = await context.transaction(async tx => {
      const year = await canteenYearOn(tx, municipality, from)
      if (year === null) throw noYear(printedDate(from))
      const request = { municipality, caseId, schoolYear: year.schoolYear, school, class: className, days, from, at }
      return reserve(tx, request)
    })
    if (place === null)
      throw refused(
        'class-unknown',
        'La classe indicata non è fra quelle servite dalla mensa: correggere scuola o classe.',
      )
    return place
  },
)

export const releasePlace = implement(releasePlaceDeclaration, async ({ transaction, municipality, caseId, at }) => ({
  released: await transaction(tx => release(tx, municipality, caseId, at)),
}))

export const enlist = implement(enlistDeclaration, async ({ transaction, municipality, caseId }, input) => {
  const entryId = await transaction(async tx => {
    const year = await canteenYearOn(tx, municipality, input.startsOn)
    if (year === null) throw noYear(printedDate(input.startsOn))
    return enterCanteenList(tx, {
      municipalityId: municipality,
      caseId,
      schoolYear: year.schoolYear,
      childName: `${input.child.lastName} ${input.child.firstName}`,
      childFiscalCode: input.child.fiscalCode,
      schoolCode: input.school,
      className: input.class,
      days: input.days,
      dietCode: input.dietCode ?? null,
      startsOn: input.startsOn,
      endsOn: input.endsOn ?? year.endsOn,
    })
  })
  return { entryId }
})

export function noYear(what: string): OperationError {
  return new OperationError({
    kind: 'misconfigured',
    code: 'canteen-not-configured',
    message: `La mensa non è configurata per ${what}: inserire modello di pagamento e calendario, poi riprovare.`,
  })
}
