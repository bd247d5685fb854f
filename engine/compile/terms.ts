import type { ModdleElement } from 'bpmn-moddle'
import type { PlanTerm } from '../plan.ts'
import { expression, fail } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { extensions, text } from './element.ts'
import { parseDate } from '../terms/civil.ts'

const NUMBER = /^-?\d+(\.\d+)?$/

/** The legal terms that a process declares; a length that is no number is FEEL over the document, evaluated when the term starts. */
export function termsOf(compilation: Compilation, process: ModdleElement): PlanTerm[] {
  return extensions(process, 'iter:Term').flatMap(it => {
    const key = text(it, 'key')
    const length = text(it, 'days')
    const days = wholeNumber(length)
    const daysFrom = length === null || NUMBER.test(length) ? null : expression(compilation, process, length)
    const unit = text(it, 'unit') ?? 'calendar'
    const [validFrom, validTo] = [text(it, 'validFrom'), text(it, 'validTo')]
    const isDated = [validFrom, validTo].every(date => date === null || parseDate(date) !== null)
    if (
      !isDated ||
      key === null ||
      (days === null && daysFrom === null) ||
      (unit !== 'calendar' && unit !== 'working')
    ) {
      fail(
        compilation,
        process,
        { it: `Il termine «${key ?? ''}» non è dichiarato bene.`, en: `The term "${key ?? ''}" is not declared well.` },
        {
          it: 'Indicare key, days, unit (calendar o working) e, se vale per un periodo, validFrom e validTo.',
          en: 'Give key, days, unit (calendar or working) and, if it is valid for a time, validFrom and validTo.',
        },
      )
      return []
    }
    return [
      {
        key,
        name: text(it, 'name') ?? key,
        days: days ?? 0,
        ...(daysFrom === null ? {} : { daysFrom }),
        ...(validFrom === null ? {} : { validFrom }),
        ...(validTo === null ? {} : { validTo }),
        unit,
        law: text(it, 'law'),
        maxSuspensions: wholeNumber(text(it, 'maxSuspensions')),
        maxSuspensionDays: wholeNumber(text(it, 'maxSuspensionDays')),
        resumeDelayDays: wholeNumber(text(it, 'resumeDelayDays')) ?? 0,
      },
    ]
  })
}

/** Two versions of a term that are valid on one day leave open which of them counts. */
export function checkVersions(compilation: Compilation, process: ModdleElement): void {
  const { terms } = compilation
  const isTwice = (term: PlanTerm, index: number) =>
    terms
      .slice(0, index)
      .some(it => it.key === term.key && isBefore(it.validFrom, term.validTo) && isBefore(term.validFrom, it.validTo))
  for (const { key } of terms.filter(isTwice)) {
    fail(
      compilation,
      process,
      {
        it: `Due versioni del termine «${key}» valgono insieme.`,
        en: `Two versions of the term "${key}" are valid together.`,
      },
      { it: 'Separarle con validFrom e validTo.', en: 'Part them by validFrom and validTo.' },
    )
  }
}

/** Absent: without limit. */
function isBefore(from: string | undefined, to: string | undefined): boolean {
  return from === undefined || to === undefined || from <= to
}

/** Null when it is none. */
export function wholeNumber(value: string | null): number | null {
  return value !== null && /^\d+$/.test(value) ? Number(value) : null
}
