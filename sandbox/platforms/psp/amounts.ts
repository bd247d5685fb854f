import type { JournalSample, Movement } from '../../../reconciliation/samples/journal.ts'
import { centsOfPart, flowName, type Part } from './cast.ts'

/** An amount of the story, and what it is in reality; both in cents. */
interface Sum {
  told: number
  real: number
}

export const centsOf = (amount: string): number => Math.round(Number(amount) * 100)
export const amountOf = (cents: number): string => (cents / 100).toFixed(2)

/** Turns amounts of a story's journals into real ones, movement by movement in the order of the story. */
export interface Amounts {
  of: (movement: Movement, page: JournalSample) => string
  /** Of an entry that was told before. */
  ofEntry: (entry: { number: string; amount: string }, page: JournalSample) => string
}

/**
 * A movement that names flows or payments is credited what these really are: nearly right stays wrong by as many cents, a part stays a part, and the
 * last part of a whole gets what is left. Money that names nothing stays what it is.
 */
export function amountsOf(parts: Part[], flows: Map<string, Sum>): Amounts {
  const byNumber = new Map<string, number>()
  const credited = new Map<string, Sum>()
  const entryOf = (number: string, page: JournalSample) => byNumber.get(`${page.bank} ${page.exercise} ${number}`)
  const whole = ({ cause = '' }: Movement): (Sum & { key: string }) | null => {
    const names = [...cause.matchAll(flowName)].map(match => (match[1] ?? '').toUpperCase())
    const single = parts.filter(part => cause.includes(part.position.iuv))
    // A pagoPA text that cannot be read is about the story's flow all the same.
    const meant = names.length === 0 && /LGPE/i.test(cause) ? [...flows.keys()] : names
    const sums = [
      ...meant.flatMap(name => flows.get(name) ?? []),
      ...single.map(part => ({ told: part.position.cents, real: centsOfPart(part) })),
    ]
    const told = sums.reduce((sum, one) => sum + one.told, 0)
    const real = sums.reduce((sum, one) => sum + one.real, 0)
    return told === 0 ? null : { told, real, key: [...meant, ...single.map(part => part.position.iuv)].join(' ') }
  }
  const credit = (movement: Movement): number => {
    const told = centsOf(movement.amount)
    const sum = whole(movement)
    if (sum === null) return told
    const before = credited.get(sum.key) ?? { told: 0, real: 0 }
    const isLast = before.told > 0 && before.told + told === sum.told
    const real = isLast ? sum.real - before.real : scaled(told, sum)
    credited.set(sum.key, { told: before.told + told, real: before.real + real })
    return real
  }
  return {
    of: (movement, page) => {
      const known = entryOf(movement.reverses ?? movement.number, page)
      if (known !== undefined) return amountOf(known)
      const closed = (movement.closes ?? []).map(one => entryOf(one.number, page) ?? centsOf(one.amount))
      if (closed.length > 0) return amountOf(closed.reduce((sum, cents) => sum + cents, 0))
      // A reversal may come before its entry: it takes back all of it.
      const real = movement.reverses === undefined ? credit(movement) : (soleCredit(flows) ?? centsOf(movement.amount))
      if ((movement.type ?? 'ENTRATA') === 'ENTRATA') {
        byNumber.set(`${page.bank} ${page.exercise} ${movement.reverses ?? movement.number}`, real)
      }
      return amountOf(real)
    },
    ofEntry: ({ number, amount }, page) => amountOf(entryOf(number, page) ?? centsOf(amount)),
  }
}

const soleCredit = (flows: Map<string, Sum>): number | undefined => [...flows.values()][0]?.real

function scaled(told: number, sum: Sum): number {
  const difference = told - sum.told
  if (Math.abs(difference) * 10 > sum.told) return Math.round((sum.real * told) / sum.told)
  // A small payment cannot lack as much as the story's.
  const real = sum.real + difference
  return real > 0 ? real : Math.max(1, sum.real - 1)
}
