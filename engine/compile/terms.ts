import type { ModdleElement } from 'bpmn-moddle'
import type { PlanTerm } from '../plan.ts'
import { expression, fail } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { extensions, text } from './element.ts'

const NUMBER = /^-?\d+(\.\d+)?$/

/** The legal terms that a process declares; a length that is no number is FEEL over the document, evaluated when the term starts. */
export function termsOf(compilation: Compilation, process: ModdleElement): PlanTerm[] {
  return extensions(process, 'iter:Term').flatMap(it => {
    const key = text(it, 'key')
    const length = text(it, 'days')
    const days = wholeNumber(length)
    const daysFrom = length === null || NUMBER.test(length) ? null : expression(compilation, process, length)
    const unit = text(it, 'unit') ?? 'calendar'
    if (key === null || (days === null && daysFrom === null) || (unit !== 'calendar' && unit !== 'working')) {
      fail(
        compilation,
        process,
        { it: `Il termine «${key ?? ''}» non è dichiarato bene.`, en: `The term "${key ?? ''}" is not declared well.` },
        { it: 'Indicare key, days e unit (calendar o working).', en: 'Give key, days and unit (calendar or working).' },
      )
      return []
    }
    return [
      {
        key,
        name: text(it, 'name') ?? key,
        days: days ?? 0,
        ...(daysFrom === null ? {} : { daysFrom }),
        unit,
        law: text(it, 'law'),
        maxSuspensions: wholeNumber(text(it, 'maxSuspensions')),
        maxSuspensionDays: wholeNumber(text(it, 'maxSuspensionDays')),
        resumeDelayDays: wholeNumber(text(it, 'resumeDelayDays')) ?? 0,
      },
    ]
  })
}

/** Null when it is none. */
export function wholeNumber(value: string | null): number | null {
  return value !== null && /^\d+$/.test(value) ? Number(value) : null
}
