import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { protocolDeclaration } from '../../activities/register/declarations.ts'
import { sendMessageDeclaration } from '../../activities/io/declarations.ts'
import type { Declaration, Repeat } from '../../activities/kernel/declaration.ts'
import { type EffectOwner, effectKey, runEffect } from '../../activities/kernel/effects.ts'
import { ledgerOf } from '../../activities/kernel/ledger.ts'
import { runNumberedEffect } from '../../activities/kernel/numbered-effect.ts'
import { OperationError, type OperationErrorOptions } from '../../activities/kernel/operation-error.ts'
import { createTurns } from '../../activities/kernel/turns.ts'
import { openIntent } from '../../db/queries/open-intent.ts'
import { intentRequest } from '../../activities/kernel/effects.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'
import { aCase } from '../db/fixtures.ts'

let fresh: FreshDatabase
let place: { town: string; id: string }
beforeAll(async () => {
  fresh = await freshDatabase()
  place = await aCase(fresh.db)
})
afterAll(() => fresh.drop())

function anOwner(repeat: Repeat, some: Partial<EffectOwner> = {}): EffectOwner {
  const base: Declaration = repeat === 'person' ? sendMessageDeclaration : protocolDeclaration
  const transaction: EffectOwner['transaction'] = fn => fresh.db.withTenants([place.town], fn)
  return {
    municipality: place.town,
    caseId: place.id,
    work: `step#${randomUUID()}`,
    attempt: 1,
    declaration: { ...base, repeat },
    leaseSeconds: 30,
    transaction,
    ledger: ledgerOf(transaction),
    ...some,
  }
}

const outcome = z.object({ id: z.string() })
const spec = { request: { subject: 'x' }, outcome }

const failing =
  (options: Partial<OperationErrorOptions> = {}) =>
  async (): Promise<never> => {
    throw new OperationError({ kind: 'unavailable', code: 'io-timeout', message: 'x', ...options })
  }

/** The outside, as a witness that counts. */
function anOutside() {
  const seen: string[] = []
  return {
    seen,
    call: async (key: string) => {
      seen.push(key)
      return { id: `effect-${seen.length}` }
    },
  }
}

/** A process that died between its intent and its outcome, and whose lease has run out. */
async function dies(owner: EffectOwner) {
  await owner.transaction(tx => openIntent(tx, { ...intentRequest(owner, spec), leaseSeconds: -1 }))
}

const statusOf = async (owner: EffectOwner) => {
  const { rows } = await fresh.asSuperuser('select status from effect where key = $1', [effectKey(owner)])
  return rows[0]?.status
}

const errorOf = (running: Promise<unknown>) =>
  running.then(
    () => null,
    error => error,
  )

describe('an effect', () => {
  it('happens once, however often the step runs', async () => {
    const owner = anOwner('ask')
    const outside = anOutside()
    const first = await runEffect(owner, spec, outside.call)
    const second = await runEffect(owner, spec, outside.call)
    expect([first, second]).toEqual([{ id: 'effect-1' }, { id: 'effect-1' }])
    expect(outside.seen).toEqual([`${place.town}:${place.id}:${owner.work}:1`])
  })

  it('happens once when ten copies run at the same time', async () => {
    const owner = anOwner('ask')
    const outside = anOutside()
    const all = await Promise.all(Array.from({ length: 10 }, () => errorOf(runEffect(owner, spec, outside.call))))
    expect(outside.seen).toHaveLength(1)
    const others = all.filter(error => error !== null)
    expect(others.every(error => error.kind === 'unavailable' && error.code === 'in-progress')).toBe(true)
  })

  it('is another one in another business attempt', async () => {
    const owner = anOwner('person')
    const outside = anOutside()
    await runEffect(owner, spec, outside.call)
    await runEffect({ ...owner, attempt: 2 }, spec, outside.call)
    expect(outside.seen).toHaveLength(2)
  })

  it('already done with other data is a person’s to judge', async () => {
    const owner = anOwner('ask')
    const outside = anOutside()
    await runEffect(owner, spec, outside.call)
    const error = await errorOf(runEffect(owner, { ...spec, request: { subject: 'y' } }, outside.call))
    expect(error).toMatchObject({ kind: 'unknown-outcome', code: 'done-with-other-data', touched: true })
    expect(outside.seen).toHaveLength(1)
  })
})

describe('an intent without outcome', () => {
  it('is nobody’s while its lease lasts', async () => {
    const owner = anOwner('ask')
    await owner.transaction(tx => openIntent(tx, intentRequest(owner, spec)))
    const outside = anOutside()
    const error = await errorOf(runEffect(owner, spec, outside.call))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'in-progress' })
    expect(error.retryAfterSeconds).toBeGreaterThan(20)
    expect(outside.seen).toEqual([])
  })

  it('is asked about, and what is there is taken', async () => {
    const owner = anOwner('ask')
    await dies(owner)
    const outside = anOutside()
    const asked: string[] = []
    const ask = async (key: string) => {
      asked.push(key)
      return { id: 'there' }
    }
    await expect(runEffect(owner, spec, outside.call, ask)).resolves.toEqual({ id: 'there' })
    expect([asked, outside.seen]).toEqual([[effectKey(owner)], []])
  })

  it('is done when the platform knows nothing of it', async () => {
    const owner = anOwner('ask')
    await dies(owner)
    const outside = anOutside()
    await expect(runEffect(owner, spec, outside.call, async () => null)).resolves.toEqual({ id: 'effect-1' })
  })

  // A question that never left, or was refused, says nothing of what it was about.
  it.each([
    { touched: true },
    { code: 'circuit-open' },
    { kind: 'misconfigured' as const },
    { kind: 'refused' as const },
  ])('stays so when asking fails too: %o', async error => {
    const owner = anOwner('ask')
    await dies(owner)
    const outside = anOutside()
    const met = await errorOf(runEffect(owner, spec, outside.call, failing(error)))
    expect([met.kind, await statusOf(owner), outside.seen]).toEqual([error.kind ?? 'unavailable', 'intent', []])
  })

  it.each(['natural-key', 'idempotent'] as const)('is called again with the same key: %s', async repeat => {
    const owner = anOwner(repeat)
    await dies(owner)
    const outside = anOutside()
    await runEffect(owner, spec, outside.call)
    expect(outside.seen).toEqual([effectKey(owner)])
  })

  it('is never repeated where nobody can be asked', async () => {
    const owner = anOwner('person')
    await dies(owner)
    const outside = anOutside()
    const first = await errorOf(runEffect(owner, spec, outside.call))
    const second = await errorOf(runEffect(owner, spec, outside.call))
    for (const error of [first, second]) expect(error).toMatchObject({ kind: 'unknown-outcome', touched: true })
    expect([outside.seen, await statusOf(owner)]).toEqual([[], 'to-verify'])
    await runEffect({ ...owner, attempt: 2 }, spec, outside.call)
    expect(outside.seen).toEqual([effectKey({ ...owner, attempt: 2 })])
  })
})

describe('how a call ends', () => {
  it.each([
    ['ask', { kind: 'refused', code: 'no' }, 'refused'],
    ['ask', { kind: 'misconfigured', code: 'key' }, 'void'],
    ['ask', { touched: false }, 'void'],
    ['person', { touched: false }, 'void'],
    ['ask', { touched: true }, 'intent'],
    ['person', { touched: true }, 'to-verify'],
    ['person', { kind: 'unknown-outcome', touched: true }, 'to-verify'],
  ] as const)('%s, %j leaves it %s', async (repeat, options, status) => {
    const owner = anOwner(repeat)
    await errorOf(runEffect(owner, spec, failing(options)))
    expect(await statusOf(owner)).toBe(status)
  })

  it.each([
    ['ask', 'intent'],
    ['person', 'to-verify'],
  ] as const)('by a defect of ours it may have happened: %s', async (repeat, status) => {
    const owner = anOwner(repeat)
    await errorOf(runEffect(owner, spec, async () => Promise.reject(new TypeError('x'))))
    expect(await statusOf(owner)).toBe(status)
  })

  it('waits before anybody asks, as long as the platform may still be at it', async () => {
    const owner = anOwner('ask')
    await errorOf(runEffect(owner, { ...spec, settleSeconds: 20 }, failing({ touched: true })))
    const outside = anOutside()
    const error = await errorOf(runEffect(owner, spec, outside.call, async () => null))
    expect(error).toMatchObject({ code: 'in-progress' })
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(20)
    expect(outside.seen).toEqual([])
  })

  it('may be tried again after a refusal, and after what never left', async () => {
    const owner = anOwner('person')
    const outside = anOutside()
    await errorOf(runEffect(owner, spec, failing({ kind: 'refused' })))
    await errorOf(runEffect(owner, spec, failing({ touched: false })))
    await expect(runEffect(owner, spec, outside.call)).resolves.toEqual({ id: 'effect-1' })
  })
})

describe('numbered effects', () => {
  const turns = createTurns(3)
  const signal = new AbortController().signal
  const numbered = { ...spec, name: 'C024', staleCode: 'stale' }
  const run = (owner: EffectOwner, call: (number: number) => Promise<{ id: string }>) =>
    runNumberedEffect(owner, numbered, { turns, signal }, call)
  const taking = (numbers: number[]) => async (number: number) => {
    numbers.push(number)
    return { id: String(number) }
  }

  it('never give a number again after a backup was restored', async () => {
    const numbers: number[] = []
    await run(anOwner('idempotent'), taking(numbers))
    await fresh.asSuperuser('delete from platform_counter where municipality_id = $1', [place.town])
    await run(anOwner('idempotent'), taking(numbers))
    expect(numbers[1]).toBeGreaterThan(numbers[0]!)
  })

  it('keep their number when the answer was lost, and take a new one after an error', async () => {
    const owner = anOwner('idempotent')
    const numbers: number[] = []
    const lose = async (number: number) => {
      numbers.push(number)
      return failing({ touched: true })()
    }
    const refuse = async (number: number) => {
      numbers.push(number)
      return failing({ kind: 'refused' })()
    }
    await errorOf(run(owner, lose))
    await errorOf(run(owner, lose))
    await errorOf(run(owner, refuse))
    await run(owner, taking(numbers))
    await run(owner, taking(numbers))
    const [first = 0, , , last = 0] = numbers
    expect(numbers).toEqual([first, first, first, last])
    expect(last).toBeGreaterThan(first)
  })

  it('take a new number at once when the platform has gone past the old one', async () => {
    const owner = anOwner('idempotent')
    const numbers: number[] = []
    await run(owner, async number => {
      numbers.push(number)
      return numbers.length === 1 ? failing({ code: 'stale' })() : { id: 'late' }
    })
    expect(numbers[1]).toBeGreaterThan(numbers[0]!)
  })

  it('arrive in the order of their numbers, one at a time, from several workers', async () => {
    const numbers: number[] = []
    let inside = 0
    let most = 0
    const slow = async (number: number) => {
      inside += 1
      most = Math.max(most, inside)
      numbers.push(number)
      await new Promise(resolve => setTimeout(resolve, 5))
      inside -= 1
      return { id: String(number) }
    }
    const workers = [createTurns(3), createTurns(3)]
    await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        runNumberedEffect(anOwner('idempotent'), numbered, { turns: workers[i % 2]!, signal }, slow),
      ),
    )
    expect(most).toBe(1)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(new Set(numbers).size).toBe(12)
  })

  it('do not take all connections while they wait', async () => {
    const owners = Array.from({ length: 30 }, () => anOwner('idempotent'))
    const numbers: number[] = []
    await Promise.all(owners.map(owner => run(owner, taking(numbers))))
    expect(new Set(numbers).size).toBe(30)
  })

  it('give up their turn when the time is over', async () => {
    const aborted = AbortSignal.abort()
    const error = await errorOf(
      runNumberedEffect(anOwner('idempotent'), numbered, { turns, signal: aborted }, taking([])),
    )
    expect(error).toMatchObject({ kind: 'unavailable', code: 'turn-taken', touched: false })
  })
})

describe('after a restore our own ledger may have forgotten', () => {
  test('what looks new is asked for first, and not repeated when the platform knows it', async () => {
    const outside = anOutside()
    const owner = anOwner('ask', { isInDoubt: true })
    const ask = async () => ({ id: 'done before' })
    expect(await runEffect(owner, spec, outside.call, ask)).toEqual({ id: 'done before' })
    expect(outside.seen).toEqual([])
  })

  test('what the platform does not know is done, once', async () => {
    const outside = anOutside()
    const owner = anOwner('ask', { isInDoubt: true })
    expect(await runEffect(owner, spec, outside.call, async () => null)).toEqual({ id: 'effect-1' })
    expect(outside.seen).toHaveLength(1)
  })

  test('what nobody can be asked about waits for a person', async () => {
    const outside = anOutside()
    const owner = anOwner('person', { isInDoubt: true })
    await expect(runEffect(owner, spec, outside.call)).rejects.toMatchObject({ code: 'to-verify', touched: true })
    expect(outside.seen).toEqual([])
  })
})
